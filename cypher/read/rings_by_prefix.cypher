// Rings of publication $at whose id begins with $prefix, by id, at most $limit.
WITH COLLECT {
  MATCH (r:Ring)
  WHERE r.sweep = $at AND r.id STARTS WITH $prefix
  RETURN r {.id, .title_zh, .title_en, .size, .score} AS ring
  ORDER BY r.id LIMIT $limit
} AS rings
MATCH (live:Live {name: 'live'}) WHERE $at IN [live.number, live.previous]
RETURN rings
