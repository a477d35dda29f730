// Who owns shares in more than one firm of this ring?
// An owner behind several straws is who to ask for. `verified` false is a share that was declared and never
// proved; shares are parts of one.
// :param ring => 'R0123456789ab'
MATCH (live:Live {name: 'live'})
MATCH (:Ring {sweep: live.number, id: $ring})-[:HAS_MEMBER]->(firm:Firm)
  <-[holding:HOLDS_SHARES_IN]-(owner:Key)
WITH owner, firm, holding ORDER BY firm.id, holding.place
WITH
  owner, count(DISTINCT firm) AS firms,
  collect({firm: firm.name, share: holding.share, verified: holding.verified}) AS holdings
WHERE firms >= 2
RETURN owner.id AS owner, owner.kind AS kind, owner.label AS name, firms, holdings[..20] AS holdings
ORDER BY firms DESC, owner
LIMIT 50
