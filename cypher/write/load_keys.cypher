// Keys that are new in publication $number or hold something else, sorted by id; the others among them were
// marked before (mark_keys). $rows: maps of the properties, and `own_label`, `is_hub`. `done` is how many.
UNWIND $rows AS row
MERGE (key:Key {id: row.id})
  ON CREATE SET key.firms_before = 0, key.changed_in = $number
WITH key, row
WHERE key.changed_in = $number
SET key += row {.*, own_label: null, is_hub: null}
SET key:$(row.own_label)
REMOVE key:Unused
FOREACH (_ IN CASE WHEN row.is_hub THEN [1] ELSE [] END | SET key:Hub)
FOREACH (_ IN CASE WHEN row.is_hub THEN [] ELSE [1] END | REMOVE key:Hub)
RETURN count(*) AS done
