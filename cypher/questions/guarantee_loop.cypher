// Does this firm stand surety for itself, by way of others?
// Firms that guarantee each other in a circle lend one another a credit that none of them has. Up to five
// firms; the firm asked about stands first and last. No line: no circle passes through it.
// :param firm => '91350100MA2Y000001'
MATCH circle = (firm:Firm {id: $firm})((:Firm)-[:GUARANTEES]->(:Firm)){2,5}(firm)
RETURN
  [member IN nodes(circle) | member.name] AS circle, [tie IN relationships(circle) | tie.amount] AS amounts
ORDER BY size(circle), circle
LIMIT 20
