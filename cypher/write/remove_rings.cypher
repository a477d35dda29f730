// Removes at most $limit rings of publications $first to $last; `done` is how many.
MATCH (ring:Ring)
WHERE $first <= ring.sweep <= $last
WITH ring
LIMIT $limit
DETACH DELETE ring
RETURN count(*) AS done
