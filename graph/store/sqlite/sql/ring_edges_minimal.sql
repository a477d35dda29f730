SELECT a, b, weight, kinds FROM ring_edges WHERE ring = :ring AND minimal = 1
ORDER BY weight DESC, a, b LIMIT :limit
