// The rings of publication $number. $rows: maps of the properties.
UNWIND $rows AS row
CREATE (ring:Ring)
SET ring = row, ring.sweep = $number
RETURN count(*) AS done
