// The firms that findings of publication $number are about. $rows: `finding` and `firm` (ids). Gives how
// many were found.
UNWIND $rows AS row
MATCH (finding:Finding {sweep: $number, id: row.finding})
MATCH (firm:FirmVersion {id: row.firm})
USING INDEX firm:FirmVersion(id, from_sweep)
WHERE firm.from_sweep <= $number AND firm.until_sweep > $number
CREATE (finding)-[:ABOUT]->(firm)
RETURN count(*) AS done
