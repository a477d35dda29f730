"""Hand-made registers: plain facts in, a RegisterSlice and the names of what was found out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import nan

import numpy as np

from detectors.detector import Detector, DetectorParams
from detectors.findings import SubjectKind, excused
from graph.baselines import Baselines, measure
from graph.model import EVENT_KINDS, TIE_KINDS, Country, HubKind, KeyKind, LinkRole
from graph.slice import FOREVER, NO_DAY, Events, Firms, Keys, Links, RegisterSlice
from graph.whole import Stakes, Ties, Whole

START = 18_000  # day 0 of the stories, as days since 1970-01-01
PRESENT = 1_000  # the day of a story on which the register was drawn
Key = tuple[KeyKind, str]


@dataclass
class Firm:
    """One firm; days count from the story's day 0. Whatever is not said is unknown."""

    name: str
    day: int | None = 0
    ended: int | None = None
    lost: int | None = None
    kind: int = 1
    capital: float = nan
    paid_in: float = nan
    office: str = ""
    stream: str = ""
    filing_no: int = -1
    trade: str = ""
    brand: str = ""
    brand_nats: float = nan
    series: str = ""
    country: Country = Country.CHINA
    parent: str = ""
    unverified: int = 0
    unproved_owner: int = 0
    place_fault: int = 0
    label: int = 0
    district: str = ""
    province: int = -1
    quota: float = nan
    quota_on: int | None = None
    taxed_on: int | None = None


@dataclass
class Link:
    """A firm on a key."""

    firm: str
    key: Key
    role: LinkRole
    since: int | None
    until: int | None


@dataclass(frozen=True)
class Found:
    """One finding in names."""

    subject: str
    firms: frozenset[str]
    statistic: float
    expected: float
    surprise: float
    confidence: float
    excuses: tuple[str, ...]
    facts: dict[str, float]


