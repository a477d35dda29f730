CREATE TABLE IF NOT EXISTS prechecks (
    request_id TEXT PRIMARY KEY, at TEXT NOT NULL, sweep_id TEXT NOT NULL, firm_id TEXT,
    decision TEXT NOT NULL, score REAL NOT NULL, grade TEXT NOT NULL, codes TEXT NOT NULL
)
