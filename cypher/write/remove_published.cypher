// Removes at most $limit nodes of the register and of results; `done` is how many. Pre-checks, look-ups and the
// history of sweeps stay.
MATCH (node:FirmVersion|Key|Region|Score|Ring|Finding|Detector)
WITH node
LIMIT $limit
DETACH DELETE node
RETURN count(*) AS done
