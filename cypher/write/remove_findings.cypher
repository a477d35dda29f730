// Removes at most $limit findings of publications $first to $last; `done` is how many.
MATCH (finding:Finding)
WHERE $first <= finding.sweep <= $last AND finding.id IS NOT NULL
WITH finding
LIMIT $limit
DETACH DELETE finding
RETURN count(*) AS done
