// The districts that rings of publication $at are in and how many, most first; at most $most.
WITH COLLECT {
  MATCH (r:Ring) WHERE r.sweep = $at AND r.row >= 0 AND r.district IS NOT NULL
  WITH r.district AS district, count(*) AS rings
  RETURN {district: district, rings: rings}
  ORDER BY rings DESC, district LIMIT $most
} AS districts
MATCH (live:Live {name: 'live'}) WHERE $at IN [live.number, live.previous]
RETURN districts
