SELECT key, declared, why_zh, why_en FROM hubs WHERE key IN (SELECT value FROM json_each(:keys))
