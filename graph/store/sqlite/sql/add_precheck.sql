INSERT OR REPLACE INTO prechecks
VALUES (:request_id, :at, :sweep_id, :firm_id, :decision, :score, :grade, :codes)
