// Removes at most $limit versions of firms that came after publication $number; `done` is how many.
MATCH (firm:FirmVersion)
WHERE firm.from_sweep > $number
WITH firm
LIMIT $limit
DETACH DELETE firm
RETURN count(*) AS done
