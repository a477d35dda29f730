// Puts at most $limit versions of firms in force that publication $number brought; `done` is how many.
MATCH (firm:Pending)
WHERE firm.from_sweep = $number
WITH firm
LIMIT $limit
SET firm:Firm
REMOVE firm:Pending
RETURN count(*) AS done
