SELECT * FROM rings
WHERE row > :after AND score >= :min_score AND size >= :min_size
  AND (:district IS NULL OR district = :district)
  AND (:family IS NULL OR EXISTS (SELECT 1 FROM json_each(families) WHERE value = :family))
ORDER BY row LIMIT :limit
