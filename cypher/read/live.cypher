// Which publications are readable: the live one and, while it is kept, the one before it; the version of the
// form they have, and the name of this store's contents. No parameters.
MATCH (live:Live {name: 'live'}) WHERE live.number > 0
RETURN live.number AS number, live.sweep AS sweep,
  live.previous AS previous, live.previous_sweep AS previous_sweep, live.schema AS schema,
  live.store_id AS store_id
