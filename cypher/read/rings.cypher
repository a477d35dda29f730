// A page of the rings of publication $at by rank, and how many there are in all. $after: the last row seen.
// $limit: how many. $min_score, $min_size, $district, $family: which; null is any district, any family.
WITH
  COLLECT {
    MATCH (r:Ring)
    WHERE r.sweep = $at AND r.row > $after AND r.score >= $min_score AND r.size >= $min_size
      AND ($district IS NULL OR r.district = $district) AND ($family IS NULL OR $family IN r.families)
    RETURN r {
      .row, .id, .rank, .score, .one_hand, .grade, .size, .first_on, .last_on, .district, .families,
      .title_zh, .title_en, .hypothesis, .reasons, .counter_evidence
    } AS ring
    ORDER BY r.row LIMIT $limit
  } AS rings,
  COUNT {
    MATCH (r:Ring)
    WHERE r.sweep = $at AND r.row >= 0 AND r.score >= $min_score AND r.size >= $min_size
      AND ($district IS NULL OR r.district = $district) AND ($family IS NULL OR $family IN r.families)
  } AS total
MATCH (live:Live {name: 'live'}) WHERE $at IN [live.number, live.previous]
RETURN rings, total
