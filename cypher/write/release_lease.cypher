// Gives the lease back if it is still $holder's.
MATCH (live:Live {name: 'live'})
SET live.lease_asked = $holder // the node's write lock
WITH live
WHERE live.lease_holder = $holder
REMOVE live.lease_asked, live.lease_holder, live.lease_workspace, live.lease_by, live.lease_since,
  live.lease_until
