// Whose phone is this?
// `firms_on_it` is how many firms give the number, also where fifty lines are not all. `known_as` other than
// none is a number that strangers share with good reason, such as a bookkeeping agency's: it says little.
// :param phone => '+8613905910001'
MATCH (phone:Phone {value: $phone})<-[use:USES]-(firm:Firm)
RETURN
  firm.id AS firm, firm.name AS name, use.role AS used_as, use.since AS since, use.until AS until,
  phone.firms AS firms_on_it, phone.hub AS known_as
ORDER BY since, firm
LIMIT 50
