// Takes the label Firm from at most $limit versions that ended with publication $number or before; `done` is
// how many.
MATCH (firm:FirmVersion)
WHERE firm.until_sweep <= $number AND firm:Firm
WITH firm
LIMIT $limit
REMOVE firm:Firm
RETURN count(*) AS done
