// Lets at most $limit firms go on as they were before publication $number; `done` is how many. $no_end: what the
// versions in force have for an end.
MATCH (firm:FirmVersion)
WHERE $number <= firm.until_sweep < $no_end
WITH firm
LIMIT $limit
SET firm.until_sweep = $no_end
RETURN count(*) AS done
