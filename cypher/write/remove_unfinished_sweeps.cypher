// Removes the nodes of publications that never became readable; `done` is how many.
MATCH (sweep:Sweep)
WHERE sweep.state = 'writing'
DELETE sweep
RETURN count(*) AS done
