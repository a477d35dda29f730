// Firms at publication $at whose id begins with $prefix, by id, at most $limit.
WITH COLLECT {
  MATCH (f:FirmVersion)
  USING INDEX f:FirmVersion(id, from_sweep)
  WHERE f.id STARTS WITH $prefix AND f.from_sweep <= $at AND f.until_sweep > $at
  RETURN f {
    .id, .name, .registered_on, .status,
    said: head([(f)-[:HAS_SCORE]->(s {sweep: $at}) | s {.score, .grade, .ring}])
  } AS firm
  ORDER BY f.id LIMIT $limit
} AS firms
MATCH (live:Live {name: 'live'}) WHERE $at IN [live.number, live.previous]
RETURN firms