def _codes(values: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    known = sorted({v for v in values if v})
    return np.array([known.index(v) if v else -1 for v in values], np.int32)


def _days(values: Sequence[int | None], missing: np.int32) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.array([missing if v is None else START + v for v in values], np.int32)


@dataclass
class City:
    """A register told fact by fact."""

    firms: list[Firm] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    events: list[tuple[str, str, int]] = field(default_factory=list)
    unreachable: set[tuple[str, str, int]] = field(default_factory=set)  # events
    ties: list[tuple[str, str, str, str, int | None, int | None, float]] = field(default_factory=list)
    stakes: list[tuple[str, str, float, int, int | None]] = field(default_factory=list)
    hubs: dict[Key, HubKind] = field(default_factory=dict)
    flags: dict[Key, int] = field(default_factory=dict)
    identity: dict[str, int] = field(default_factory=dict)
    surname: dict[str, str] = field(default_factory=dict)
    home: dict[str, str] = field(default_factory=dict)
    home_province: dict[str, int] = field(default_factory=dict)
    birth_year: dict[str, int] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)
    foreign: set[str] = field(default_factory=set)

    def firm(
        self,
        name: str,
        day: int | None = 0,
        *,
        room: str = "",
        building: str = "",
        representative: str | None = "",
        phone: str = "",
        device: str = "",
        agent: str = "",
        scope: str = "",
        owner: str = "",
        liaison: str = "",
        **facts: object,
    ) -> str:
        """A firm with what it is usually told about it; its representative is its own unless named; it
        has none where that is None."""
        self.firms.append(Firm(name, day, **facts))  # type: ignore[arg-type]
        told = (
            (KeyKind.ROOM, room, LinkRole.ADDRESS),
            (KeyKind.BUILDING, building, LinkRole.ADDRESS),
            (
                KeyKind.PERSON,
                f"head of {name}" if representative == "" else representative,
                LinkRole.LEGAL_REPRESENTATIVE,
            ),
            (KeyKind.PERSON, owner, LinkRole.SHAREHOLDER),
            (KeyKind.PERSON, liaison, LinkRole.LIAISON),
            (KeyKind.PHONE, phone, LinkRole.CONTACT),
            (KeyKind.DEVICE, device, LinkRole.CONTACT),
            (KeyKind.AGENT, agent, LinkRole.AGENT),
            (KeyKind.SCOPE, scope, LinkRole.TEXT),
        )
        for kind, value, role in told:
            if value:
                self.link(name, kind, value, role, since=day)
        return name

    def link(
        self,
        firm: str,
        kind: KeyKind,
        value: str,
        role: LinkRole = LinkRole.CONTACT,
        *,
        since: int | None = None,
        until: int | None = None,
    ) -> None:
        """One more fact about a firm, holding from its registration unless said otherwise."""
        if since is None:
            since = next((f.day for f in reversed(self.firms) if f.name == firm), None)
        self.links.append(Link(firm, (kind, value), role, since, until))

    def event(self, firm: str, kind: str, day: int, *, unreachable: bool = False) -> None:
        """An event of a firm, by its name in the register layout."""
        self.events.append((firm, kind, day))
        if unreachable:
            self.unreachable.add((firm, kind, day))

    def tie(
        self,
        source: str,
        kind: str,
        target: str,
        *,
        lot: str = "",
        on: int | None = None,
        until: int | None = None,
        amount: float = nan,
    ) -> None:
        """A declared tie between two firms, by its kind in the register layout."""
        self.ties.append((kind, source, target, lot, on, until, amount))

    def stake(
        self, owner: str, owned: str, share: float = nan, *, proved: int = 0, until: int | None = None
    ) -> None:
        """A firm's share in another."""
        self.stakes.append((owner, owned, share, proved, until))

    def others(self, n: int, *, every: int = 3, **facts: object) -> None:
        """`n` ordinary firms that share nothing, one every so many days."""
        for i in range(n):
            self.firm(f"other {i:04}", i * every, room=f"room {i}", phone=f"phone {i}", **facts)  # type: ignore[arg-type]

    @property
    def names(self) -> list[str]:
        """Firms by row."""
        return sorted(f.name for f in self.firms)

    @property
    def keys(self) -> list[Key]:
        """Keys by row."""
        return sorted({link.key for link in self.links} | set(self.hubs))

    def register(self) -> RegisterSlice:
        """The columns of this city, in the order a snapshot would give them."""
        told = sorted(self.firms, key=lambda f: f.name)
        row = {f.name: i for i, f in enumerate(told)}
        keys = self.keys
        at = {key: i for i, key in enumerate(keys)}
        registered = _days([f.day for f in told], NO_DAY)
        filing = np.array([f.filing_no for f in told], np.int64)
        rank = np.argsort(np.lexsort((np.arange(len(told)), filing, registered)))
        links = sorted(self.links, key=lambda m: (at[m.key], rank[row[m.firm]], m.role))
        scope, head = np.full(len(told), -1, np.int32), np.full(len(told), -1, np.int32)
        for link in links:
            if link.key[0] == KeyKind.SCOPE:
                scope[row[link.firm]] = at[link.key]
            if link.role == LinkRole.LEGAL_REPRESENTATIVE and head[row[link.firm]] < 0:
                head[row[link.firm]] = at[link.key]
        revoked = {firm for firm, kind, _ in self.events if kind == "revoked"}
        firms = Firms(
            registered=registered,
            dissolved=_days([f.ended for f in told], NO_DAY),
            ended=np.array([f.ended is not None or f.name in revoked for f in told], np.bool_),
            lost=np.array([f.lost is not None for f in told], np.bool_),
            kind=np.array([f.kind for f in told], np.int8),
            country=np.array([f.country for f in told], np.int8),
            capital=np.array([f.capital for f in told], np.float64),
            paid_in=np.array([f.paid_in for f in told], np.float64),
            office=_codes([f.office for f in told]),
            stream=_codes([f.stream for f in told]),
            filing_no=filing,
            district=_codes([f.district for f in told]),
            granularity=np.zeros(len(told), np.int8),
            marker=np.full(len(told), -1, np.int32),
            brand=_codes([f.brand for f in told]),
            stem=_codes([f.brand[:2] for f in told]),
            series=_codes([f.series for f in told]),
            trade=_codes([f.trade for f in told]),
            scope=scope,
            representative=head,
            brand_nats=np.array([f.brand_nats for f in told], np.float64),
            label=np.array([f.label for f in told], np.int8),
            place_fault=np.array([f.place_fault for f in told], np.int8),
            unverified=np.array([f.unverified for f in told], np.int8),
            unproved_owner=np.array([f.unproved_owner for f in told], np.int8),
            parent=np.array([row[f.parent] if f.parent else -1 for f in told], np.int32),
        )
        held = Counter(key for _, key in {(link.firm, link.key) for link in links})
        degree = [held[key] for key in keys]
        columns = Keys(
            kind=np.array([kind for kind, _ in keys], np.int8),
            degree=np.array(degree, np.int32),
            hub=np.array([self.hubs.get(key, HubKind.NONE) for key in keys], np.int8),
            declared=np.array([key in self.hubs for key in keys], np.bool_),
            flag=np.array([self.flags.get(key, 0) for key in keys], np.int8),
            surname=_codes([self.surname.get(value, "") for _, value in keys]),
            birth_year=np.array([self.birth_year.get(value, -1) for _, value in keys], np.int32),
            home=_codes([self.home.get(value, "") for _, value in keys]),
            identity=np.array([self.identity.get(value, 3) for _, value in keys], np.int8),
            files=np.array([self.files.get(value, 0) for _, value in keys], np.int8),
            complete=np.ones(len(keys), np.bool_),
        )
        events = sorted(
            (row[event[0]], event[2], EVENT_KINDS.index(event[1]), event in self.unreachable)
            for event in self.events
        )
        return RegisterSlice(
            firms,
            columns,
            Links(
                firm=np.array([row[m.firm] for m in links], np.int32),
                key=np.array([at[m.key] for m in links], np.int32),
                role=np.array([m.role for m in links], np.int8),
                since=_days([m.since for m in links], NO_DAY),
                until=_days([m.until for m in links], FOREVER),
                strength=np.ones(len(links), np.float32),
            ),
            Events(
                firm=np.array([firm for firm, _, _, _ in events], np.int32),
                kind=np.array([kind for _, _, kind, _ in events], np.int8),
                on=np.array([START + day for _, day, _, _ in events], np.int32),
                unreachable=np.array([gone for _, _, _, gone in events], np.bool_),
            ),
            START + PRESENT,
            self._whole(told, row, keys),
        )

    def _whole(self, told: list[Firm], row: dict[str, int], keys: list[Key]) -> Whole:
        """What only the whole register has, in the order the snapshot's would stand in."""
        numbered = [
            (TIE_KINDS.index(k), row[a], row[b], lot, on, end, n) for k, a, b, lot, on, end, n in self.ties
        ]
        ties = sorted(numbered, key=lambda t: (*t[:4], t[4] or 0))
        held = [(row[a], row[b], share, proved, end) for a, b, share, proved, end in self.stakes]
        stakes = sorted(held, key=lambda s: (*s[:4], s[4] or 0))
        return Whole(
            ties=Ties(
                kind=np.array([t[0] for t in ties], np.int8),
                source=np.array([t[1] for t in ties], np.int32),
                target=np.array([t[2] for t in ties], np.int32),
                lot=_codes([f"{t[0]} {t[3]}" if t[3] else "" for t in ties]),
                on=_days([t[4] for t in ties], NO_DAY),
                until=_days([t[5] for t in ties], FOREVER),
                amount=np.array([t[6] for t in ties], np.float64),
            ),
            stakes=Stakes(
                owner=np.array([s[0] for s in stakes], np.int32),
                owned=np.array([s[1] for s in stakes], np.int32),
                share=np.array([s[2] for s in stakes], np.float64),
                proved=np.array([s[3] for s in stakes], np.int8),
                until=_days([s[4] for s in stakes], FOREVER),
            ),
            province=np.array([f.province for f in told], np.int32),
            quota=np.array([f.quota for f in told], np.float64),
            quota_on=_days([f.quota_on for f in told], NO_DAY),
            taxed_on=_days([f.taxed_on for f in told], NO_DAY),
            home_province=np.array([self.home_province.get(v, -1) for _, v in keys], np.int32),
            foreign=np.array([v in self.foreign for _, v in keys], np.bool_),
        )

    def found(
        self, detector: Detector, params: DetectorParams | None = None, normal: Baselines | None = None
    ) -> list[Found]:
        """What a detector finds in this city."""
        register = self.register()
        found = detector.find(register, normal or measure(register), params)
        names, keys = self.names, self.keys
        return [
            Found(
                subject=keys[subject][1] if found.subject_kind == SubjectKind.KEY else names[subject],
                firms=frozenset(names[f] for f in found.firm[found.start[i] : found.start[i + 1]]),
                statistic=float(found.statistic[i]),
                expected=float(found.expected[i]),
                surprise=float(found.surprise[i]),
                confidence=float(found.confidence[i]),
                excuses=excused(int(found.excuses[i])),
                facts={name: float(values[i]) for name, values in found.facts.items()},
            )
            for i, subject in enumerate(found.subject)
        ]

    def flagged(self, detector: Detector, params: DetectorParams | None = None) -> list[set[str]]:
        """The firms of each finding."""
        return [set(found.firms) for found in self.found(detector, params)]


def city() -> City:
    """A quiet city of 60 firms that share nothing, for stories to happen in."""
    quiet = City()
    quiet.others(60, every=15)
    return quiet
