SELECT data FROM reference WHERE name = :name
