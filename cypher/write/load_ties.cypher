// Declared ties of firms that are new in publication $number, to whatever version of the other is in force
// then. $type: the relationship's; $rows: `from` and `to` (ids of firms) and the properties. Gives how many
// were found.
UNWIND $rows AS row
MATCH (one:FirmVersion {id: row.from})
USING INDEX one:FirmVersion(id, from_sweep)
WHERE one.from_sweep <= $number AND one.until_sweep > $number
MATCH (other:FirmVersion {id: row.to})
USING INDEX other:FirmVersion(id, from_sweep)
WHERE other.from_sweep <= $number AND other.until_sweep > $number
CREATE (one)-[tie:$($type)]->(other)
SET tie = row {.*, from: null, to: null}
RETURN count(*) AS done
