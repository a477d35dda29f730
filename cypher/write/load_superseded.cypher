// Firms that changed or are gone in publication $number: their versions end. $rows: `id`. Gives how many were
// found.
UNWIND $rows AS row
MATCH (firm:FirmVersion {id: row.id})
USING INDEX firm:FirmVersion(id, from_sweep)
WHERE firm.from_sweep < $number AND firm.until_sweep > $number
SET firm.until_sweep = $number
RETURN count(*) AS done
