// Keys that no firm holds in publication $number, kept and marked before (mark_keys). $rows: `id`. They stay for
// the readers of the publication before; their digest says that there is something to undo. `done` is how many were
// found.
UNWIND $rows AS row
MATCH (key:Key {id: row.id})
WHERE key.changed_in = $number
SET key.firms = 0, key.digest = 0
SET key:Unused
RETURN count(*) AS done
