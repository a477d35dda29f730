// Labels as Firm at most $limit versions that publication $number brought; `done` is how many.
MATCH (firm:FirmVersion)
WHERE firm.from_sweep = $number AND NOT firm:Firm
WITH firm
LIMIT $limit
SET firm:Firm
RETURN count(*) AS done
