SELECT row, firm_id, name, record FROM firms WHERE row IN (SELECT value FROM json_each(:rows))
