SELECT * FROM rings WHERE ring_id >= :prefix AND ring_id < :prefix || char(1114111) ORDER BY ring_id LIMIT :limit
