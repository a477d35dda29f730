// A finding of publication $at with its records and its first $shown firms; `finding` is null where unknown.
// $id: its id.
OPTIONAL MATCH (d:Finding {sweep: $at, id: $id})
WITH d {.*} AS finding,
  COLLECT {
    MATCH (d)-[:ABOUT]->(f)
    RETURN f {
      .id, .name, .registered_on, .status,
      said: head([(f)-[:HAS_SCORE]->(s {sweep: $at}) | s {.score, .grade, .ring}])
    } AS firm
    ORDER BY f.id LIMIT $shown
  } AS firms
MATCH (live:Live {name: 'live'}) WHERE $at IN [live.number, live.previous]
RETURN finding, firms
