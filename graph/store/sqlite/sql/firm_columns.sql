SELECT row, firm_id, record, links, events FROM firms
WHERE row IN (SELECT value FROM json_each(:rows)) ORDER BY row
