// The description (JSON) of every sweep ever published here, once each, newest first, at most $limit.
MATCH (sweep:Sweep)
WHERE sweep.state <> 'writing'
WITH sweep
ORDER BY sweep.number
WITH sweep.id AS id, collect(sweep)[0] AS first
RETURN first.info AS info
ORDER BY first.number DESC
LIMIT $limit
