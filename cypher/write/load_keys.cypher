// Keys that are new in publication $number or hold something else, sorted by id. $rows: maps of the
// properties, and `own_label`, `is_hub`. What a key was stays beside it for the readers of the publication
// before; one that this publication wrote already is left alone. Gives how many were written.
UNWIND $rows AS row
MERGE (key:Key {id: row.id})
  ON CREATE SET key.firms = 0
WITH key, row
WHERE coalesce(key.changed_in, 0) < $number
SET key.firms_before = key.firms, key.hub_before = key.hub, key.packed_before = key.packed,
  key.first_firms_before = key.first_firms, key.declared_before = key.declared,
  key.why_zh_before = key.why_zh, key.why_en_before = key.why_en, key.changed_in = $number
SET key += row {.*, own_label: null, is_hub: null}
SET key:$(row.own_label)
REMOVE key:Unused
FOREACH (_ IN CASE WHEN row.is_hub THEN [1] ELSE [] END | SET key:Hub)
FOREACH (_ IN CASE WHEN row.is_hub THEN [] ELSE [1] END | REMOVE key:Hub)
RETURN count(*) AS done
