// People or places at publication $at whose name or label may hold a text, in any order. $index: the full-text
// index. $plain, $other: what it is asked for the text and for its searched form; of each the $fetch closest keys
// are looked at, and at most $limit given, as Lucene orders them.
WITH COLLECT {
  CALL () {
    CALL db.index.fulltext.queryNodes($index, $plain, {limit: $fetch}) YIELD node AS k, score
    WHERE CASE WHEN k.changed_in > $at THEN k.firms_before ELSE k.firms END > 0
    RETURN k ORDER BY score DESC, k.id LIMIT $limit
    UNION
    CALL db.index.fulltext.queryNodes($index, $other, {limit: $fetch}) YIELD node AS k, score
    WHERE CASE WHEN k.changed_in > $at THEN k.firms_before ELSE k.firms END > 0
    RETURN k ORDER BY score DESC, k.id LIMIT $limit
  }
  RETURN k {
    .id, .kind, .value, .label, .name, .birth_date, .home_region, .identity,
    firms: CASE WHEN k.changed_in > $at THEN k.firms_before ELSE k.firms END,
    same_as: CASE WHEN k.changed_in > $at THEN k.same_as_before ELSE k.same_as END,
    hub: CASE WHEN k.changed_in > $at THEN k.hub_before ELSE k.hub END
  } AS key
} AS keys
MATCH (live:Live {name: 'live'}) WHERE $at IN [live.number, live.previous]
RETURN keys
