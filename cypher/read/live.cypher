// Which publications are readable: the live one and, while it is kept, the one before it; the version of the
// form they have, and the name of this store's contents. The sweeps' ids are those of the numbers, whatever
// moves the pointer meanwhile. No parameters.
MATCH (live:Live {name: 'live'}) WHERE live.number > 0
WITH live.number AS number, live.previous AS previous, live.schema AS schema, live.store_id AS store_id
MATCH (now:Sweep {number: number})
OPTIONAL MATCH (before:Sweep {number: previous})
RETURN number, now.id AS sweep, previous, before.id AS previous_sweep, schema, store_id
LIMIT 1
