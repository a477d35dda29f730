// Removes at most $limit regions in which no firm and no other region lies; `done` is how many.
MATCH (region:Region)
WHERE NOT EXISTS { (region)<-[:LOCATED_IN]-() } AND NOT EXISTS { (region)<-[:PART_OF]-() }
WITH region
LIMIT $limit
DETACH DELETE region
RETURN count(*) AS done
