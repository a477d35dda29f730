"""What holds for every detector: order says nothing, more is never less, a neighbourhood is enough."""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from detectors.catalogue import DETECTORS
from detectors.detector import Detector, DetectorParams, Scope
from detectors.findings import Findings, SubjectKind
from graph.baselines import Baselines, measure
from graph.data import Data
from graph.flags import DEFAULT_ADDRESS, RESIDENTIAL
from graph.model import Country, HubKind, KeyKind, LinkRole
from graph.neighbourhood import NEIGHBOURHOOD_CAP, cut
from graph.slice import Events, Firms, Ints, Links, RegisterSlice, columns
from graph.whole import Stakes, Ties
from tests.detectors.registers import City

EACH = pytest.mark.parametrize("detector", DETECTORS, ids=lambda d: d.name)
LOCAL = [d for d in DETECTORS if d.scope is Scope.LOCAL]
Plain = dict[tuple[object, ...], tuple[object, ...]]


def plain(
    found: Findings, firm: Ints | None = None, key: Ints | None = None, only: int | None = None
) -> Plain:
    """Findings by subject and firms, in the numbers of the register they came from; `only` one firm's."""
    out: Plain = {}
    for i in range(len(found)):
        members = found.firm[found.start[i] : found.start[i + 1]]
        members = members if firm is None else firm[members]
        if only is not None and only not in members:
            continue
        subject = -1  # a firm's number, which another numbering may give to another firm
        if found.subject_kind == SubjectKind.KEY:
            subject = int(found.subject[i] if key is None else key[found.subject[i]])
        facts = tuple(float(values[i]) for values in found.facts.values())
        name = (subject, tuple(sorted(members.tolist())))
        numbers = found.statistic[i], found.expected[i], found.surprise[i], found.confidence[i]
        out[name] = (*map(float, numbers), int(found.excuses[i]), facts)
    return out


def crowded(seed: int, n: int) -> City:
    """A city so narrow that every detector has something to look at."""
    rng = np.random.default_rng(seed)
    city = City()

    def one_of(word: str, values: int, often: float = 0.7) -> str:
        return f"{word} {rng.integers(values)}" if rng.random() < often else ""

    for i in range(n):
        day = int(rng.integers(40)) if rng.random() < 0.8 else int(rng.integers(900))
        ended = day + int(rng.integers(1, 30)) if rng.random() < 0.2 else None
        name = city.firm(
            f"firm {i:03}",
            day if rng.random() < 0.97 else None,
            room=one_of("room", 4),
            representative=one_of("person", 6),
            owner=one_of("person", 6, 0.3),
            liaison=one_of("person", 6, 0.4),
            phone=one_of("phone", 3),
            device=one_of("device", 3),
            agent=one_of("agent", 3),
            scope=one_of("scope", 2),
            ended=ended,
            lost=ended if rng.random() < 0.7 else None,
            kind=int(rng.integers(1, 5)) if rng.random() < 0.2 else 1,
            capital=float(rng.choice([1e5, 3.28e6, 2e8, np.nan], p=[0.2, 0.6, 0.1, 0.1])),
            paid_in=float(rng.choice([0.0, 1e5, np.nan])),
            office=one_of("office", 2),
            stream=one_of("stream", 2, 0.9),
            filing_no=int(rng.integers(40)) * 1000 + i,
            trade=one_of("trade", 2, 0.9),
            brand=f"brand {i}",
            brand_nats=float(rng.choice([4.0, 12.0])),
            unverified=int(rng.integers(-1, 2)),
            parent=f"firm {rng.integers(n):03}" if rng.random() < 0.15 else "",
            unproved_owner=int(rng.integers(-1, 2)),
            place_fault=int(rng.integers(-1, 2)),
            building=one_of("building", 3, 0.5),
            quota=float(rng.choice([1e4, 1e5, np.nan])),
            quota_on=day + int(rng.integers(40)),
            taxed_on=day + int(rng.integers(300)) if rng.random() < 0.4 else None,
            series=one_of("series", 2, 0.5),
            country=Country(int(rng.choice([1, 2, 2]))),
            province=int(rng.choice([35, 35, 44])),
        )
        if rng.random() < 0.3:
            city.link(name, KeyKind.OWNER, f"owner {rng.integers(3)}", LinkRole.SHAREHOLDER)
        if rng.random() < 0.3:
            _changed_hands(city, name, day + int(rng.integers(200)), rng)
        if rng.random() < 0.1:
            city.event(name, str(rng.choice(["revoked", "serious_violation"])), day + int(rng.integers(50)))
        if rng.random() < 0.3:
            phone, until = f"phone {rng.integers(3)}", day + int(rng.integers(300))
            city.link(name, KeyKind.PHONE, phone, LinkRole.CONTACT_OF_PERSON, since=day, until=until)
    if rng.random() < 0.5:
        for i in range(6):
            _filing(city, i)
    _tangle(city, n, rng)
    for i in range(4):
        city.flags[KeyKind.ROOM, f"room {i}"] = int(rng.choice([0, RESIDENTIAL, DEFAULT_ADDRESS]))
    city.foreign = {f"person {i}" for i in range(6) if rng.random() < 0.4}
    for i in range(6):
        city.identity[f"person {i}"] = int(rng.choice([3, 3, 2, 1, 0]))
        city.surname[f"person {i}"] = str(rng.choice(["陈", "林"]))
        city.birth_year[f"person {i}"] = int(rng.choice([1998, 1998, 1999, 1950, 1985, 2005]))
        city.home[f"person {i}"] = str(rng.choice(["far county", "far county", "near county"]))
        city.home_province[f"person {i}"] = int(rng.choice([41, 41, 35]))
        city.files[f"person {i}"] = int(rng.choice([0, 2, 5]))
    if rng.random() < 0.3:
        city.hubs[KeyKind.ROOM, "room 0"] = HubKind.HOSTING_ADDRESS
        city.hubs[KeyKind.AGENT, "agent 0"] = HubKind.AGENT
    return city


