// A key at publication $at with its first $limit firms in filing order; `key` is null where unknown.
// $id: its public id. $cap: firms beyond which it is not walked: such a key lists its first firms itself.
OPTIONAL MATCH (k:Key {id: $id})
WHERE CASE WHEN k.changed_in > $at THEN k.firms_before ELSE k.firms END > 0
WITH k, CASE WHEN k.changed_in > $at THEN k.firms_before ELSE k.firms END AS firms
WITH k, firms,
  CASE WHEN firms <= $cap THEN k END AS walked,
  CASE
    WHEN firms > $cap AND k.changed_in > $at THEN k.first_firms_before
    WHEN firms > $cap THEN k.first_firms
    ELSE []
  END AS listed
WITH
  k {
    .id, .kind, .value, .label, firms: firms,
    same_as: CASE WHEN k.changed_in > $at THEN k.same_as_before ELSE k.same_as END,
    why_zh: CASE WHEN k.changed_in > $at THEN k.why_zh_before ELSE k.why_zh END,
    why_en: CASE WHEN k.changed_in > $at THEN k.why_en_before ELSE k.why_en END,
    hub: CASE WHEN k.changed_in > $at THEN k.hub_before ELSE k.hub END
  } AS key,
  COLLECT {
    MATCH (walked)-[:REGISTERED_AT|HOLDS_ROLE_IN|USES|DESCRIBED_BY]-(f)
    WHERE f.from_sweep <= $at AND f.until_sweep > $at
    WITH DISTINCT f
    RETURN f {
      .id, .name, .registered_on, .status,
      said: head([(f)-[:HAS_SCORE]->(s {sweep: $at}) | s {.score, .grade, .ring}])
    } AS firm
    ORDER BY f.registered_on IS NOT NULL, f.registered_on, coalesce(f.filing_no, -1), f.id LIMIT $limit
  } + COLLECT {
    UNWIND range(0, size(listed) - 1) AS place
    MATCH (f:FirmVersion {id: listed[place]})
    WHERE f.from_sweep <= $at AND f.until_sweep > $at
    RETURN f {
      .id, .name, .registered_on, .status,
      said: head([(f)-[:HAS_SCORE]->(s {sweep: $at}) | s {.score, .grade, .ring}])
    } AS firm
    ORDER BY place LIMIT $limit
  } AS firms
MATCH (live:Live {name: 'live'}) WHERE $at IN [live.number, live.previous]
RETURN key, firms
