// Makes nothing live, in one step: readers find an empty store. Publications go on to be numbered from where
// they were. Gives one row.
MATCH (live:Live {name: 'live'})
REMOVE live.sweep, live.previous, live.previous_sweep
SET live.last = coalesce(live.last, live.number), live.number = 0
RETURN live.number AS number
