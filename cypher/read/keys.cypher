// Keys by their public ids $ids as they are at publication $at; those without a firm are not there.
WITH COLLECT {
  UNWIND $ids AS id
  MATCH (k:Key {id: id})
  WITH k, CASE WHEN k.changed_in > $at THEN k.firms_before ELSE k.firms END AS firms WHERE firms > 0
  RETURN k {
    .id, .kind, .value, .label, .name, .birth_date, .home_region, .identity, firms: firms,
    same_as: CASE WHEN k.changed_in > $at THEN k.same_as_before ELSE k.same_as END,
    hub: CASE WHEN k.changed_in > $at THEN k.hub_before ELSE k.hub END
  } AS key
} AS keys
MATCH (live:Live {name: 'live'}) WHERE $at IN [live.number, live.previous]
RETURN keys
