SELECT key, members FROM ring_hubs WHERE ring = :ring ORDER BY members DESC, key LIMIT :limit
