// Takes the publication numbers from the history of sweeps, which stays: numbering starts anew with what an
// upgrade leaves empty. Gives one row.
MATCH (sweep:Sweep)
WHERE sweep.number IS NOT NULL
REMOVE sweep.number
RETURN count(*) AS done
