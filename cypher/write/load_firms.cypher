// Firms as they stand from publication $number on, pending until it is live. $rows: maps of the properties.
UNWIND $rows AS row
CREATE (firm:FirmVersion:Pending)
SET firm = row, firm.from_sweep = $number
RETURN count(*) AS done
