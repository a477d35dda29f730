// All links of the firms $ids at publication $at, in any order; at most $most.
WITH COLLECT {
  UNWIND $ids AS id
  MATCH (f:FirmVersion {id: id})
  WHERE f.from_sweep <= $at AND f.until_sweep > $at
  MATCH (f)-[l:REGISTERED_AT|HOLDS_ROLE_IN|USES|DESCRIBED_BY]-(k)
  RETURN l {
    .role, .since, .until, .strength, firm: id,
    key: k {
      .id, .kind, .value, .label,
      firms: CASE WHEN k.changed_in > $at THEN k.firms_before ELSE k.firms END,
      hub: CASE WHEN k.changed_in > $at THEN k.hub_before ELSE k.hub END
    }
  } AS link
  LIMIT $most
} AS links
MATCH (live:Live {name: 'live'}) WHERE $at IN [live.number, live.previous]
RETURN links
