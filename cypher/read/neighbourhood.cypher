// The neighbourhood of firms and keys at publication $at, packed: the firms $firms, all firms on those of their
// keys and of the keys $keys that have at most $cap firms, and every key of all these. $firms, $keys: ids.
// `firms`: pack, ring and strength of each; `keys`: packs; `skipped`: keys too wide to follow. All in any order.
WITH
  COLLECT {
    UNWIND $firms AS id
    MATCH (f:FirmVersion {id: id})
    WHERE f.from_sweep <= $at AND f.until_sweep > $at
    RETURN f
  } AS seeds,
  COLLECT {
    UNWIND $keys AS id
    MATCH (k:Key {id: id})
    WHERE CASE WHEN k.changed_in > $at THEN k.firms_before ELSE k.firms END > 0
    RETURN k
  } AS asked
WITH seeds, asked,
  COLLECT {
    CALL (seeds, asked) {
      UNWIND seeds AS f
      MATCH (f)-[:REGISTERED_AT|HOLDS_ROLE_IN|USES|DESCRIBED_BY]-(k)
      RETURN k
      UNION
      UNWIND asked AS k
      RETURN k
    }
    RETURN {key: k, id: k.id, firms: CASE WHEN k.changed_in > $at THEN k.firms_before ELSE k.firms END}
  } AS own
WITH seeds, asked, [each IN own WHERE each.firms > $cap | each {.id, .firms}] AS skipped,
  [each IN own WHERE each.firms <= $cap | each.key] AS followed
WITH asked, skipped,
  COLLECT {
    CALL (seeds, followed) {
      UNWIND followed AS k
      MATCH (k)-[:REGISTERED_AT|HOLDS_ROLE_IN|USES|DESCRIBED_BY]-(f)
      WHERE f.from_sweep <= $at AND f.until_sweep > $at
      RETURN f
      UNION
      UNWIND seeds AS f
      RETURN f
    }
    RETURN f
  } AS near
WITH skipped,
  COLLECT {
    UNWIND near AS f
    OPTIONAL MATCH (f)-[:HAS_SCORE]->(s {sweep: $at})
    RETURN [f.packed, s.ring, s.strength]
  } AS firms,
  COLLECT {
    CALL (near, asked) {
      UNWIND near AS f
      MATCH (f)-[:REGISTERED_AT|HOLDS_ROLE_IN|USES|DESCRIBED_BY]-(k)
      RETURN k
      UNION
      UNWIND asked AS k
      RETURN k
    }
    RETURN CASE WHEN k.changed_in > $at THEN k.packed_before ELSE k.packed END
  } AS keys
MATCH (live:Live {name: 'live'}) WHERE $at IN [live.number, live.previous]
RETURN firms, keys, skipped
