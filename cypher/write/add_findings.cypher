// The findings of publication $number. $rows: maps of the properties.
UNWIND $rows AS row
CREATE (finding:Finding)
SET finding = row, finding.sweep = $number
RETURN count(*) AS done
