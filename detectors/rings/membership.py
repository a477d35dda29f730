"""Who belongs to a ring: each firm's posterior, from what the ring's members have in common.

A ring's members are a population with its own frequencies: so many of them at this agent, with this
capital, filed around these days. A firm belongs where these are likelier than the register's frequencies.
Members are judged without themselves (leave one out), so a stranger that slipped in has no company and
drops out; firms on the ring's keys that fit are drawn in. Only the form of a filing counts here, never its
outcome: otherwise a ring of the unlucky could be picked from any agent's clients.
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
DATES_MOST, LEAST = 3.0, -1.2  # nats that dates may add, and any column may take
HUB_MOST = 0.7  # nats that agreeing on a typed hub may add
FAMILY_MOST = 6.0  # nats one family may add: its columns tell one fact
TEMPER = 1.2  # columns overlap
NEAR_DAYS = 30
RUN_REACH = 6  # places in filing order within which a filing is next to another
KEY_CAP = 500  # firms on a key beyond which a ring does not recruit from it
KEY_SHARE = 0.05  # of a ring's members on a key, before it recruits from it
FITS = 0.5  # posterior from which a firm belongs


@dataclass(frozen=True)
class _Column:
    values: Ints  # code per firm, -1 unknown
    frequency: Floats  # share of the firms with a known value, by code
    family: Family
    most: Floats  # nats that agreeing on a value may add, by code


def _column(values: Ints, family: Family, most: float, hub: Bools | None = None) -> _Column:
    """`hub` marks codes that are typed hubs: agreeing on one says next to nothing."""
    known = values[values >= 0]
    frequency = np.bincount(known, minlength=1) / max(len(known), 1)
    limit = np.full(len(frequency), most)
    if hub is not None:
        limit[hub[: len(limit)]] = HUB_MOST
    return _Column(values, frequency, family, limit)


def _first_of(register: RegisterSlice, kind: KeyKind) -> Ints:
    """Each firm's first key of a kind in key order, -1 none."""
    links, n = register.links, len(register.firms)
    lo, hi = np.searchsorted(links.key, register.keys.range_of(kind))
    out = np.full(n, -1, np.int32)
    firm, key = links.firm[lo:hi][::-1], links.key[lo:hi][::-1]
    out[firm] = key  # reversed, so the smallest key is written last
    return np.where(out >= 0, out - register.keys.range_of(kind)[0], -1).astype(np.int32)


