// Who acts in firms of publication $number or holds shares in them. $type: the relationship's; $rows: `firm`
// and `key` (ids) and the properties. Gives how many were found.
UNWIND $rows AS row
MATCH (firm:FirmVersion {id: row.firm, from_sweep: $number})
MATCH (key:Key {id: row.key})
CREATE (key)-[link:$($type)]->(firm)
SET link = row {.*, firm: null, key: null}
RETURN count(*) AS done
