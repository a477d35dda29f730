// The firms of rings of publication $number. $rows: `ring` and `firm` (ids), `strength` 0-1. Gives how many
// were found.
UNWIND $rows AS row
MATCH (ring:Ring {sweep: $number, id: row.ring})
MATCH (firm:FirmVersion {id: row.firm})
USING INDEX firm:FirmVersion(id, from_sweep)
WHERE firm.from_sweep <= $number AND firm.until_sweep > $number
CREATE (ring)-[:HAS_MEMBER {strength: row.strength}]->(firm)
RETURN count(*) AS done
