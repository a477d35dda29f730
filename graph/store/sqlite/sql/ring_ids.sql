SELECT row, ring_id FROM rings WHERE row IN (SELECT value FROM json_each(:rows))
