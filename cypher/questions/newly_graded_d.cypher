// Which firms did the last sweep grade D that the one before did not?
// D takes a hard fact, an outcome or a refuted place, so something happened since, or was found out. `was` is
// empty where the sweep before did not know the firm or had nothing to say of it.
MATCH (live:Live {name: 'live'})
MATCH (said:Score {sweep: live.number, grade: 'D'})<-[:HAS_SCORE]-(firm:Firm)
CALL (live, firm) {
  OPTIONAL MATCH (before:FirmVersion {id: firm.id})-[:HAS_SCORE]->(earlier:Score {sweep: live.previous})
  WHERE before.from_sweep <= live.previous
  RETURN max(earlier.grade) AS was
}
WITH firm, said, was
WHERE was IS NULL OR was <> 'D'
RETURN firm.id AS firm, firm.name AS name, said.score AS score, said.rank AS rank, was, said.ring AS ring
ORDER BY rank, firm
LIMIT 100
