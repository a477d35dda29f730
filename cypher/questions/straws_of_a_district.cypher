// Who is the legal representative of three firms or more here?
// A straw fronts firms that he does not run, and so does a founder with several shops: ask when the firms
// were registered and who files for them. Declared hubs, such as a professional liaison, are left out.
// :param district => '鼓楼区'
MATCH (region:Region {name: $district})<-[:LOCATED_IN]-(firm:Firm)
  <-[:HOLDS_ROLE_IN {role: 'legal_representative'}]-(person:Person)
WHERE NOT person:Hub
WITH DISTINCT person, firm ORDER BY firm.registered_on, firm.id
WITH person, collect(firm) AS firms
WHERE size(firms) >= 3
RETURN
  person.id AS person, person.name AS name, size(firms) AS firms, firms[0].registered_on AS first,
  firms[-1].registered_on AS last, [firm IN firms[..10] | firm.name] AS first_ten
ORDER BY firms DESC, person
LIMIT 50
