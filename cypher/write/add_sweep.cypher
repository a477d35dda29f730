// The publication's own node with $properties, anew; $number names it.
MERGE (sweep:Sweep {number: $number})
SET sweep = $properties
RETURN sweep.number AS number
