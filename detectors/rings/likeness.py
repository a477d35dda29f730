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
from graph.baselines import Baselines
from graph.model import HubKind, KeyKind
from graph.slice import NO_DAY, Bools, Floats, Groups, Ints, RegisterSlice

SMOOTHING = 2.0  # members' worth of the register's own frequency mixed into the ring's
DATES_MOST, LEAST = 3.0, -1.2  # nats that dates may add, and any term may take
HUB_MOST = 2.0  # nats that agreeing on a typed hub may add
RUN_REACH = 6  # places in filing order within which a filing is next to another
WINDOWS = {"week": 3, "month": 30, "half_year": 90}  # days before and after a filing


@dataclass(frozen=True)
class _Column:
    name: str
    values: Ints  # code per firm, -1 unknown
    frequency: Floats  # share of the firms with a known value, by code
    most: float  # nats that agreeing on a value may add
    typed: Bools | None = None  # by code: the value is a typed hub


def _column(name: str, values: Ints, most: float, typed: Bools | None = None) -> _Column:
    known = values[values >= 0]
    frequency = np.bincount(known, minlength=1) / max(len(known), 1)
    return _Column(name, values.astype(np.int32), frequency, most, typed)


def _first_of(register: RegisterSlice, kind: KeyKind) -> Ints:
    """Each firm's first key of a kind in key order, -1 none."""
    links, n = register.links, len(register.firms)
    lo, hi = np.searchsorted(links.key, register.keys.range_of(kind))
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
TERMS = (*COMPARED, *PLAIN, "people", "tie", *WINDOWS, "run", "next")
AT = {name: i for i, name in enumerate(TERMS)}


