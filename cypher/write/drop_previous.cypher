// Lets go of the publication before the live one: what is written next may take the place of what it reads.
// Gives one row.
MATCH (live:Live {name: 'live'})
REMOVE live.previous, live.previous_sweep
RETURN live.number AS number
