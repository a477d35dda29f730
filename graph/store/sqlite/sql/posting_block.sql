SELECT ids, counts, rows FROM postings WHERE first <= :posting ORDER BY first DESC LIMIT 1
