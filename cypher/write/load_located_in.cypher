// Where firms of publication $number lie. $rows: `firm` and `region` (ids). Gives how many were found.
UNWIND $rows AS row
MATCH (firm:FirmVersion {id: row.firm, from_sweep: $number})
MATCH (region:Region {id: row.region})
CREATE (firm)-[:LOCATED_IN]->(region)
RETURN count(*) AS done
