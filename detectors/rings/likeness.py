"""How like a ring's members a firm is: one number in nats for each thing that a ring can have in common.

A ring's members are a population with its own frequencies: so many of them at this agent, with this
capital, filed around these days. A firm is like them where these are likelier than the register's
frequencies. Members are compared without themselves (leave one out). Only the form of a filing counts here,
never its outcome: otherwise a ring of the unlucky could be picked from any agent's clients.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detectors.detector import Family
from detectors.evidence import Pairs
from detectors.rings.company import inside, likelier, near, strongest
from graph.baselines import Baselines
from graph.model import HubKind, KeyKind
from graph.order import offsets
from graph.slice import NO_DAY, Bools, Floats, Groups, Ints, RegisterSlice

SMOOTHING = 2.0  # members' worth of the register's own frequency mixed into the ring's
DATES_MOST, LEAST = 3.0, -1.2  # nats that dates may add, and any term may take
HUB_MOST = 2.0  # nats that agreeing on a typed hub may add
RUN_REACH = 6  # places in filing order within which a filing is next to another
OF_ONES_OWN = ("representative", "agent", "device", "account")  # beside people
WINDOWS = {"week": 3, "month": 30, "half_year": 90}  # days before and after a filing


@dataclass(frozen=True)
class Column:
    """What firms are compared in, one code per firm, against the whole register."""

    name: str
    values: Ints  # code per firm, -1 unknown
    frequency: Floats  # share of the firms with a known value, by code
    agreeing: float  # probability that two firms of the register agree
    most: float  # nats that agreeing on a value may add
    typed: Bools | None = None  # by code: the value is a typed hub

    def typed_here(self, values: Ints) -> Bools:
        """Which values are typed hubs."""
        if self.typed is None or not len(self.typed):
            return np.zeros(len(values), np.bool_)
        return np.asarray(self.typed[np.maximum(values, 0)] & (values >= 0), np.bool_)


def _column(name: str, values: Ints, most: float, typed: Bools | None = None) -> Column:
    known = values[values >= 0]
    frequency = np.bincount(known, minlength=1) / max(len(known), 1)
    agreeing = float(np.square(frequency).sum())
    return Column(name, values.astype(np.int32), frequency, agreeing, most, typed)


@dataclass(frozen=True)
class _Asked:
    """Firms, each asked for a ring, in the order of the rings."""

    rings: Groups
    ring: NDArray[np.int64]
    firm: Ints
    start: NDArray[np.int64]  # where each ring's firms begin
    member: Bools

    @classmethod
    def of(cls, rings: Groups, ring: NDArray[np.int64], firm: Ints) -> "_Asked":
        start = offsets(ring, len(rings))
        member = inside(rings.start, rings.firm, start, firm, len(rings.register.firms))
        return cls(rings, ring, firm, start, member)


def first_of(register: RegisterSlice, kind: KeyKind) -> Ints:
    """Each firm's first key of a kind in key order, counted from the kind's first; -1 none."""
    links, n = register.links, len(register.firms)
    lo, hi = register.starts[list(register.keys.range_of(kind))]
    out = np.full(n, -1, np.int32)
    firm, key = links.firm[lo:hi][::-1], links.key[lo:hi][::-1]
    out[firm] = key  # reversed, so the smallest key is written last
    return np.where(out >= 0, out - register.keys.range_of(kind)[0], -1).astype(np.int32)


# Nats that agreeing may add: the more strangers a value may bind, the less.
KEYED = {
    KeyKind.ROOM: 5.0,
    KeyKind.BUILDING: 3.5,
    KeyKind.AGENT: 3.0,
    KeyKind.DEVICE: 5.0,
    KeyKind.PHONE: 5.0,
    KeyKind.EMAIL: 5.0,
    KeyKind.ACCOUNT: 5.0,
    KeyKind.SCOPE: 4.0,
}
ONE_HUB = ("room", "building", "agent", "device", "phone", "scope")  # have a term for typed hubs beside
COMPARED = (*(kind.name.lower() for kind in KEYED), *(f"{name}_hub" for name in ONE_HUB))
PLAIN = {
    "district": 1.0,
    "office": 1.5,
    "representative": 5.0,
    "surname": 1.5,
    "home": 2.5,
    "capital": 3.0,
    "trade": 2.0,
    "kind": 0.7,
    "odd_brand": 2.0,
    "stem": 4.0,
    "firms_of_one": 1.0,
}
COLUMNS = {kind.name.lower(): most for kind, most in KEYED.items()} | PLAIN
TERMS = (*COMPARED, *PLAIN, "people", "tie", *WINDOWS, "run", "next")
AT = {name: i for i, name in enumerate(TERMS)}


def plain_values(register: RegisterSlice, normal: Baselines) -> dict[str, Ints]:
    """Each firm's value in the columns of PLAIN."""
    firms, keys = register.firms, register.keys
    person = firms.representative
    odd = np.where(np.isnan(firms.brand_nats), -1, firms.brand_nats > normal.odd_brand)
    headed = np.searchsorted([2, 4, 8], np.append(keys.degree, 0)[person], side="right")
    plain: dict[str, NDArray[np.generic]] = {
        "district": firms.district,
        "office": firms.office,
        "representative": np.where(person >= 0, person, -1),
        "surname": np.append(keys.surname, np.int32(-1))[person],
        "home": np.append(keys.home, np.int32(-1))[person],
        "capital": register.capital_code,
        "trade": firms.trade,
        "kind": firms.kind,
        "odd_brand": odd,
        "stem": firms.stem,
        "firms_of_one": np.where(person >= 0, headed, -1),
    }
    return {name: plain[name].astype(np.int32) for name in PLAIN}


