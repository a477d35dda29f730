// The least evidence that holds rings of publication $number together. $rows: `a` and `b` (ids of firms),
// `ring` (its id), `weight` in nats, `kinds` shared. Gives how many were found.
UNWIND $rows AS row
MATCH (a:FirmVersion {id: row.a})
USING INDEX a:FirmVersion(id, from_sweep)
WHERE a.from_sweep <= $number AND a.until_sweep > $number
MATCH (b:FirmVersion {id: row.b})
USING INDEX b:FirmVersion(id, from_sweep)
WHERE b.from_sweep <= $number AND b.until_sweep > $number
CREATE (a)-[:SAME_HAND {sweep: $number, ring: row.ring, weight: row.weight, kinds: row.kinds}]->(b)
RETURN count(*) AS done
