// Removes at most $limit versions of firms that publication $oldest, the oldest one kept, no longer has;
// `done` is how many.
MATCH (firm:FirmVersion)
WHERE firm.until_sweep <= $oldest
WITH firm
LIMIT $limit
DETACH DELETE firm
RETURN count(*) AS done
