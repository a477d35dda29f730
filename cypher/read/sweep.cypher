// What never changes of publication $at: its description, its day, the verdict on firms of which nothing is
// said, and its detectors (at most $most).
MATCH (sweep:Sweep {number: $at})
WITH sweep {.info, .as_of_day, .base_verdict} AS sweep,
  COLLECT {
    MATCH (detector:Detector {sweep: $at})
    RETURN detector {.*} LIMIT $most
  } AS detectors
MATCH (live:Live {name: 'live'}) WHERE $at IN [live.number, live.previous]
RETURN sweep, detectors
