// Keys that firms hold by id, $limit of them after $after, and what each holds; null where it is not known.
MATCH (key:Key)
WHERE key.id > $after AND key.firms > 0
RETURN key.id AS id, key.digest AS digest
ORDER BY id
LIMIT $limit
