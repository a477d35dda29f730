SELECT block, records FROM key_blocks WHERE block IN (SELECT value FROM json_each(:blocks))
