SELECT r.ring_id, f.firm_id
FROM ring_members AS m JOIN rings AS r ON r.row = m.ring JOIN firms AS f ON f.row = m.firm
ORDER BY r.ring_id, f.firm_id
