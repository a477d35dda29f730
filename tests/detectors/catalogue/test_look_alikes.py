"""Every look-alike that a detector declares is passed over, or shown with its excuse.

Each story is told twice, as a ring and as its honest twin, so that a silent detector proves nothing.
"""

from collections.abc import Callable
from math import nan

import pytest

from detectors.catalogue import DETECTORS
from detectors.detector import Detector
from graph.flags import DEFAULT_ADDRESS, RESIDENTIAL
from graph.model import Country, HubKind, KeyKind, LinkRole
from tests.detectors.registers import City, Found

DAY = 700
# What the firms of each detector's ring share, how many they are, and how many days apart.
SHARED: dict[str, tuple[int, int, dict[str, object]]] = {
    "fast_firms_one_person": (6, 5, {"owner": "shared"}),
    "many_firms_one_person": (10, 5, {"owner": "shared"}),
    "shared_staff": (6, 5, {"liaison": "shared"}),
    "same_room": (6, 5, {"room": "shared"}),
    "shared_phone": (6, 5, {"phone": "shared"}),
    "shared_device": (6, 5, {"device": "shared"}),
    "problem_agent": (25, 5, {"agent": "shared", "lost": 900}),
    "burst": (10, 1, {"room": "shared"}),
    "filing_run": (10, 0, {"scope": "shared", "office": "shared", "stream": "35"}),
    "name_series": (6, 1, {"room": "shared", "brand_nats": 12.0}),
    "capital_pattern": (6, 5, {"agent": "shared"}),
    "stolen_identity": (6, 5, {"representative": "shared", "phone": "burner"}),
    "borrowed_owner": (1, 0, {"unproved_owner": 1}),
    "false_address": (1, 0, {"place_fault": 1, "room": "no such room", "building": "a house"}),
    "discarded_shell": (1, 0, {"lost": 850}),
    "invoice_mill": (6, 5, {"phone": "shared", "quota": 1e5, "quota_on": 740}),
    "underage_officer": (1, 0, {"representative": "shared"}),
    "agent_as_liaison": (3, 5, {"liaison": "shared"}),
    "numbered_names": (6, 1, {"room": "shared", "series": "a brand"}),
    "far_home_county": (6, 5, {"phone": "shared", "province": 35}),
    "age_skew": (6, 5, {"phone": "shared"}),
    "address_hijack": (10, 5, {"room": "shared", "country": Country.UNITED_KINGDOM}),
    "default_address": (1, 0, {"room": "the default", "country": Country.UNITED_KINGDOM}),
    "controller_anomaly": (1, 0, {"owner": "shared", "country": Country.UNITED_KINGDOM}),
    "llp_factory": (100, 1, {"room": "shared", "owner": "partner", "kind": 4}),
    "circular_holding": (2, 5, {}),
    "deep_chain": (5, 5, {}),
    "related_bidders": (2, 5, {"phone": "shared"}),
    "hidden_counterparty": (2, 5, {"phone": "shared", "room": "shared"}),
    "guarantee_circle": (2, 5, {}),
    "unmanaged_host": (60, 1, {"room": "shared", "lost": 900}),
    "unpaid_capital": (1, 0, {"owner": "owner", "capital": 2e8, "paid_in": 0.0}),
}


def calm(name: str) -> City:
    """Years of firms that share nothing; for runs a day of filings."""
    city = City()
    if name == "filing_run":
        for i in range(300):
            more = {"scope": f"text {i}", "trade": f"trade {i % 9}", "capital": 1e5 * (1 + i % 3)}
            city.firm(f"other {i:03}", DAY, stream="35", filing_no=1000 + i, **more)  # type: ignore[arg-type]
    else:
        city.others(1000, every=1, capital=1e5, paid_in=1e5, brand_nats=5.0)
    return city


def told(name: str, *, n: int = 0, every: int | None = None, first: int = DAY, **facts: object) -> City:
    """The ring that a detector is there for, with more facts about each of its firms."""
    city = calm(name)
    if name == "phoenix":
        same = {"room": "shared", "phone": "shared", **facts}
        city.firm("g00", 100, ended=DAY - 10, lost=DAY - 20, **same)  # type: ignore[arg-type]
        city.firm("g01", DAY, **same)  # type: ignore[arg-type]
        return city
    if name == "barred_person":
        city.firm("g00", 100, representative="shared")
        city.event("g00", "serious_violation", 200)
        city.event("other 0000", "representative_changed", 150)  # such changes are on record
        city.firm("g01", DAY, representative="shared", **facts)  # type: ignore[arg-type]
        return city
    usual, apart, shared = SHARED[name]
    for i in range(n or usual):
        own: dict[str, object] = {"capital": 3.28e6, "trade": "one", "brand": f"b{i}", "filing_no": 10 + i}
        day = first + i * (apart if every is None else every)
        city.firm(f"g{i:02}", day, **{**own, **shared, **facts})  # type: ignore[arg-type]
    if name in AND:
        AND[name](city)
    return city


