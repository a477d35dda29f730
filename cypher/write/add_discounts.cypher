// The hubs that rings of publication $number discount. $rows: `ring` and `key` (ids), `members` that share
// it. Gives how many were found.
UNWIND $rows AS row
MATCH (ring:Ring {sweep: $number, id: row.ring})
MATCH (key:Key {id: row.key})
CREATE (ring)-[:DISCOUNTS {members: row.members}]->(key)
RETURN count(*) AS done
