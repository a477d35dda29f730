// Which rings are there in this district, and why?
// In the order in which a team should look at them. `score` is the probability that the registrations are
// false, `one_hand` that one party filed them: two claims, never one. Reasons are leads, not proof; what
// speaks against a ring is on its page.
// :param district => '鼓楼区'
MATCH (live:Live {name: 'live'})
MATCH (ring:Ring {sweep: live.number})
WHERE ring.district = $district
WITH ring ORDER BY ring.rank LIMIT 20
OPTIONAL MATCH (ring)-[:RESTS_ON]->(finding:Finding)
WITH ring, finding ORDER BY finding.surprise DESC
RETURN
  ring.rank AS rank, ring.id AS ring, ring.title_en AS title, ring.size AS firms, ring.score AS score,
  ring.one_hand AS one_hand, collect(DISTINCT finding.reason_en)[..5] AS reasons
ORDER BY rank
