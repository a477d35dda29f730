// Readers take at most $limit keys again as they are, which is what they were before publication $number (undo_keys);
// `done` is how many. -1 says that what is known outside of these keys may be wrong.
MATCH (key:Key)
WHERE key.changed_in >= $number
WITH key
LIMIT $limit
SET key.changed_in = -1
RETURN count(*) AS done
