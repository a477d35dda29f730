// Members of a ring of publication $at, strongest first, and how many there are; `ring` is null where unknown.
// $id: its id. $skip, $limit: which of them.
OPTIONAL MATCH (r:Ring {sweep: $at, id: $id})
WITH r.id AS ring,
  COLLECT {
    MATCH (r)-[m:HAS_MEMBER]->(f)
    RETURN m {
      .strength,
      firm: f {
        .id, .name, .registered_on, .status,
        said: head([(f)-[:HAS_SCORE]->(s {sweep: $at}) | s {.score, .grade, .ring}])
      }
    } AS member
    ORDER BY m.strength DESC, f.id SKIP $skip LIMIT $limit
  } AS members,
  COUNT { (r)-[:HAS_MEMBER]->() } AS total
MATCH (live:Live {name: 'live'}) WHERE $at IN [live.number, live.previous]
RETURN ring, members, total