CITIES = st.builds(crowded, st.integers(0, 2**32 - 1), st.integers(1, 70))
# A calm past to compare the crowded days with, so that rates are not set by the story alone.
CALM = City()
CALM.others(1500, every=1, capital=1e5, brand_nats=5.0)
NORMAL = replace(measure(CALM.register()), first_day=18_000, held=np.ones(len(Data), np.bool_))


def _tangle(city: City, n: int, rng: np.random.Generator) -> None:
    """Stakes and ties between the firms at random, and some reports on file."""
    for kind in ("bid", "supply", "guarantee"):
        for _ in range(n):
            a, b = (f"firm {i:03}" for i in rng.integers(n, size=2))
            until = int(rng.integers(2000)) if rng.random() < 0.2 else None
            lot = f"lot {rng.integers(12)}" if rng.random() < 0.8 else ""
            city.tie(
                a, kind, b, lot=lot, on=int(rng.integers(100)), until=until, amount=float(rng.integers(9))
            )
    for _ in range(n):
        a, b = (f"firm {i:03}" for i in rng.integers(n, size=2))
        until = int(rng.integers(2000)) if rng.random() < 0.2 else None
        city.stake(a, b, float(rng.random()), proved=int(rng.integers(-1, 2)), until=until)
    for i in rng.integers(n, size=n // 3):
        city.event(f"firm {i:03}", "annual_report", int(rng.integers(900)))


def _changed_hands(city: City, firm: str, day: int, rng: np.random.Generator) -> None:
    """A firm that is sold, or whose address changes, and may be lost afterwards."""
    city.event(firm, "representative_changed", day)
    if rng.random() < 0.5:
        city.event(firm, "shareholders_changed", day + int(rng.integers(-20, 20)))
    if rng.random() < 0.6:
        away = bool(rng.random() < 0.5)
        city.event(firm, "abnormal_listed", day + int(rng.integers(400)), unreachable=away)
    if rng.random() < 0.5:
        city.event(firm, "address_changed", 800)


def _rows(part: Firms | Links | Events, rows: NDArray[np.generic]) -> dict[str, Any]:
    return {name: values[rows] for name, values in columns(part).items()}


def reordered(register: RegisterSlice, rows: Ints) -> RegisterSlice:
    """The same register with row `rows[i]` of its firms as row `i`."""
    at = np.argsort(rows).astype(np.int32)
    firms = replace(register.firms, **_rows(register.firms, rows))
    firms = replace(firms, parent=np.where(firms.parent >= 0, at[firms.parent], -1).astype(np.int32))
    moved = replace(register, firms=firms)
    links = replace(register.links, firm=at[register.links.firm])
    order = np.lexsort((links.role, moved.rank[links.firm], links.key))
    events = replace(register.events, firm=at[register.events.firm])
    by_firm = np.lexsort((events.on, events.firm))
    whole = replace(
        register.whole,
        ties=_tied(register.whole.ties, at),
        stakes=_held(register.whole.stakes, at),
        province=register.whole.province[rows],
        quota=register.whole.quota[rows],
        quota_on=register.whole.quota_on[rows],
        taxed_on=register.whole.taxed_on[rows],
    )
    return replace(
        moved,
        whole=whole,
        links=replace(links, **_rows(links, order)),
        events=replace(events, **_rows(events, by_firm)),
    )


def _tied(ties: Ties, at: Ints) -> Ties:
    source, target = at[ties.source], at[ties.target]
    order = np.lexsort((ties.on, ties.lot, target, source, ties.kind))
    return Ties(
        ties.kind[order],
        source[order],
        target[order],
        ties.lot[order],
        ties.on[order],
        ties.until[order],
        ties.amount[order],
    )


def _held(stakes: Stakes, at: Ints) -> Stakes:
    owner, owned = at[stakes.owner], at[stakes.owned]
    order = np.lexsort((stakes.until, stakes.proved, stakes.share, owned, owner))
    return Stakes(owner[order], owned[order], stakes.share[order], stakes.proved[order], stakes.until[order])


LOOSE = {
    "filing_run": {"min_nats": 1.0},
    "deep_chain": {"min_depth": 3},
    "address_hijack": {"min_firms": 4, "min_british": 0.2},
    "llp_factory": {"min_firms": 3, "min_shared": 0.3},
    "far_home_county": {"min_lift": 0.1, "min_share": 0.3},
    "unmanaged_host": {"min_clients": 3, "min_hosts": 1, "times_median": 1.0, "z": 0.1},
}


def loose(detector: Detector) -> DetectorParams:
    """Thresholds low enough for a city of some seventy firms."""
    return detector.params.model_validate(LOOSE.get(detector.name, {}))


@given(CITIES, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_the_rows_never_shows(city: City, random: Random) -> None:
    register = city.register()
    rows = np.arange(len(register.firms), dtype=np.int32)
    random.shuffle(rows)  # type: ignore[arg-type]
    other = reordered(register, rows)
    for detector in DETECTORS:
        same = plain(detector.find(other, NORMAL, loose(detector)), firm=rows)
        assert same == plain(detector.find(register, NORMAL, loose(detector))), detector.name


def capped(detector: Detector, cap: int) -> DetectorParams:
    fields = detector.params.model_fields
    return detector.params.model_validate({"max_firms": cap} if "max_firms" in fields else {})


@given(CITIES, st.integers(0, 69), st.sampled_from([8, 20, NEIGHBOURHOOD_CAP]))
@settings(max_examples=100, deadline=None)
def test_a_local_detector_says_of_a_firm_on_its_neighbourhood_what_it_says_on_the_register(
    city: City, which: int, cap: int
) -> None:
    register = city.register()
    firm = which % len(register.firms)
    near, firm_rows, key_rows = cut(register, np.array([firm], np.int32), cap)
    for detector in LOCAL:
        whole = plain(detector.find(register, NORMAL, capped(detector, cap)), only=firm)
        part = plain(detector.find(near, NORMAL, capped(detector, cap)), firm_rows, key_rows, firm)
        assert part == whole, detector.name


def test_the_crowded_cities_give_every_detector_something_to_find() -> None:
    cities = [crowded(seed, 70).register() for seed in range(30)]
    silent = [d.name for d in DETECTORS if not any(len(d.find(c, NORMAL, loose(d))) for c in cities)]
    assert silent == []


@EACH
def test_a_detector_finds_nothing_in_an_empty_register(detector: Detector) -> None:
    empty = City().register()
    assert len(detector.find(empty, measure(empty))) == 0


@EACH
def test_a_detector_says_nothing_where_the_register_lacks_what_it_needs(detector: Detector) -> None:
    cities = [crowded(seed, 70).register() for seed in range(10)]
    for kind in detector.needs:
        held = np.arange(len(Data)) != kind
        without = replace(NORMAL, held=held)
        assert detector.lacks(without) == (kind,)
        assert all(len(detector.find(city, without, loose(detector))) == 0 for city in cities)


@EACH
def test_a_local_detector_never_asks_for_more_than_a_neighbourhood_holds(detector: Detector) -> None:
    if detector.scope is Scope.LOCAL:
        assert getattr(detector.params(), "max_firms", 0) <= NEIGHBOURHOOD_CAP


# How a group grows by its n-th firm, for each detector whose groups grow.
def _room(city: City, n: int) -> None:
    city.firm(f"g{n}", 700 + n, room="shared")


def _person(city: City, n: int) -> None:
    city.firm(f"g{n}", 700 + n, representative="shared")


def _liaison(city: City, n: int) -> None:
    city.firm(f"g{n}", 700 + n, liaison="shared")


def _phone(city: City, n: int) -> None:
    city.firm(f"g{n}", 700 + n, phone="shared")


def _device(city: City, n: int) -> None:
    city.firm(f"g{n}", 700, device="shared")


def _client(city: City, n: int) -> None:
    city.firm(f"g{n}", 700 + n, agent="shared", lost=800)


def _birth(city: City, n: int) -> None:
    city.firm(f"g{n}", 700 + n % 14, phone="shared")


def _filing(city: City, n: int) -> None:
    city.firm(
        f"g{n:02}",
        700,
        filing_no=10 + n,
        stream="35",
        scope="shared",
        trade="a trade",
        capital=3.28e6,
        office="an office",
        brand_nats=12.0,
    )


def _name(city: City, n: int) -> None:
    city.firm(f"g{n}", 700, room="shared", trade="trade", brand=f"b{n}", brand_nats=12.0)


def _capital(city: City, n: int) -> None:
    city.firm(f"g{n}", 700, room="shared", capital=3.28e6)


def _barred(city: City, n: int) -> None:
    city.firm(f"g{n}", 700 + n if n else 100, representative="shared")
    if n == 0:
        city.event("g0", "revoked", 700)


def _stolen(city: City, n: int) -> None:
    if n == 0:
        for i in range(3):
            city.firm(f"stranger {i}", 100 * i, phone="burner")
    city.firm(f"g{n}", 700 + n % 30, representative="shared", phone="burner")


def _drained(city: City, n: int) -> None:
    if n == 0:
        city.firm("returns filed", 100, quota=1e4, quota_on=200, taxed_on=300)
    city.firm(f"g{n}", 700 + n, phone="shared", quota=1e5, quota_on=710 + n)


def _circle(city: City, n: int) -> None:
    city.firm(f"g{n:02}", 700 + n)
    if n:
        city.stake(f"g{n - 1:02}", f"g{n:02}")
        city.stake(f"g{n:02}", "g00")


def _chain(city: City, n: int) -> None:
    city.firm(f"g{n:02}", 100 + n)
    if n:
        city.stake(f"g{n - 1:02}", f"g{n:02}")
    else:
        city.event("other 000", "annual_report", 800)


def _bidder(city: City, n: int) -> None:
    city.firm(f"g{n:02}", 700 + n, phone="shared")
    if n:
        city.tie("g00", "bid", f"g{n:02}", lot="L1")


def _guarantor(city: City, n: int) -> None:
    city.firm(f"g{n:02}", 700 + n)
    if n:
        city.tie(f"g{n - 1:02}", "guarantee", f"g{n:02}")
        city.tie(f"g{n:02}", "guarantee", "g00")


def _far(city: City, n: int) -> None:
    head = f"head of g{n}"
    city.firm(f"g{n}", 700, phone="shared", province=35)
    city.home[head], city.home_province[head] = "far county", 41


def _young(city: City, n: int) -> None:
    city.firm(f"g{n}", 700, phone="shared")
    city.birth_year[f"head of g{n}"] = 1998


def _numbered(city: City, n: int) -> None:
    city.firm(f"g{n}", 700, room="shared", series="a brand", brand=f"a brand {n}")


def _agents_client(city: City, n: int) -> None:
    city.firm(f"g{n}", 700 + n, liaison="shared")
    city.files["shared"] = 9


def _minors(city: City, n: int) -> None:
    city.firm(f"g{n}", 700 + n, representative="shared")
    city.birth_year["shared"] = 2010


def _at_home(city: City, n: int) -> None:
    city.firm(f"g{n}", 700 + n % 60, room="shared", country=Country.UNITED_KINGDOM)
    city.flags[KeyKind.ROOM, "shared"] = RESIDENTIAL


# What is found of single firms or of two, or only of more than grow here.
SINGLE = {
    "phoenix",
    "unpaid_capital",
    "borrowed_owner",
    "false_address",
    "discarded_shell",
    "hidden_counterparty",
    "unmanaged_host",
    "default_address",
    "controller_anomaly",
    "llp_factory",
}
GROWS: dict[str, Callable[[City, int], None]] = {
    "same_room": _room,
    "many_firms_one_person": _person,
    "fast_firms_one_person": _person,
    "shared_staff": _liaison,
    "shared_phone": _phone,
    "shared_device": _device,
    "problem_agent": _client,
    "burst": _birth,
    "filing_run": _filing,
    "name_series": _name,
    "capital_pattern": _capital,
    "barred_person": _barred,
    "stolen_identity": _stolen,
    "invoice_mill": _drained,
    "far_home_county": _far,
    "age_skew": _young,
    "numbered_names": _numbered,
    "agent_as_liaison": _agents_client,
    "underage_officer": _minors,
    "address_hijack": _at_home,
    "circular_holding": _circle,
    "deep_chain": _chain,
    "related_bidders": _bidder,
    "guarantee_circle": _guarantor,
}


@EACH
def test_one_more_firm_never_makes_a_group_less_surprising(detector: Detector) -> None:
    if detector.name in SINGLE:
        return
    city, before, sizes = City(), 0.0, []
    for i in range(400):
        city.firm(
            f"other {i:03}", 700, filing_no=1000 + i, stream="35", scope=f"text {i}", trade=f"t {i % 9}"
        )
    for n in range(45):
        GROWS[detector.name](city, n)
        normal: Baselines = replace(NORMAL, odd_brand=10.0)
        for found in city.found(detector, normal=normal):
            assert found.surprise >= before - 1e-9, n
            before = found.surprise
            sizes.append(len(found.firms))
    assert max(sizes) >= 40
    assert before > 0
