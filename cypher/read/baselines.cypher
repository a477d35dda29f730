// What is normal in the register of publication $at, and how rare each character is, as they were packed.
MATCH (sweep:Sweep {number: $at})
WITH sweep.baselines AS baselines, sweep.character_nats AS character_nats
MATCH (live:Live {name: 'live'}) WHERE $at IN [live.number, live.previous]
RETURN baselines, character_nats