def columns_of(register: RegisterSlice, normal: Baselines) -> list[Column]:
    """The columns of COLUMNS, of a whole register."""
    keys, out = register.keys, []
    for kind, most in KEYED.items():
        lo, hi = keys.range_of(kind)
        typed = keys.hub[lo:hi] != HubKind.NONE
        out.append(_column(kind.name.lower(), first_of(register, kind), most, typed))
    plain = plain_values(register, normal)
    return out + [_column(name, plain[name], most) for name, most in PLAIN.items()]


class Likeness:
    """Terms of firms against rings of one register. `columns` are given where `register` is a part of it."""

    def __init__(
        self,
        register: RegisterSlice,
        normal: Baselines,
        pairs: Pairs,
        columns: list[Column] | None = None,
    ) -> None:
        firms = register.firms
        self.register, self.normal = register, normal
        self.columns = columns_of(register, normal) if columns is None else columns
        both_ways = np.argsort(np.concatenate([pairs.a, pairs.b]), kind="stable")
        self.ties = offsets(np.concatenate([pairs.a, pairs.b]), len(firms))
        self.tied_to = np.concatenate([pairs.b, pairs.a])[both_ways]
        self.tied_by = np.tile(pairs.weight - pairs.by_family[:, Family.TIME], 2)[both_ways]
        self.person_nats = np.tile(pairs.by_family[:, Family.PERSON].astype(np.float64), 2)[both_ways]

    def terms(self, rings: Groups, ring: NDArray[np.int64], firm: Ints) -> Floats:
        """(m, len(TERMS)): nats of each firm for the ring it is asked for; the rings ascend."""
        asked = _Asked.of(rings, ring, firm)
        out = np.zeros((len(TERMS), len(firm)))  # a term at a time is written
        for column in self.columns:
            value = column.values[firm]
            nats = self._fit(asked, column, value)
            typed = column.typed_here(value)
            if f"{column.name}_hub" in AT:
                out[AT[f"{column.name}_hub"]] = np.where(typed, np.minimum(nats, HUB_MOST), 0.0)
                out[AT[column.name]] = np.where(typed, 0.0, nats)
            else:
                out[AT[column.name]] = np.where(typed, np.minimum(nats, 0.5), nats)
        out[AT["people"]] = self._strongest(asked, self.person_nats)
        out[AT["tie"]] = np.minimum(self._strongest(asked, self.tied_by), 8.0)
        for name, days in WINDOWS.items():
            out[AT[name]] = self._dates(asked, days)
        out[AT["run"]] = self._run(asked, RUN_REACH)
        out[AT["next"]] = self._run(asked, 2)
        return np.ascontiguousarray(out.T)

    def of_its_own(self, rings: Groups, ring: NDArray[np.int64], firm: Ints) -> Bools:
        """Firms that have some of the people, agents or machines of the ring they are asked for: what a ring
        does not get by taking somebody's address or phone."""
        asked = _Asked.of(rings, ring, firm)
        out = self._strongest(asked, self.person_nats) > 0
        for column in self.columns:
            if column.name in OF_ONES_OWN:
                value = column.values[firm]
                alike = self._fit(asked, column, value) > 0
                # What many have by way of a hub is nobody's own, but for what has no term for hubs.
                out |= alike & ~(column.typed_here(value) & (f"{column.name}_hub" in AT))
        return out

    @staticmethod
    def _fit(asked: _Asked, column: Column, value: Ints) -> Floats:
        times = likelier(
            asked.rings.start,
            column.values[asked.rings.firm],
            asked.start,
            value,
            asked.member,
            column.frequency,
            column.agreeing,
        )
        return np.asarray(np.clip(np.log(times), LEAST, column.most), np.float64)

    def _strongest(self, asked: _Asked, nats: NDArray[np.float64]) -> Floats:
        """The most that ties the firm to one other member, 0 without a tie."""
        rings = asked.rings
        return strongest(rings.start, rings.firm, asked.start, asked.firm, self.ties, self.tied_to, nats)

    def _dates(self, asked: _Asked, days: int) -> Floats:
        """Members registered within so many days of the firm against the register's births then."""
        rings, day = asked.rings, self.register.firms.registered
        theirs, mine = day[rings.firm].astype(np.int64), day[asked.firm].astype(np.int64)
        dated, known = theirs != NO_DAY, mine != NO_DAY
        around = near(rings.start, theirs, dated, asked.start, mine, days)
        of = rings.total(dated).astype(np.int64)
        safe = np.where(known, mine, 0).astype(np.int32)
        usual = self.normal.expected_births(safe - np.int32(days), safe + np.int32(days))
        own = asked.member & known
        hits, left = np.where(known, around - own, 0), of[asked.ring] - own
        usual = np.maximum(usual, 1e-9)
        share = (hits + SMOOTHING * usual) / (left + SMOOTHING)
        return np.where(known & (left > 0), np.clip(np.log(share / usual), LEAST, DATES_MOST), 0.0)

    def _run(self, asked: _Asked, reach: int) -> Floats:
        """Next to a member in filing order, against the chance of standing there."""
        rings, n = asked.rings, max(self.normal.firms, 1)
        numbered = self.register.firms.filing_no[asked.firm] >= 0
        theirs, mine = self.register.place[rings.firm], self.register.place[asked.firm]
        around = near(rings.start, theirs, np.ones(len(theirs), np.bool_), asked.start, mine, reach)
        company = around - asked.member > 0
        usual = np.minimum(rings.sizes[asked.ring] * (2.0 * reach) / n, 0.5)
        # Half of a quick ring's members stand next to another; a slow ring's do not, so absence is neutral.
        return np.where(numbered & company, np.minimum(np.log(0.4 / usual), 3.0).clip(0.0), 0.0)
