// The firms $ids at publication $at with what a drawing shows of them, in any order.
WITH COLLECT {
  UNWIND $ids AS id
  MATCH (f:FirmVersion {id: id})
  WHERE f.from_sweep <= $at AND f.until_sweep > $at
  RETURN f {
    .id, .name, .registered_on, .status, .keys,
    said: head([(f)-[:HAS_SCORE]->(s {sweep: $at}) | s {.score, .grade, .ring}])
  } AS firm
} AS firms
MATCH (live:Live {name: 'live'}) WHERE $at IN [live.number, live.previous]
RETURN firms
