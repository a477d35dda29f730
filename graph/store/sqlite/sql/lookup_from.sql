SELECT ids, rows FROM lookups
WHERE space = :space
  AND first >= coalesce((SELECT max(first) FROM lookups WHERE space = :space AND first <= :id), :id)
ORDER BY first LIMIT :blocks
