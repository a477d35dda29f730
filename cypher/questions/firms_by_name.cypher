// Which firms have this in their name?
// Any part of a name from two characters up, in quotation marks so that its characters stand together; the
// closest first. Versions that are no longer in force are found too and left out here.
// :param words => '"青禾"'
CALL db.index.fulltext.queryNodes('firm_names', $words, {limit: 500}) YIELD node AS firm, score
WHERE firm:Firm
RETURN
  firm.id AS firm, firm.name AS name, firm.status AS status, firm.registered_on AS registered_on,
  firm.address AS address
ORDER BY score DESC, firm
LIMIT 50
