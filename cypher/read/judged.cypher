// What publication $at decided of a firm: verdict, ring, and its findings with their records and their first
// $shown firms; `firm` is null where unknown. $id: its id. $most_listed: how many findings are read.
OPTIONAL MATCH (f:FirmVersion {id: $id})
WHERE f.from_sweep <= $at AND f.until_sweep > $at
OPTIONAL MATCH (f)-[:HAS_SCORE]->(s {sweep: $at})
OPTIONAL MATCH (r:Ring {sweep: $at, id: s.ring})
WITH f {.id} AS firm, s {.*} AS said,
  r {
    .id, .rank, .score, .one_hand, .grade, .size, .first_on, .last_on, .district, .families,
    .title_zh, .title_en, .hypothesis, .reasons, .counter_evidence
  } AS ring,
  COLLECT {
    MATCH (f)<-[:ABOUT]-(d {sweep: $at})
    RETURN d {
      .*,
      shown: COLLECT {
        MATCH (d)-[:ABOUT]->(g)
        RETURN g {
          .id, .name, .registered_on, .status,
          said: head([(g)-[:HAS_SCORE]->(t {sweep: $at}) | t {.score, .grade, .ring}])
        } AS firm
        ORDER BY g.id LIMIT $shown
      }
    } AS finding
    ORDER BY d.surprise DESC, d.row LIMIT $most_listed
  } AS findings
MATCH (live:Live {name: 'live'}) WHERE $at IN [live.number, live.previous]
RETURN firm, said, ring, findings
