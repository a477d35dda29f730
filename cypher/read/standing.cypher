// Where publishing stands: `live`, the number of the live publication (0 for none); `last`, the last number that
// was handed out; `store_id`, the name of this store's contents. No parameters.
MATCH (live:Live {name: 'live'})
RETURN live.number AS live, coalesce(live.last, live.number) AS last, live.store_id AS store_id
