SELECT count(*) FROM ring_members WHERE ring = :ring
