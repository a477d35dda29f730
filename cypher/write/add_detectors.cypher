// The detectors of publication $number. $rows: maps of the properties.
UNWIND $rows AS row
CREATE (detector:Detector)
SET detector = row, detector.sweep = $number
RETURN count(*) AS done
