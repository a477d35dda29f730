// Keeps that $who looked up $what of $subject_id at $at (ISO 8601). Gives one row.
CREATE (lookup:Lookup {at: $at, who: $who, what: $what, subject_id: $subject_id})
RETURN lookup.at AS at