class Likeness:
    """Terms of firms against rings of one register."""

    def __init__(self, register: RegisterSlice, normal: Baselines, pairs: Pairs) -> None:
        firms, keys = register.firms, register.keys
        self.register, self.normal = register, normal
        person = firms.representative
        odd = np.where(np.isnan(firms.brand_nats), -1, firms.brand_nats > normal.odd_brand)
        headed = np.searchsorted([2, 4, 8], np.append(keys.degree, 0)[person], side="right")
        self.columns = []
        for kind, most in KEYED.items():
            lo, hi = keys.range_of(kind)
            typed = keys.hub[lo:hi] != HubKind.NONE
            self.columns.append(_column(kind.name.lower(), _first_of(register, kind), most, typed))
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
        self.columns += [_column(name, plain[name].astype(np.int32), most) for name, most in PLAIN.items()]
        order = np.lexsort((firms.filing_no, firms.registered, firms.stream))
        self.place = np.empty(len(firms), np.int64)
        self.place[order] = np.arange(len(firms))
        self.at_place = order
        both_ways = np.argsort(np.concatenate([pairs.a, pairs.b]), kind="stable")
        self.tied_from = np.concatenate([pairs.a, pairs.b])[both_ways]
        self.tied_to = np.concatenate([pairs.b, pairs.a])[both_ways]
        self.tied_by = np.tile(pairs.weight - pairs.by_family[:, Family.TIME], 2)[both_ways]
        self.person_nats = np.tile(pairs.by_family[:, Family.PERSON].astype(np.float64), 2)[both_ways]

    def terms(self, rings: Groups, ring: NDArray[np.int64], firm: Ints) -> Floats:
        """(m, len(TERMS)): nats of each firm for the ring it is asked for."""
        member = self._members(rings, ring, firm)
        out = np.zeros((len(firm), len(TERMS)))
        for column in self.columns:
            nats = self._fit(rings, ring, firm, member, column)
            typed = np.zeros(len(firm), np.bool_)
            if column.typed is not None and len(column.typed):
                value = column.values[firm]
                typed = column.typed[np.maximum(value, 0)] & (value >= 0)
            if f"{column.name}_hub" in AT:
                out[:, AT[f"{column.name}_hub"]] = np.where(typed, np.minimum(nats, HUB_MOST), 0.0)
            else:
                nats = np.where(typed, np.minimum(nats, 0.5), nats)
                typed = np.zeros(len(firm), np.bool_)
            out[:, AT[column.name]] = np.where(typed, 0.0, nats)
        out[:, AT["people"]] = self._strongest(rings, ring, firm, self.person_nats)
        out[:, AT["tie"]] = np.minimum(self._strongest(rings, ring, firm, self.tied_by), 8.0)
        for name, days in WINDOWS.items():
            out[:, AT[name]] = self._dates(rings, ring, firm, member, days)
        out[:, AT["run"]] = self._run(rings, ring, firm, RUN_REACH)
        out[:, AT["next"]] = self._run(rings, ring, firm, 2)
        return out

    def _members(self, rings: Groups, ring: NDArray[np.int64], firm: Ints) -> Bools:
        n = np.int64(len(self.register.firms))
        inside = np.sort(rings.group * n + rings.firm)
        asked = ring * n + firm
        at = np.searchsorted(inside, asked)
        return np.asarray((at < len(inside)) & (inside[np.minimum(at, len(inside) - 1)] == asked), np.bool_)

    def _fit(
        self, rings: Groups, ring: NDArray[np.int64], firm: Ints, member: Bools, column: _Column
    ) -> Floats:
        own = column.values[rings.firm]
        known = own >= 0
        span = np.int64(len(column.frequency))
        table, times = np.unique(rings.group[known] * span + own[known], return_counts=True)
        of = np.bincount(rings.group[known], minlength=len(rings))
        value = column.values[firm]
        sought = ring * span + np.maximum(value, 0)
        at = np.minimum(np.searchsorted(table, sought), max(len(table) - 1, 0))
        hit = (table[at] == sought) & (value >= 0) if len(table) else np.zeros(len(firm), np.bool_)
        hits = np.where(hit, times[at] if len(table) else 0, 0) - (member & hit)
        left = of[ring] - (member & (value >= 0))
        known_here = (value >= 0) & (left > 0)
        usual = np.maximum(column.frequency[np.maximum(value, 0)], 1e-9)
        bound = self._bound(rings, table // span, times, of, column)[ring]
        share = bound * hits / np.maximum(left, 1) + (1.0 - bound) * usual
        nats = np.clip(np.log(np.maximum(share, 1e-12) / usual), LEAST, column.most)
        return np.asarray(np.where(known_here, nats, 0.0), np.float64)

    @staticmethod
    def _bound(
        rings: Groups,
        ring: NDArray[np.int64],
        times: NDArray[np.int64],
        of: NDArray[np.int64],
        column: _Column,
    ) -> Floats:
        """Share of each ring's members that the column binds together, the rest being as the register.

        If a share b of the members have one value and the others any, two members agree with probability
        b^2 + (1 - b^2) s, s being that of two firms of the register; solved for b.
        """
        usual = float(np.square(column.frequency).sum())
        alike = np.bincount(ring, times * (times - 1.0), minlength=len(rings))
        agree = alike / np.maximum(of * (of - 1.0), 1.0)
        bound = np.sqrt(np.clip((agree - usual) / max(1.0 - usual, 1e-9), 0.0, 0.95))
        return np.asarray(bound, np.float64)

    def _strongest(
        self, rings: Groups, ring: NDArray[np.int64], firm: Ints, nats: NDArray[np.float64]
    ) -> Floats:
        """The most that ties the firm to one other member, 0 without a tie."""
        n = np.int64(len(self.register.firms))
        first = np.searchsorted(self.tied_from, rings.firm)
        ties = np.searchsorted(self.tied_from, rings.firm, side="right") - first
        edge = np.repeat(first - (np.cumsum(ties) - ties), ties) + np.arange(int(ties.sum()))
        out = np.zeros(len(firm))
        if len(edge) == 0:
            return out
        table = np.repeat(rings.group, ties) * n + self.tied_to[edge]
        order = np.lexsort((-nats[edge], table))
        keys, at = np.unique(table[order], return_index=True)
        best = nats[edge][order][at]
        sought = ring * n + firm
        place = np.minimum(np.searchsorted(keys, sought), len(keys) - 1)
        return np.where(keys[place] == sought, best[place], 0.0)

    def _dates(self, rings: Groups, ring: NDArray[np.int64], firm: Ints, member: Bools, days: int) -> Floats:
        """Members registered within so many days of the firm against the register's births then."""
        span = np.int64(1) << 34
        day = self.register.firms.registered
        dated = day[rings.firm] != NO_DAY
        table = np.sort(rings.group[dated] * span + day[rings.firm[dated]])
        of = np.bincount(rings.group[dated], minlength=len(rings))
        mine = day[firm].astype(np.int64)
        known = day[firm] != NO_DAY
        at = ring * span + mine
        near = np.searchsorted(table, at + days, side="right") - np.searchsorted(table, at - days)
        safe = np.where(known, mine, 0).astype(np.int32)
        usual = self.normal.expected_births(safe - np.int32(days), safe + np.int32(days))
        own = member & known
        hits, left = np.where(known, near - own, 0), of[ring] - own
        usual = np.maximum(usual, 1e-9)
        share = (hits + SMOOTHING * usual) / (left + SMOOTHING)
        return np.where(known & (left > 0), np.clip(np.log(share / usual), LEAST, DATES_MOST), 0.0)

    def _run(self, rings: Groups, ring: NDArray[np.int64], firm: Ints, reach: int) -> Floats:
        """Next to a member in filing order, against the chance of standing there."""
        n = len(self.register.firms)
        firms = self.register.firms
        numbered = firms.filing_no[firm] >= 0
        table = np.sort(rings.group * np.int64(4 * n) + self.place[rings.firm] + n)
        at = ring * np.int64(4 * n) + self.place[firm] + n
        here = np.searchsorted(table, at + reach, side="right") - np.searchsorted(table, at - reach)
        itself = np.searchsorted(table, at, side="right") - np.searchsorted(table, at)
        usual = np.minimum(rings.sizes[ring] * (2.0 * reach) / n, 0.5)
        # Half of a quick ring's members stand next to another; a slow ring's do not, so absence is neutral.
        return np.where(numbered & (here - itself > 0), np.minimum(np.log(0.4 / usual), 3.0).clip(0.0), 0.0)
