// Lets at most $limit firms go on as they were before publication $number; `done` is how many.
MATCH (firm:FirmVersion)
WHERE firm.until_sweep >= $number
WITH firm
LIMIT $limit
REMOVE firm.until_sweep
RETURN count(*) AS done
