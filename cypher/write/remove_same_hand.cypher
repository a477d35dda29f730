// Removes at most $limit pieces of evidence of publications $first to $last; `done` is how many.
MATCH ()-[link:SAME_HAND]->()
WHERE $first <= link.sweep <= $last
WITH link
LIMIT $limit
DELETE link
RETURN count(*) AS done
