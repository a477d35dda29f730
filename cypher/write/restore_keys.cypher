// Makes at most $limit keys that changed after publication $number what they were in it; `done` is how many.
// Without a digest a key counts as changed in whatever comes next.
MATCH (key:Key)
WHERE key.changed_in > $number
WITH key
LIMIT $limit
SET key.firms = key.firms_before, key.hub = key.hub_before, key.packed = key.packed_before,
  key.changed_in = $number
REMOVE key.digest
RETURN count(*) AS done
