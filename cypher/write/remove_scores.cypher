// Removes at most $limit scores of publications $first to $last; `done` is how many.
MATCH (score:Score)
WHERE $first <= score.sweep <= $last
WITH score
LIMIT $limit
DETACH DELETE score
RETURN count(*) AS done
