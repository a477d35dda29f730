// Who holds a role in firms of two rings?
// Such a person may be what two rings have in common, or a namesake who was merged: `identity` 3 is one
// with an id, 0 a name in one firm. Agents and hubs are left out.
MATCH (live:Live {name: 'live'})
MATCH (ring:Ring {sweep: live.number})-[:HAS_MEMBER]->(firm:Firm)<-[role:HOLDS_ROLE_IN]-(person:Person)
WHERE NOT person:Hub
WITH person, ring, firm, role ORDER BY ring.rank, firm.id, role.role
WITH
  person, collect(DISTINCT ring.id) AS rings, collect(DISTINCT firm.name) AS firms,
  collect(DISTINCT role.role) AS roles
WHERE size(rings) >= 2
RETURN
  person.id AS person, person.name AS name, person.identity AS identity, rings, firms[..10] AS firms, roles
ORDER BY size(rings) DESC, person
LIMIT 50
