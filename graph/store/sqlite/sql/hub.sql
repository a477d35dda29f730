SELECT why_zh, why_en FROM hubs WHERE key = :key LIMIT 1
