// The shortest ways from firm $firm to another, $other (ids, not the same), at publication $at, over at most $keys
// keys that are no typed hubs and have at most $cap firms. `known`: whether both firms are there; `ways`: ids of
// firm, key, firm … firm, at most $limit ways in the order of these ids, out of at most $most equally short ones.
OPTIONAL MATCH (a:FirmVersion {id: $firm})
WHERE a.from_sweep <= $at AND a.until_sweep > $at
OPTIONAL MATCH (b:FirmVersion {id: $other})
WHERE b.from_sweep <= $at AND b.until_sweep > $at
WITH a IS NOT NULL AND b IS NOT NULL AS known,
  COLLECT {
    MATCH way = allShortestPaths((a)-[:REGISTERED_AT|HOLDS_ROLE_IN|USES|DESCRIBED_BY*..6]-(b))
    WHERE all(node IN nodes(way) WHERE CASE
      WHEN node:FirmVersion
        THEN node.from_sweep <= $at AND node.until_sweep > $at
      WHEN node.changed_in > $at THEN node.hub_before = 'none' AND node.firms_before <= $cap
      ELSE node.hub = 'none' AND node.firms <= $cap
    END)
    WITH way WHERE length(way) <= 2 * $keys
    WITH way LIMIT $most
    WITH DISTINCT [node IN nodes(way) | node.id] AS ids
    RETURN ids ORDER BY ids LIMIT $limit
  } AS ways
MATCH (live:Live {name: 'live'}) WHERE $at IN [live.number, live.previous]
RETURN known, ways
