// The form of what this store holds, as `version`: null, or no row, before the first publication.
MATCH (live:Live {name: 'live'})
RETURN live.schema AS version
