// How are these two firms connected?
// The shortest chain over people, rooms, contacts and owners; none passes through a hub. Each firm on the way
// is one step further from a common hand: a chain of three keys is a coincidence until more speaks for it.
// No line: there is no chain of at most three keys.
// :param firm => '91350100MA2Y000001'
// :param other => '91350100MA2Y000009'
MATCH (firm:Firm {id: $firm})
MATCH (other:Firm {id: $other})
MATCH chain = SHORTEST 1 (firm)
  (()-[:REGISTERED_AT|HOLDS_ROLE_IN|USES|HOLDS_SHARES_IN]-(:Firm|(Key&!Hub&!Building))){2,6}
  (other)
RETURN [step IN nodes(chain) | coalesce(step.label, step.name)] AS chain, length(chain) / 2 AS keys_between
LIMIT 1
