// Persons, then agents, by the keyed form $keyed_id of their id at publication $at; $most of them.
WITH COLLECT {
  CALL () {
    MATCH (k:Person {keyed_id: $keyed_id}) RETURN k, 0 AS place
    UNION ALL
    MATCH (k:Agent {keyed_id: $keyed_id}) RETURN k, 1 AS place
  }
  WITH k, place, CASE WHEN k.changed_in > $at THEN k.firms_before ELSE k.firms END AS firms WHERE firms > 0
  RETURN k {
    .id, .kind, .value, .label, .name, .birth_date, .home_region, .identity, firms: firms,
    hub: CASE WHEN k.changed_in > $at THEN k.hub_before ELSE k.hub END
  } AS person
  ORDER BY place LIMIT $most
} AS persons
MATCH (live:Live {name: 'live'}) WHERE $at IN [live.number, live.previous]
RETURN persons
