// Firms of publication $at by id, $limit of them after $after, and what each holds.
MATCH (firm:FirmVersion)
WHERE firm.id > $after AND firm.from_sweep <= $at AND (firm.until_sweep IS NULL OR firm.until_sweep > $at)
RETURN firm.id AS id, firm.digest AS digest
ORDER BY id
LIMIT $limit