def _strangers(city: City) -> None:
    for i in range(3):
        city.firm(f"stranger {i}", 100 * i, phone="burner")


def _returns_filed(city: City) -> None:
    city.firm("returns filed", 100, quota=1e4, quota_on=200, taxed_on=300)


def _filing_for_many(city: City) -> None:
    city.files["shared"] = 9
    city.firm("a client", 10, agent="somebody")


def _from_one_county(city: City) -> None:
    for firm in city.firms:
        head, far = f"head of {firm.name}", firm.name.startswith("g")
        city.home[head] = "far county" if far else f"county {len(firm.name)}{firm.name[-2:]}"
        city.home_province[head] = 41 if far else 35


def _barely_of_age(city: City) -> None:
    for firm in city.firms:
        city.birth_year[f"head of {firm.name}"] = 1998 if firm.name.startswith("g") else 1980


def _somebodys_home(city: City) -> None:
    for kind, name in ((KeyKind.ROOM, "shared"), (KeyKind.BUILDING, "a house"), (KeyKind.ROOM, "a home")):
        city.flags[kind, name] = RESIDENTIAL
    city.firm("at home", 3, room="a home", country=Country.UNITED_KINGDOM)


def _the_default(city: City) -> None:
    city.flags[KeyKind.ROOM, "the default"] = DEFAULT_ADDRESS


def _foreign_with_too_many(city: City) -> None:
    city.foreign = {"shared"}
    for i in range(100):
        city.firm(f"of the same {i}", 10 + i, owner="shared")


def _owning_each_other(city: City) -> None:
    city.stake("g00", "g01")
    city.stake("g01", "g00")


def _guaranteeing_each_other(city: City) -> None:
    city.tie("g00", "guarantee", "g01")
    city.tie("g01", "guarantee", "g00")


def _owning_the_next(city: City) -> None:
    city.event("other 0000", "annual_report", 900)
    for i, firm in enumerate(f for f in city.firms if f.name.startswith("g")):
        firm.day = 100 + i  # long enough ago to have reported
        if i:
            city.stake(f"g{i - 1:02}", firm.name)


def _other_hosts(city: City) -> None:
    """Four hosts whose clients can be reached, and the one whose clients cannot."""
    city.hubs[KeyKind.ROOM, "shared"] = HubKind.HOSTING_ADDRESS
    for host in range(4):
        city.hubs[KeyKind.ROOM, f"host {host}"] = HubKind.HOSTING_ADDRESS
        for i in range(55):
            city.firm(f"client {host} {i}", i * 9, room=f"host {host}", lost=900 if i % 9 == 0 else None)


def _state_firm(city: City) -> None:
    city.link("g00", KeyKind.OWNER, "the state's", LinkRole.SHAREHOLDER)
    city.hubs[KeyKind.OWNER, "the state's"] = HubKind.STATE_ROOT
    city.firm("proved", 1, unproved_owner=-1)


def _sold_and_lost(city: City) -> None:
    for kind, day in (("representative_changed", 750), ("shareholders_changed", 760)):
        city.event("g00", kind, day)
    city.event("g00", "abnormal_listed", 850)


def _bidding(city: City) -> None:
    for bidder in ("g00", "g01"):
        city.tie(bidder, "bid", "other 0000", lot="L1", on=800)


# What else happens in a ring's story.
AND: dict[str, Callable[[City], None]] = {
    "stolen_identity": _strangers,
    "borrowed_owner": _state_firm,
    "discarded_shell": _sold_and_lost,
    "invoice_mill": _returns_filed,
    "underage_officer": lambda city: city.birth_year.update(shared=2010),
    "agent_as_liaison": _filing_for_many,
    "far_home_county": _from_one_county,
    "age_skew": _barely_of_age,
    "address_hijack": _somebodys_home,
    "default_address": _the_default,
    "controller_anomaly": _foreign_with_too_many,
    "circular_holding": _owning_each_other,
    "deep_chain": _owning_the_next,
    "related_bidders": _bidding,
    "hidden_counterparty": lambda city: city.tie("g00", "supply", "g01"),
    "guarantee_circle": _guaranteeing_each_other,
    "unmanaged_host": _other_hosts,
}


