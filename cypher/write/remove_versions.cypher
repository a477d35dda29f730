// Removes at most $limit versions of firms that ended with publication $before or earlier; `done` is how many.
MATCH (firm:FirmVersion)
WHERE firm.until_sweep <= $before
WITH firm
LIMIT $limit
DETACH DELETE firm
RETURN count(*) AS done
