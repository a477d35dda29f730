// The number of the live publication as `live` (0 for none), and the name of this store's contents as `store_id`.
// No parameters.
MATCH (live:Live {name: 'live'})
RETURN live.number AS live, live.store_id AS store_id