def _declared(name: str, kind: KeyKind, hub: HubKind, **facts: object) -> Callable[[bool], City]:
    """The key `shared` of the ring is a declared hub, of a kind that `facts` may name."""

    def story(honest: bool) -> City:
        city = told(name, **facts)  # type: ignore[arg-type]
        if honest:
            city.hubs[kind, "shared"] = hub
        return city

    return story


def _beside(name: str, hub: HubKind, **key: object) -> Callable[[bool], City]:
    """The ring's firms have, besides what they share, one more key in common: a declared hub."""
    [(word, value)] = key.items()
    kind = {"room": KeyKind.ROOM, "agent": KeyKind.AGENT}[word]

    def story(honest: bool) -> City:
        city = told(name, **key)  # type: ignore[arg-type]
        if honest:
            city.hubs[kind, str(value)] = hub
        return city

    return story


def _of_the_state(name: str) -> Callable[[bool], City]:
    def story(honest: bool) -> City:
        city = told(name)
        for firm in [f.name for f in city.firms if f.name.startswith("g")]:
            city.link(firm, KeyKind.OWNER, "the state", LinkRole.SHAREHOLDER)
        if honest:
            city.hubs[KeyKind.OWNER, "the state"] = HubKind.STATE_ROOT
        return city

    return story


def _coarse(honest: bool) -> City:
    city = told("same_room", room="", building="tower")
    if not honest:
        for i in range(6):
            city.link(f"g{i:02}", KeyKind.ROOM, "801 of the tower", LinkRole.ADDRESS)
    return city


def _moved(honest: bool) -> City:
    """Old firms of the street all get their new address on one day."""
    city = told("burst", first=100, every=50, room="") if honest else told("burst", room="")
    for i in range(10):
        city.link(f"g{i:02}", KeyKind.ROOM, "new number", LinkRole.ADDRESS, since=DAY)
    return city


def _recycled(honest: bool) -> City:
    city = told("shared_phone", phone="", every=100, first=100)
    for i in range(6):
        since = 100 + i * 100
        until = since + (100 if honest else 150)
        city.link(f"g{i:02}", KeyKind.PHONE, "number", since=since, until=until)
    return city


def _recycled_after_death(honest: bool) -> City:
    """The dead firm gave its number up a year and more before the new one got it, or not."""
    city = told("phoenix", phone="")
    city.link("g00", KeyKind.PHONE, "number", until=DAY - (366 if honest else 365))
    city.link("g01", KeyKind.PHONE, "number")
    return city


def _chain(name: str) -> Callable[[bool], City]:
    def story(honest: bool) -> City:
        city = told(name, brand="Tea house") if honest else told(name)
        if name != "name_series":  # a series is found on one room
            for firm in [f.name for f in city.firms if f.name.startswith("g")]:
                city.link(firm, KeyKind.ROOM, f"room of {firm}", LinkRole.ADDRESS)
        return city

    return story


def _policy(name: str) -> Callable[[bool], City]:
    def story(honest: bool) -> City:
        city = told(name)
        if honest and name == "filing_run":  # years of few births before a day of hundreds
            for day in range(DAY - 300, DAY, 2):
                city.firm(f"before {day}", day, stream="35", filing_no=5)
        elif honest:
            for i in range(60):
                city.firm(f"rush {i}", DAY + i % 14)
        return city

    return story


def _one_by_one(name: str) -> Callable[[bool], City]:
    return lambda honest: told(name, n=9, every=90, first=30) if honest else told(name)


def _healthy(honest: bool) -> City:
    return told("problem_agent", lost=None) if honest else told("problem_agent")


def _agencys_device(honest: bool) -> City:
    return told("shared_device", agent="agency") if honest else told("shared_device")


def _agencys_phone(honest: bool) -> City:
    city = told("stolen_identity")
    if honest:
        city.hubs[KeyKind.PHONE, "burner"] = HubKind.AGENCY_PHONE
    return city


def _proved(honest: bool) -> City:
    return told("borrowed_owner", unproved_owner=-1 if honest else 1)


def _house_alone(honest: bool) -> City:
    """The address names no room, and the house stands."""
    return told("false_address", place_fault=0, room="") if honest else told("false_address")


def _new_numbers(honest: bool) -> City:
    """Every firm of the street changes its address on one day."""
    city = told("false_address")
    for i in range(5 if honest else 4):
        city.event(city.firm(f"neighbour {i}", 10, building="a house"), "address_changed", 800)
    return city


