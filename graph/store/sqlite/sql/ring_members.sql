SELECT firm, strength FROM ring_members WHERE ring = :ring
ORDER BY strength DESC, firm LIMIT :limit OFFSET :skip
