// The findings that rings of publication $number rest on. $rows: `ring` and `finding` (ids). Gives how many
// were found.
UNWIND $rows AS row
MATCH (ring:Ring {sweep: $number, id: row.ring})
MATCH (finding:Finding {sweep: $number, id: row.finding})
CREATE (ring)-[:RESTS_ON]->(finding)
RETURN count(*) AS done
