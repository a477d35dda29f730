// Regions that firms lie in. $rows: `id`, `name`, `level`. Gives how many there are.
UNWIND $rows AS row
MERGE (region:Region {id: row.id})
SET region.name = row.name, region.level = row.level
RETURN count(*) AS done