def _never_sold(honest: bool) -> City:
    city = told("discarded_shell")
    if honest:
        city.events = [event for event in city.events if event[1] == "abnormal_listed"]
        city.event("other 0000", "representative_changed", 500)
    return city


def _within_a_group(honest: bool) -> City:
    city = told("discarded_shell", parent="parent" if honest else "")
    city.firm("parent", 0)
    return city


def _silent_alone(honest: bool) -> City:
    """Firms as dormant as those of the chain, but nobody owns the next."""
    city = told("deep_chain")
    if honest:
        city.stakes = [stake for stake in city.stakes if stake[0] != "g02"]
    return city


def _siblings(honest: bool) -> City:
    city = told("related_bidders", **{"phone": "", "parent": "parent"} if honest else {})  # type: ignore[arg-type]
    city.firm("parent", 0)
    return city


def _same_name(honest: bool) -> City:
    city = told("related_bidders", phone="", owner="somebody")
    city.identity["somebody"] = 1 if honest else 3
    return city


def _phone_given_up(honest: bool) -> City:
    city = told("related_bidders", phone="")
    city.link("g00", KeyKind.PHONE, "number", since=100, until=790 if honest else 810)
    city.link("g01", KeyKind.PHONE, "number", since=795)
    return city


def _cousins_who_trade(honest: bool) -> City:
    city = told("hidden_counterparty", every=400, first=100)
    if honest:
        city.surname |= {"head of g00": "陈", "head of g01": "陈"}
    return city


def _clients_within_reach(hub: HubKind) -> Callable[[bool], City]:
    def story(honest: bool) -> City:
        city = told("unmanaged_host", lost=None if honest else 900)
        city.hubs = dict.fromkeys(city.hubs, hub)
        return city

    return story


def _flats(honest: bool) -> City:
    """The companies of one house, each at a flat of its own or all at one."""
    city = told("address_hijack", room="", building="a house")
    if honest:
        for i, firm in enumerate(f for f in city.firms if f.name.startswith("g")):
            firm.day = 100 + i * 60  # as people come to live there
    return city


def _strangers_partners(name: str) -> Callable[[bool], City]:
    def story(honest: bool) -> City:
        city = told("llp_factory", owner="") if honest else told("llp_factory")
        city.hubs[KeyKind.ROOM, "shared"] = HubKind.HOSTING_ADDRESS if name == "N1" else HubKind.NONE
        return city

    return story


def _young_company(honest: bool) -> City:
    return told("default_address", first=700 if honest else 500)


def _age(honest: bool) -> City:
    return told("unpaid_capital", first=700 if honest else 500)


