// Firms of publication $at by id, $limit of them after $after, and what each holds.
MATCH (firm:FirmVersion)
USING INDEX firm:FirmVersion(id, from_sweep)
WHERE firm.id > $after AND firm.from_sweep <= $at AND firm.until_sweep > $at
RETURN firm.id AS id, firm.digest AS digest
ORDER BY id
LIMIT $limit
