// What people and publications left behind beside the register and its results: at most $limit nodes.
MATCH (node:Live|Sweep|Precheck|Lookup)
RETURN labels(node)[0] AS label, properties(node) AS properties
LIMIT $limit