SPECIAL: dict[tuple[str, str], Callable[[bool], City]] = {
    **{
        (name, "N7"): _of_the_state(name)
        for name in ("many_firms_one_person", "circular_holding", "deep_chain", "guarantee_circle")
    },
    ("shared_staff", "N4"): _beside("shared_staff", HubKind.AGENT, agent="agency"),
    ("shared_staff", "N8"): _one_by_one("shared_staff"),
    ("same_room", "N1"): _one_by_one("same_room"),
    ("same_room", "N2"): _declared("same_room", KeyKind.ROOM, HubKind.INCUBATOR),
    ("same_room", "N12"): _coarse,
    ("shared_phone", "N10"): _one_by_one("shared_phone"),
    ("shared_phone", "N14"): _recycled,
    ("shared_device", "N2"): _beside("shared_device", HubKind.INCUBATOR, room="park"),
    ("shared_device", "N4"): _agencys_device,
    ("problem_agent", "N1"): _beside("problem_agent", HubKind.HOSTING_ADDRESS, room="host"),
    ("problem_agent", "N4"): _healthy,
    ("burst", "N1"): _declared("burst", KeyKind.ROOM, HubKind.HOSTING_ADDRESS),
    ("burst", "N2"): _declared("burst", KeyKind.ROOM, HubKind.INCUBATOR),
    ("burst", "N4"): _declared("burst", KeyKind.AGENT, HubKind.AGENT, room="", agent="shared"),
    ("burst", "N13"): _moved,
    ("burst", "N16"): _policy("burst"),
    ("filing_run", "N4"): _beside("filing_run", HubKind.AGENT, agent="agency"),
    ("filing_run", "N6"): _chain("filing_run"),
    ("filing_run", "N16"): _policy("filing_run"),
    ("name_series", "N6"): _chain("name_series"),
    **{(name, "N6"): _chain(name) for name in ("capital_pattern", "numbered_names", "far_home_county")},
    ("phoenix", "N14"): _recycled_after_death,
    ("unpaid_capital", "N15"): _age,
    ("stolen_identity", "N4"): _beside("stolen_identity", HubKind.AGENT, agent="agency"),
    ("stolen_identity", "N10"): _agencys_phone,
    **{("borrowed_owner", code): _proved for code in ("N5", "N7", "N18")},
    ("false_address", "N12"): _house_alone,
    ("false_address", "N13"): _new_numbers,
    ("invoice_mill", "N15"): lambda honest: (
        told("invoice_mill", quota=nan) if honest else told("invoice_mill")
    ),
    ("address_hijack", "N1"): _declared("address_hijack", KeyKind.ROOM, HubKind.HOSTING_ADDRESS),
    ("address_hijack", "N12"): _flats,
    ("default_address", "N15"): _young_company,
    ("llp_factory", "N1"): _strangers_partners("N1"),
    ("llp_factory", "N4"): _strangers_partners("N4"),
    ("deep_chain", "N15"): _silent_alone,
    ("related_bidders", "N1"): _declared(
        "related_bidders", KeyKind.ROOM, HubKind.HOSTING_ADDRESS, phone="", room="shared"
    ),
    ("related_bidders", "N4"): _declared(
        "related_bidders", KeyKind.AGENT, HubKind.AGENT, phone="", agent="shared"
    ),
    ("related_bidders", "N5"): _siblings,
    ("related_bidders", "N9"): _same_name,
    ("related_bidders", "N10"): _declared("related_bidders", KeyKind.PHONE, HubKind.AGENCY_PHONE),
    ("related_bidders", "N14"): _phone_given_up,
    ("related_bidders", "N18"): _siblings,
    ("hidden_counterparty", "N1"): _declared("hidden_counterparty", KeyKind.ROOM, HubKind.HOSTING_ADDRESS),
    ("hidden_counterparty", "N4"): _beside("hidden_counterparty", HubKind.AGENT, agent="agency"),
    ("hidden_counterparty", "N10"): _declared("hidden_counterparty", KeyKind.PHONE, HubKind.AGENCY_PHONE),
    ("hidden_counterparty", "N17"): _cousins_who_trade,
    ("unmanaged_host", "N1"): _clients_within_reach(HubKind.HOSTING_ADDRESS),
    ("unmanaged_host", "N2"): _clients_within_reach(HubKind.INCUBATOR),
    ("discarded_shell", "N5"): _within_a_group,
    ("discarded_shell", "N15"): _never_sold,
}


def _namesake(name: str, honest: bool) -> City:
    city = told(name, representative="shared") if name == "phoenix" else told(name)
    if name == "phoenix":
        city.links = [link for link in city.links if link.key[0] != KeyKind.PHONE or link.firm[0] != "g"]
    city.identity["shared"] = 1 if honest else 3
    return city


def _family(name: str, honest: bool) -> City:
    """At most four firms of one surname, years apart."""
    n = min(4, SHARED[name][0]) if name in SHARED else 2
    city = told(name, n=n, every=250, first=100) if honest and name in SHARED else told(name)
    if honest:
        city.surname |= {f"head of g{i:02}": "陈" for i in range(n)}
    return city


def story(name: str, code: str, honest: bool) -> City:
    """What a detector may mistake for its ring, or that ring."""
    if (name, code) in SPECIAL:
        return SPECIAL[name, code](honest)
    if code == "N9":
        return _namesake(name, honest)
    if code == "N17":
        return _family(name, honest)
    if not honest:
        return told(name)
    facts: dict[str, dict[str, object]] = {"N3": {"kind": 2}, "N11": {"kind": 3}}
    if code in facts:
        return told(name, **facts[code])  # type: ignore[arg-type]
    assert code in ("N5", "N18"), f"tell the story of {code} for {name}"
    city = told(name, parent="parent")
    city.firm("parent", 0)
    return city


def _of_the_story(found: list[Found]) -> list[Found]:
    return [f for f in found if any(firm.startswith("g") for firm in f.firms)]


@pytest.mark.parametrize(
    ("detector", "code"),
    [(d, code) for d in DETECTORS for code in d.mistaken_for],
    ids=lambda value: value.name if isinstance(value, Detector) else value,
)
def test_a_look_alike_is_silent_or_has_its_excuse(detector: Detector, code: str) -> None:
    ring = _of_the_story(story(detector.name, code, honest=False).found(detector))
    twin = _of_the_story(story(detector.name, code, honest=True).found(detector))
    assert ring
    assert all(code not in found.excuses for found in ring)
    assert all(code in found.excuses for found in twin)
    if twin:
        assert max(f.confidence for f in twin) < max(f.confidence for f in ring)
