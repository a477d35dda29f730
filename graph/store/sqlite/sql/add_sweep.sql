INSERT OR IGNORE INTO sweeps (sweep_id, info) VALUES (:sweep_id, :info)
