// From here on whoever reads the publication before $number takes of the keys $ids what was kept (keep_keys). In a
// transaction of its own, between those that keep and those that change: a reader may see one half done, and whether
// he takes `changed_in` before or after it, what he goes on to read is the same. `done` is how many were marked.
UNWIND $ids AS id
MATCH (key:Key {id: id})
WHERE coalesce(key.changed_in, 0) < $number
SET key.changed_in = $number
RETURN count(*) AS done
