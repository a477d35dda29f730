// Keys whose words an unfinished publication may have left behind, by id, $limit of them after $after.
MATCH (key:Key)
USING INDEX key:Key(changed_in)
WHERE key.changed_in = -1 AND key.id > $after
RETURN key.id AS id, key.digest AS digest
ORDER BY id
LIMIT $limit
