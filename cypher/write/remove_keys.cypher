// Removes at most $limit keys that no firm has held since publication $before or longer; `done` is how many.
MATCH (key:Unused)
WHERE key.changed_in <= $before
WITH key
LIMIT $limit
DETACH DELETE key
RETURN count(*) AS done
