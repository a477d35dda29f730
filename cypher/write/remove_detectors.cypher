// Removes at most $limit detectors of publications $first to $last; `done` is how many.
MATCH (detector:Detector)
WHERE $first <= detector.sweep <= $last AND detector.name IS NOT NULL
WITH detector
LIMIT $limit
DETACH DELETE detector
RETURN count(*) AS done
