// The larger region that a region lies in. $rows: `id`, `parent` (its id). Gives how many were found.
UNWIND $rows AS row
MATCH (region:Region {id: row.id})
MATCH (parent:Region {id: row.parent})
MERGE (region)-[:PART_OF]->(parent)
RETURN count(*) AS done
