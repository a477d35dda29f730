// What is normal in the register of publication $at, what the desk refers to beside it, and how rare each
// character is, as they were packed.
MATCH (sweep:Sweep {number: $at})
WITH sweep.baselines AS baselines, sweep.reference AS reference, sweep.character_nats AS character_nats
MATCH (live:Live {name: 'live'}) WHERE $at IN [live.number, live.previous]
RETURN baselines, reference, character_nats
