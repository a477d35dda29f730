// Which agents filed for firms that are now in rings?
// Every busy agent has a bad client; one whose clients are mostly in rings is another matter, so look at
// `share` before `in_rings`. An agent is who filed, not who profits.
MATCH (live:Live {name: 'live'})
MATCH (ring:Ring {sweep: live.number})-[:HAS_MEMBER]->(firm:Firm)
  <-[:HOLDS_ROLE_IN {role: 'agent'}]-(agent:Agent)
WITH agent, firm, ring ORDER BY ring.rank
WITH agent, count(DISTINCT firm) AS in_rings, collect(DISTINCT ring.id) AS rings
RETURN
  agent.id AS agent, agent.name AS name, in_rings, agent.firms AS clients,
  round(1.0 * in_rings / agent.firms, 2) AS share, rings[..10] AS rings
ORDER BY share DESC, in_rings DESC, agent
LIMIT 20
