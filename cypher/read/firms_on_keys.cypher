// The firms on each of the keys $ids at publication $at, in filing order; none for a key of more than $cap firms.
WITH COLLECT {
  UNWIND $ids AS id
  MATCH (k:Key {id: id})
  WHERE CASE WHEN k.changed_in > $at THEN k.firms_before ELSE k.firms END <= $cap
  RETURN {
    key: id,
    firms: COLLECT {
      MATCH (k)-[:REGISTERED_AT|HOLDS_ROLE_IN|USES|DESCRIBED_BY]-(f)
      WHERE f.from_sweep <= $at AND f.until_sweep > $at
      WITH DISTINCT f
      RETURN f.id
      ORDER BY f.registered_on IS NOT NULL, f.registered_on, coalesce(f.filing_no, -1), f.id LIMIT $cap
    }
  }
} AS keys
MATCH (live:Live {name: 'live'}) WHERE $at IN [live.number, live.previous]
RETURN keys
