// The description (JSON) of every sweep ever published here, once each, newest first, at most $limit.
MATCH (sweep:Sweep)
WHERE sweep.state <> 'writing'
WITH sweep.id AS id, sweep.number AS number, sweep.info AS info
WHERE info IS NOT NULL // null of a node that is removed meanwhile
WITH id, info, number
ORDER BY number
WITH id, collect([info, number])[0] AS first
RETURN first[0] AS info
ORDER BY first[1] DESC
LIMIT $limit
