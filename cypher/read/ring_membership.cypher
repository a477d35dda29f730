// Members of the next $limit rings of publication $at after row $after: what every ring holds, in parts.
WITH COLLECT {
  MATCH (r:Ring) WHERE r.sweep = $at AND r.row > $after
  WITH r ORDER BY r.row LIMIT $limit
  RETURN r {.row, .id, members: [(r)-[:HAS_MEMBER]->(f) | f.id]} AS ring
} AS rings
MATCH (live:Live {name: 'live'}) WHERE $at IN [live.number, live.previous]
RETURN rings
