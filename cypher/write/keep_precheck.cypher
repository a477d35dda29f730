// Keeps a pre-check with $properties; the same $request_id again replaces it. Gives one row.
MERGE (precheck:Precheck {request_id: $request_id})
SET precheck = $properties, precheck.kept_at = datetime.realtime()
RETURN precheck.request_id AS request_id
