SELECT ids, rows FROM lookups WHERE space = :space AND first <= :id ORDER BY first DESC LIMIT 1
