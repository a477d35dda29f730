// Removes at most $limit keys that no firm held before publication $number, after undo_keys; `done` is how many.
MATCH (key:Key)
WHERE key.changed_in >= $number AND key.firms_before = 0
WITH key
LIMIT $limit
DETACH DELETE key
RETURN count(*) AS done
