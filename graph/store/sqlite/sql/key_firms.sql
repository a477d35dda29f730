SELECT block, starts, firms FROM key_blocks WHERE block IN (SELECT value FROM json_each(:blocks))
