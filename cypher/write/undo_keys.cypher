// Makes at most $limit keys what they were before publication $number; `done` is how many. They stay marked, so that
// nobody reads one half done: unmark_keys is next. $cap: firms on a key beyond which it is a hub. The label of such
// a key may be newer: without a digest the next publication has to write it, whatever it holds.
MATCH (key:Key)
WHERE key.changed_in >= $number AND key.digest IS NOT NULL
WITH key
LIMIT $limit
SET key.firms = key.firms_before, key.hub = key.hub_before, key.packed = key.packed_before,
  key.first_firms = key.first_firms_before, key.declared = key.declared_before, key.why_zh = key.why_zh_before,
  key.why_en = key.why_en_before, key.same_as = key.same_as_before
REMOVE key.digest, key:Unused
FOREACH (_ IN CASE WHEN key.hub <> 'none' OR key.firms > $cap THEN [1] ELSE [] END | SET key:Hub)
FOREACH (_ IN CASE WHEN key.hub <> 'none' OR key.firms > $cap THEN [] ELSE [1] END | REMOVE key:Hub)
RETURN count(*) AS done
