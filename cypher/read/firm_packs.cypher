// Firms at publication $at, packed, with the packs of their keys. $ids: of the firms. `firms`: pack, ring and
// strength of each; `keys`: packs. Both in any order.
WITH COLLECT {
  UNWIND $ids AS id
  MATCH (f:FirmVersion {id: id})
  WHERE f.from_sweep <= $at AND f.until_sweep > $at
  RETURN f
} AS found
WITH
  COLLECT {
    UNWIND found AS f
    OPTIONAL MATCH (f)-[:HAS_SCORE]->(s {sweep: $at})
    RETURN [f.packed, s.ring, s.strength]
  } AS firms,
  COLLECT {
    UNWIND found AS f
    MATCH (f)-[:REGISTERED_AT|HOLDS_ROLE_IN|USES|DESCRIBED_BY]-(k)
    WITH DISTINCT k
    RETURN CASE WHEN k.changed_in > $at THEN k.packed_before ELSE k.packed END
  } AS keys
MATCH (live:Live {name: 'live'}) WHERE $at IN [live.number, live.previous]
RETURN firms, keys
