// Keys that no firm holds in publication $number. $rows: `id`. They stay for the readers of the publication
// before. Gives how many were found.
UNWIND $rows AS row
MATCH (key:Key {id: row.id})
WHERE coalesce(key.changed_in, 0) < $number
SET key.firms_before = key.firms, key.hub_before = key.hub, key.packed_before = key.packed,
  key.first_firms_before = key.first_firms, key.declared_before = key.declared,
  key.why_zh_before = key.why_zh, key.why_en_before = key.why_en, key.changed_in = $number, key.firms = 0
SET key:Unused
RETURN count(*) AS done
