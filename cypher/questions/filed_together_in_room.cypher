// Which firms were registered in this room within thirty days of a day?
// A burst in one room is what an address mill looks like, and an incubator too: look at `known_as` first.
// The room's id is on its node and on the firm's page; every workstation of a room is a room of its own.
// :param room => 'room-0123456789abcdef'
// :param day => date('2024-03-15')
MATCH (room:Key:Address {id: $room})<-[:REGISTERED_AT]-(firm:Firm)
WHERE $day - duration({days: 30}) <= firm.registered_on <= $day + duration({days: 30})
RETURN
  firm.registered_on AS registered_on, firm.id AS firm, firm.name AS name, firm.status AS status,
  room.label AS address, room.firms AS firms_in_it, room.hub AS known_as
ORDER BY registered_on, firm
LIMIT 100
