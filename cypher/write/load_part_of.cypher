// The building that a room lies in. $rows: `room` and `building` (ids of keys; null where none is named any
// more). Gives how many rooms were found.
UNWIND $rows AS row
MATCH (room:Key {id: row.room})
OPTIONAL MATCH (room)-[before:PART_OF]->(:Building)
DELETE before
WITH row, room
OPTIONAL MATCH (building:Key {id: row.building})
FOREACH (_ IN CASE WHEN building IS NULL THEN [] ELSE [1] END | CREATE (room)-[:PART_OF]->(building))
RETURN count(*) AS done
