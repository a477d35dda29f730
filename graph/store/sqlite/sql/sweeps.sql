SELECT info FROM sweeps ORDER BY number DESC
