// The latest pre-checks, newest first, at most $limit.
MATCH (precheck:Precheck)
WHERE precheck.at IS NOT NULL
RETURN precheck {
  .request_id, .at, .sweep_id, .firm_id, .decision, .score, .grade, .codes
} AS kept
ORDER BY precheck.at DESC, precheck.kept_at DESC
LIMIT $limit
