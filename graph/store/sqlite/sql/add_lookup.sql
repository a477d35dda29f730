INSERT INTO lookups VALUES (:at, :who, :what, :subject)
