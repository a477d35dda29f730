// Which working branches have a head office that is gone?
// A branch cannot outlive its head office. Where the head was revoked and the branch still trades, nobody
// answers for it.
MATCH (head:Firm)-[:HEAD_OF]->(branch:Firm)
WHERE head.status IN ['dissolved', 'revoked', 'abnormal'] AND branch.status = 'active'
RETURN
  head.id AS head, head.name AS head_name, head.status AS head_status, branch.id AS branch,
  branch.name AS branch_name, branch.registered_on AS registered_on
ORDER BY head, branch
LIMIT 100
