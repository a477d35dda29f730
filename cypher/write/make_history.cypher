// Leaves of publications before $oldest, the oldest one kept, what the history tells; of a sweep published
// more than once, only the first. `done` is how many.
MATCH (sweep:Sweep)
WHERE sweep.number < $oldest AND sweep.state = 'published'
SET sweep.state = 'history'
REMOVE sweep.baselines, sweep.reference, sweep.character_nats, sweep.as_of_day, sweep.base_verdict
WITH sweep, EXISTS {
  MATCH (first:Sweep {id: sweep.id})
  WHERE first.number < sweep.number
} AS again
FOREACH (_ IN CASE WHEN again THEN [1] ELSE [] END | DELETE sweep)
RETURN count(*) AS done
