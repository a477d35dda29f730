SELECT f.row, f.finding_id, f.detector, f.typology, d.family, f.subject_kind, f.subject_id, r.ring_id,
       length(f.firms) / 4 AS n_firms, d.severity, f.confidence, f.surprise, f.reason_zh, f.reason_en
FROM findings AS f JOIN detectors AS d USING (detector) LEFT JOIN rings AS r ON r.row = f.ring
WHERE f.ring = :ring ORDER BY f.surprise DESC, f.row LIMIT :limit
