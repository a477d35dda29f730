// Makes publication $number the live one and $before (null for none) the previous, in one step; gives one
// row. No row where the lease is no longer $holder's or something else is live than $before.
MATCH (live:Live {name: 'live'})
SET live.lease_asked = $holder // the node's write lock
WITH live
WHERE live.lease_holder = $holder AND live.number = coalesce($before, 0)
MATCH (sweep:Sweep {number: $number})
SET live.previous = $before, live.previous_sweep = live.sweep, live.number = $number,
  live.sweep = sweep.id, sweep.state = 'published'
RETURN live.number AS number
