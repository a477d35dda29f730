// Makes nothing live, in one step: readers find an empty store. Gives one row.
MATCH (live:Live {name: 'live'})
REMOVE live.sweep, live.previous, live.previous_sweep
SET live.number = 0
RETURN live.number AS number
