SELECT n, rows FROM postings WHERE posting IN (SELECT value FROM json_each(:postings)) ORDER BY n, posting
