// How many nodes of each kind publication $number has, while it is the newest that the store holds.
RETURN
  COUNT { MATCH (:FirmVersion) }
    - COUNT { MATCH (firm:FirmVersion) WHERE firm.until_sweep <= $number } AS firms,
  COUNT { MATCH (:Key) } - COUNT { MATCH (:Unused) } AS keys,
  COUNT { MATCH (score:Score) WHERE score.sweep = $number } AS scores,
  COUNT { MATCH (ring:Ring) WHERE ring.sweep = $number AND ring.id IS NOT NULL } AS rings,
  COUNT { MATCH (finding:Finding) WHERE finding.sweep = $number AND finding.id IS NOT NULL } AS findings,
  COUNT { MATCH (detector:Detector) WHERE detector.sweep = $number AND detector.name IS NOT NULL } AS detectors
