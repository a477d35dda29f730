SELECT firm_id, name, record, links, findings FROM firms WHERE row = :row
