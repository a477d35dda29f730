// Firms as they stand from publication $number on, pending until it is live. $rows: maps of the properties.
// $no_end: the number beyond all at which a version in force ends; without one it would be seen while it is removed.
UNWIND $rows AS row
CREATE (firm:FirmVersion:Pending)
SET firm = row, firm.from_sweep = $number, firm.until_sweep = $no_end
RETURN count(*) AS done
