// Holds the lease for $seconds more if it is still $holder's; no row where it is not. In the transaction of
// a write it keeps the lease from being taken until that is committed.
MATCH (live:Live {name: 'live'})
SET live.lease_asked = $holder // the node's write lock
WITH live
WHERE live.lease_holder = $holder
SET live.lease_until = datetime.realtime() + duration({seconds: $seconds})
RETURN live.lease_holder AS holder
