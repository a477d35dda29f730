// What the keys $ids are is put beside them for the readers of the publication before $number, who begin to read
// it there with mark_keys; keys that are marked already are left alone. `done` is how many were kept.
UNWIND $ids AS id
MATCH (key:Key {id: id})
WHERE coalesce(key.changed_in, 0) < $number
SET key.firms_before = key.firms, key.hub_before = key.hub, key.packed_before = key.packed,
  key.first_firms_before = key.first_firms, key.declared_before = key.declared,
  key.why_zh_before = key.why_zh, key.why_en_before = key.why_en, key.same_as_before = key.same_as
RETURN count(*) AS done
