// A firm at publication $at with its verdict, links, holdings, ties and findings; `firm` is null where unknown.
// $id: its id. $most_links, $most_listed: how many links, and of everything else, are read.
OPTIONAL MATCH (f:FirmVersion {id: $id})
WHERE f.from_sweep <= $at AND f.until_sweep > $at
WITH
  f {
    .id, .name, .country, .status, .firm_type, .registered_on, .dissolved_on, .capital, .currency, .paid_in,
    .scope, .industry, .address, .region, .registry, .code_valid, .code_kind, .office, .filing_no, .stream,
    .brand, .trade, .form, .province, .city, .district, .marker, .granularity, .events,
    said: head([(f)-[:HAS_SCORE]->(s {sweep: $at}) | s {.*}])
  } AS firm,
  COLLECT {
    MATCH (f)-[l:REGISTERED_AT|HOLDS_ROLE_IN|USES|DESCRIBED_BY]-(k)
    RETURN l {
      .role, .since, .until, .strength,
      key: k {
        .id, .kind, .value, .label,
        firms: CASE WHEN k.changed_in > $at THEN k.firms_before ELSE k.firms END,
        hub: CASE WHEN k.changed_in > $at THEN k.hub_before ELSE k.hub END
      }
    } AS link
    LIMIT $most_links
  } AS links,
  COLLECT {
    MATCH (f)<-[h:HOLDS_SHARES_IN]-(k) WHERE h.place < $most_listed
    OPTIONAL MATCH (g:FirmVersion {id: h.holder_firm})
    WHERE g.from_sweep <= $at AND g.until_sweep > $at
    RETURN h {
      .share, .subscribed, .verified, .since, .until,
      key: k.id, label: k.label, firm: g.id, firm_name: g.name
    } AS holding
    ORDER BY h.place LIMIT $most_listed
  } AS holdings,
  COLLECT {
    MATCH (f)-[t:GUARANTEES|SUPPLIES|BIDS_WITH|HEAD_OF|ACTS_WITH]->(g)
    WHERE g.from_sweep <= $at AND g.until_sweep > $at
    RETURN t {.on, .until, .amount, .ref, type: type(t), firm: g.id, firm_name: g.name} AS tie
    ORDER BY g.id, t.place LIMIT $most_listed
  } AS ties_out,
  COLLECT {
    MATCH (f)<-[t:GUARANTEES|SUPPLIES|BIDS_WITH|HEAD_OF|ACTS_WITH]-(g)
    WHERE g.from_sweep <= $at AND g.until_sweep > $at
    RETURN t {.on, .until, .amount, .ref, type: type(t), firm: g.id, firm_name: g.name} AS tie
    ORDER BY g.id, t.place LIMIT $most_listed
  } AS ties_in,
  COLLECT {
    MATCH (f)<-[:ABOUT]-(d {sweep: $at})
    RETURN d {
      .id, .detector, .typology, .subject_kind, .subject_id, .ring, .n_firms,
      .confidence, .surprise, .reason_zh, .reason_en
    } AS finding
    ORDER BY d.surprise DESC, d.row LIMIT $most_listed
  } AS findings
MATCH (live:Live {name: 'live'}) WHERE $at IN [live.number, live.previous]
RETURN firm, links, holdings, ties_out, ties_in, findings
