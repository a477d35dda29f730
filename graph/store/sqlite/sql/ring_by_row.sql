SELECT * FROM rings WHERE row = :row
