// The number of the next publication, beyond every one there has been.
OPTIONAL MATCH (sweep:Sweep)
WITH max(sweep.number) AS last
OPTIONAL MATCH (live:Live {name: 'live'})
RETURN CASE WHEN last > live.number THEN last ELSE coalesce(live.number, 0) END + 1 AS number
