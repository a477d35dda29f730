// What does this firm share, and with whom?
// Everything one key away, to be drawn. Hubs and whole buildings are left out, since who shares one shares it
// with half the city; what only this firm has is not shown. No lines: it shares nothing that says much.
// :param firm => '91350100MA2Y000001'
MATCH around = (:Firm {id: $firm})
  -[:REGISTERED_AT|HOLDS_ROLE_IN|USES|HOLDS_SHARES_IN]-(:Key&!Hub&!Building)
  -[:REGISTERED_AT|HOLDS_ROLE_IN|USES|HOLDS_SHARES_IN]-(:Firm)
RETURN around
LIMIT 200
