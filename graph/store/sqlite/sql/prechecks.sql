SELECT request_id, at, sweep_id, firm_id, decision, score, grade, codes FROM prechecks
ORDER BY at DESC, rowid DESC LIMIT :limit