class Recruiter:
    """Membership posteriors for rings of one register."""

    def __init__(self, register: RegisterSlice, normal: Baselines, pairs: Pairs) -> None:
        firms, keys = register.firms, register.keys
        self.register, self.normal = register, normal
        person = firms.representative
        odd = np.where(np.isnan(firms.brand_nats), -1, firms.brand_nats > normal.odd_brand).astype(np.int32)
        wanted = set(KeyKind) - {KeyKind.OWNER, KeyKind.BRAND, KeyKind.IP}
        first: dict[KeyKind, Ints] = {kind: _first_of(register, kind) for kind in sorted(wanted)}

        def keyed(kind: KeyKind, family: Family, most: float) -> _Column:
            lo, hi = keys.range_of(kind)
            return _column(first[kind], family, most, keys.hub[lo:hi] != HubKind.NONE)

        # The more strangers a value may bind, the less agreeing on it may say: an agent serves many.
        self.columns = [
            keyed(KeyKind.ROOM, Family.PLACE, 5.0),
            keyed(KeyKind.BUILDING, Family.PLACE, 3.5),
            _column(firms.district, Family.PLACE, 1.0),
            keyed(KeyKind.AGENT, Family.DEVICE, 2.0),
            keyed(KeyKind.DEVICE, Family.DEVICE, 4.0),
            keyed(KeyKind.PHONE, Family.CONTACT, 5.0),
            keyed(KeyKind.EMAIL, Family.CONTACT, 5.0),
            keyed(KeyKind.ACCOUNT, Family.CONTACT, 5.0),
            _column(np.where(person >= 0, person, -1).astype(np.int32), Family.PERSON, 5.0),
            _column(np.append(keys.surname, np.int32(-1))[person], Family.PERSON, 1.0),
            _column(np.append(keys.home, np.int32(-1))[person], Family.PERSON, 2.0),
            keyed(KeyKind.SCOPE, Family.BEHAVIOUR, 4.0),
            _column(register.capital_code, Family.BEHAVIOUR, 2.5),
            _column(firms.trade, Family.BEHAVIOUR, 1.5),
            _column(firms.kind.astype(np.int32), Family.NAME, 0.5),
            _column(odd, Family.NAME, 1.5),
        ]
        order = np.lexsort((firms.filing_no, firms.registered, firms.stream))
        self.place = np.empty(len(firms), np.int64)
        self.place[order] = np.arange(len(firms))
        self.at_place = order
        both_ways = np.argsort(np.concatenate([pairs.a, pairs.b]), kind="stable")
        self.tied_from = np.concatenate([pairs.a, pairs.b])[both_ways]
        self.tied_to = np.concatenate([pairs.b, pairs.a])[both_ways]
        close = pairs.by_family[:, Family.PERSON] > 0
        self.a = np.concatenate([pairs.a[close], pairs.b[close]])
        self.b = np.concatenate([pairs.b[close], pairs.a[close]])
        self.person_nats = np.tile(pairs.by_family[close, Family.PERSON].astype(np.float64), 2)

    # -- who could belong ---------------------------------------------------------------------------

    def recruits(self, rings: Groups) -> tuple[NDArray[np.int64], Ints]:
        """(ring, firm) pairs worth a look: the members, every firm with same-hand evidence to one, all firms
        on keys that enough members share, and the neighbours of members in filing order. Sorted, distinct."""
        register, n = self.register, len(self.register.firms)
        links = register.links
        member, row = register.links_of(rings.firm)
        key = links.key[row]
        small = register.keys.degree[key] <= KEY_CAP
        on = rings.group[member[small]] * np.int64(len(register.keys)) + key[small]
        shared, times = np.unique(on, return_counts=True)
        ring, key = shared // len(register.keys), shared % len(register.keys)
        enough = times >= np.maximum(2, KEY_SHARE * rings.sizes[ring])
        ring, key = ring[enough], key[enough]
        key_start = np.searchsorted(links.key, key)
        size = np.searchsorted(links.key, key, side="right") - key_start
        rows = np.repeat(key_start - (np.cumsum(size) - size), size) + np.arange(int(size.sum()))
        first = np.searchsorted(self.tied_from, rings.firm)
        ties = np.searchsorted(self.tied_from, rings.firm, side="right") - first
        tied = np.repeat(first - (np.cumsum(ties) - ties), ties) + np.arange(int(ties.sum()))
        rings_ = [rings.group, np.repeat(ring, size), np.repeat(rings.group, ties)]
        firms_ = [rings.firm, links.firm[rows], self.tied_to[tied]]
        for step in range(-RUN_REACH, RUN_REACH + 1):
            at = np.clip(self.place[rings.firm] + step, 0, n - 1)
            rings_.append(rings.group)
            firms_.append(self.at_place[at].astype(np.int32))
        both = np.unique(np.concatenate(rings_) * np.int64(n) + np.concatenate(firms_))
        return both // n, (both % n).astype(np.int32)

    # -- how well they fit --------------------------------------------------------------------------

    def posterior(self, rings: Groups, ring: NDArray[np.int64], firm: Ints) -> Floats:
        """Probability that each firm belongs to the ring it is asked for. Members are left out of their
        own ring's frequencies."""
        n = np.int64(len(self.register.firms))
        inside = np.sort(rings.group * n + rings.firm)
        asked = ring * n + firm
        at = np.searchsorted(inside, asked)
        member = (at < len(inside)) & (inside[np.minimum(at, len(inside) - 1)] == asked)
        nats = np.zeros((len(firm), len(Family)))
        for column in self.columns:
            nats[:, column.family] += self._fit(rings, ring, firm, member, column)
        nats[:, Family.PERSON] += self._people(rings, ring, firm)
        nats[:, Family.TIME] += self._dates(rings, ring, firm, member)
        nats[:, Family.TIME] += self._run(rings, ring, firm)
        total = TEMPER * np.minimum(nats, FAMILY_MOST).sum(axis=1)
        prior = np.log(np.maximum(rings.sizes[ring], 3.0) / float(n))
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(prior + total, -30, 30))), np.float64)

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
        most = column.most[np.maximum(value, 0)]
        nats = np.clip(np.log(np.maximum(share, 1e-12) / usual), LEAST, most)
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

    @staticmethod
    def _nats(hits: NDArray[np.int64], of: NDArray[np.int64], usual: Floats, known: Bools) -> Floats:
        """ln of the ring's smoothed share over the register's; 0 where nothing is known."""
        usual = np.maximum(usual, 1e-9)
        share = (hits + SMOOTHING * usual) / (of + SMOOTHING)
        return np.where(known & (of > 0), np.clip(np.log(share / usual), LEAST, DATES_MOST), 0.0)

    def _people(self, rings: Groups, ring: NDArray[np.int64], firm: Ints) -> Floats:
        """The strongest person that ties the firm to another member."""
        n = np.int64(len(self.register.firms))
        of = np.full(int(n), -1, np.int64)
        of[rings.firm] = rings.group
        tied = of[self.b] >= 0
        table = of[self.b[tied]] * n + self.a[tied]
        out = np.zeros(len(firm))
        if not tied.any():
            return out
        order = np.lexsort((-self.person_nats[tied], table))
        keys, first = np.unique(table[order], return_index=True)
        best = self.person_nats[tied][order][first]
        at = np.minimum(np.searchsorted(keys, ring * n + firm), len(keys) - 1)
        return np.where(keys[at] == ring * n + firm, best[at], 0.0)

    def _dates(self, rings: Groups, ring: NDArray[np.int64], firm: Ints, member: Bools) -> Floats:
        """Members registered within NEAR_DAYS of the firm against the register's births then."""
        span = np.int64(1) << 34
        day = self.register.firms.registered
        dated = day[rings.firm] != NO_DAY
        table = np.sort(rings.group[dated] * span + day[rings.firm[dated]])
        of = np.bincount(rings.group[dated], minlength=len(rings))
        mine = day[firm].astype(np.int64)
        known = day[firm] != NO_DAY
        at = ring * span + mine
        near = np.searchsorted(table, at + NEAR_DAYS, side="right") - np.searchsorted(table, at - NEAR_DAYS)
        safe = np.where(known, mine, 0).astype(np.int32)
        usual = self.normal.expected_births(safe - np.int32(NEAR_DAYS), safe + np.int32(NEAR_DAYS))
        own = member & known
        return self._nats(np.where(known, near - own, 0), of[ring] - own, usual, known)

    def _run(self, rings: Groups, ring: NDArray[np.int64], firm: Ints) -> Floats:
        """Next to a member in filing order, against the chance of standing there."""
        n = len(self.register.firms)
        firms = self.register.firms
        numbered = firms.filing_no[firm] >= 0
        table = np.sort(rings.group * np.int64(4 * n) + self.place[rings.firm] + n)
        at = ring * np.int64(4 * n) + self.place[firm] + n
        here = np.searchsorted(table, at + RUN_REACH, side="right") - np.searchsorted(table, at - RUN_REACH)
        itself = np.searchsorted(table, at, side="right") - np.searchsorted(table, at)
        usual = np.minimum(rings.sizes[ring] * (2.0 * RUN_REACH) / n, 0.5)
        # Half of a quick ring's members stand next to another; a slow ring's do not, so absence is neutral.
        return np.where(numbered & (here - itself > 0), np.minimum(np.log(0.4 / usual), 3.0).clip(0.0), 0.0)

    def refined(self, rings: Groups) -> tuple[NDArray[np.int64], Ints]:
        """The rings with strangers dropped and fitting firms drawn in: (ring, firm) memberships."""
        ring, firm = self.recruits(rings)
        fits = self.posterior(rings, ring, firm) >= FITS
        return ring[fits], firm[fits]
