// Removes at most $limit keys that lost their last firm with publication $oldest, the oldest one kept;
// `done` is how many.
MATCH (key:Key)
WHERE key.changed_in = $oldest AND key.firms = 0
WITH key
LIMIT $limit
DETACH DELETE key
RETURN count(*) AS done
