// Puts at most $limit versions of firms in force again that were to end after publication $number; `done` is
// how many.
MATCH (firm:FirmVersion)
WHERE firm.until_sweep > $number
WITH firm
LIMIT $limit
REMOVE firm.until_sweep
RETURN count(*) AS done
