// Hands out the number of the next publication: none is handed out twice. Gives one row.
MATCH (live:Live {name: 'live'})
SET live.last = coalesce(live.last, live.number) + 1
RETURN live.last AS number
