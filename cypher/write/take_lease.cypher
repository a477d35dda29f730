// Takes the publisher's lease for $seconds unless another's is in force; whoever publishes from the same
// $workspace again replaces itself. Gives who holds it now and what is live.
// $holder: random id of this publisher; $by: who that is, in words.
MERGE (live:Live {name: 'live'})
  ON CREATE SET live.number = 0
SET live.lease_asked = $holder, // the node's write lock: from here on nobody else can take it
  live.store_id = coalesce(live.store_id, randomUUID())
WITH live, datetime.realtime() AS now
WITH live, now,
  live.lease_until IS NULL OR live.lease_until <= now OR live.lease_workspace = $workspace AS free
FOREACH (_ IN CASE WHEN free THEN [1] ELSE [] END |
  SET live.lease_holder = $holder, live.lease_workspace = $workspace, live.lease_by = $by,
    live.lease_since = now, live.lease_until = now + duration({seconds: $seconds})
)
RETURN live.lease_holder = $holder AS taken, live.lease_by AS by,
  toString(datetime.truncate('second', live.lease_since)) AS since,
  toString(datetime.truncate('second', live.lease_until)) AS until
