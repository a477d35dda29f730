// What publication $number says of firms it has something to say of. $rows: maps of the properties, and
// `firm`, the firm's id. Gives how many firms were found.
UNWIND $rows AS row
MATCH (firm:FirmVersion {id: row.firm})
USING INDEX firm:FirmVersion(id, from_sweep)
WHERE firm.from_sweep <= $number AND firm.until_sweep > $number
CREATE (firm)-[:HAS_SCORE]->(score:Score)
SET score = row {.*, firm: null}, score.sweep = $number
RETURN count(*) AS done
