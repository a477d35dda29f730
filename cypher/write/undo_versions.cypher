// Removes at most $limit versions of firms that publication $number or a later one was to bring; `done` is how
// many.
MATCH (firm:Pending)
WHERE firm.from_sweep >= $number
WITH firm
LIMIT $limit
DETACH DELETE firm
RETURN count(*) AS done
