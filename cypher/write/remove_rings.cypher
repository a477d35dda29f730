// Removes at most $limit rings of publications $first to $last; `done` is how many.
MATCH (ring:Ring)
WHERE $first <= ring.sweep <= $last AND ring.id IS NOT NULL
WITH ring
LIMIT $limit
DETACH DELETE ring
RETURN count(*) AS done
