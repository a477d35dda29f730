SELECT district, count(*) AS n FROM rings WHERE district IS NOT NULL
GROUP BY district ORDER BY n DESC, district
