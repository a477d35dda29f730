SELECT row, links FROM firms WHERE row IN (SELECT value FROM json_each(:rows)) ORDER BY row
