// What the keys $ids were stays beside them for the readers of the publication before $number; those that
// this publication kept already are left alone. In a transaction of its own: a reader who takes `changed_in`
// before it and what the key holds after it still reads the same. `done` is how many were kept.
UNWIND $ids AS id
MATCH (key:Key {id: id})
WHERE coalesce(key.changed_in, 0) < $number
SET key.firms_before = key.firms, key.hub_before = key.hub, key.packed_before = key.packed,
  key.first_firms_before = key.first_firms, key.declared_before = key.declared,
  key.why_zh_before = key.why_zh, key.why_en_before = key.why_en, key.changed_in = $number
RETURN count(*) AS done
