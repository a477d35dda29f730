// Firms at publication $at whose name may hold a text, in any order. $plain, $other: what full-text search is
// asked for the name and for its searched form; of each the $fetch closest versions are looked at, and at most
// $limit firms given, as Lucene orders them.
WITH COLLECT {
  CALL () {
    CALL db.index.fulltext.queryNodes('firm_names', $plain, {limit: $fetch}) YIELD node AS f, score
    WHERE f.from_sweep <= $at AND f.until_sweep > $at
    RETURN f ORDER BY score DESC, f.id LIMIT $limit
    UNION
    CALL db.index.fulltext.queryNodes('firm_names', $other, {limit: $fetch}) YIELD node AS f, score
    WHERE f.from_sweep <= $at AND f.until_sweep > $at
    RETURN f ORDER BY score DESC, f.id LIMIT $limit
  }
  RETURN f {
    .id, .name, .registered_on, .status,
    said: head([(f)-[:HAS_SCORE]->(s {sweep: $at}) | s {.score, .grade, .ring}])
  } AS firm
} AS firms
MATCH (live:Live {name: 'live'}) WHERE $at IN [live.number, live.previous]
RETURN firms
