SELECT * FROM rings WHERE ring_id = :ring_id
