// Takes at most $limit versions of firms out of force that ended with publication $number; `done` is how many.
MATCH (firm:FirmVersion)
USING INDEX firm:FirmVersion(until_sweep)
WHERE firm.until_sweep = $number AND firm:Firm
WITH firm
LIMIT $limit
REMOVE firm:Firm
RETURN count(*) AS done
