// Says that what this store holds is of the form $version; gives one row.
MERGE (live:Live {name: 'live'})
  ON CREATE SET live.number = 0
SET live.schema = $version
RETURN live.schema AS version
