SELECT block, records, texts FROM key_blocks
WHERE (kind, value) <= (:kind, :value) ORDER BY kind DESC, value DESC LIMIT 1
