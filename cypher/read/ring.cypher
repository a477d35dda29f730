// A ring of publication $at with its case; `ring` is null where unknown. $id: its id. $most_members: how many
// members and hubs are read, $most_listed: findings and edges.
OPTIONAL MATCH (r:Ring {sweep: $at, id: $id})
WITH r {.*} AS ring,
  COLLECT {
    MATCH (r)-[m:HAS_MEMBER]->(f)
    RETURN m {
      .strength,
      firm: f {
        .id, .name, .registered_on, .status,
        said: head([(f)-[:HAS_SCORE]->(s {sweep: $at}) | s {.score, .grade, .ring}])
      }
    } AS member
    ORDER BY m.strength DESC, f.id LIMIT $most_members
  } AS members,
  COLLECT {
    MATCH (r)-[:RESTS_ON]->(d)
    RETURN d {
      .id, .detector, .typology, .subject_kind, .subject_id, .ring, .n_firms,
      .confidence, .surprise, .reason_zh, .reason_en
    } AS finding
    ORDER BY d.surprise DESC, d.row LIMIT $most_listed
  } AS findings,
  COLLECT {
    MATCH (r)-[h:DISCOUNTS]->(k)
    RETURN h {
      .members,
      declared: CASE WHEN k.changed_in > $at THEN k.declared_before ELSE k.declared END,
      why_zh: CASE WHEN k.changed_in > $at THEN k.why_zh_before ELSE k.why_zh END,
      why_en: CASE WHEN k.changed_in > $at THEN k.why_en_before ELSE k.why_en END,
      key: k {
        .id, .kind, .value, .label,
        firms: CASE WHEN k.changed_in > $at THEN k.firms_before ELSE k.firms END,
        hub: CASE WHEN k.changed_in > $at THEN k.hub_before ELSE k.hub END
      }
    } AS hub
    ORDER BY h.members DESC, k.id LIMIT $most_listed
  } AS hubs,
  COLLECT {
    MATCH (r)-[:HAS_MEMBER]->(a)-[e:SAME_HAND]->(b) WHERE [e.sweep, e.ring] = [$at, r.id]
    RETURN e {.weight, .kinds, a: a.id, b: b.id} AS edge
    ORDER BY e.weight DESC, a.id, b.id LIMIT $most_listed
  } AS edges
MATCH (live:Live {name: 'live'}) WHERE $at IN [live.number, live.previous]
RETURN ring, members, findings, hubs, edges
