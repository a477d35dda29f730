SELECT count(*) FROM rings
WHERE score >= :min_score AND size >= :min_size
  AND (:district IS NULL OR district = :district)
  AND (:family IS NULL OR EXISTS (SELECT 1 FROM json_each(families) WHERE value = :family))
