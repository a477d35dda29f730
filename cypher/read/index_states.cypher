// Every index with its `state` (ONLINE, POPULATING or FAILED).
SHOW INDEXES YIELD name, state
RETURN name, state
ORDER BY name
