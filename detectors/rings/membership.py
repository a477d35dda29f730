"""Who belongs to a ring: each firm's posterior, from what the ring's members have in common.

The terms of `likeness` are weighed and added; the weights are learned from generated cities of random
habits (`python -m bench.fit`) and lie in `weights.toml`. Members are judged without themselves, so a
stranger that slipped in has no company and drops out; firms on the ring's keys that fit are drawn in. Not
drawn in is who was there long before: a ring may register at anybody's address and give anybody's phone, and
what others do later is no fact about a firm.
"""

import numpy as np
from numpy.typing import NDArray

from detectors.evidence import Pairs
from detectors.rings.likeness import RUN_REACH, TERMS, Column, Likeness
from detectors.rings.weights import MEMBERSHIP
from graph.baselines import Baselines
from graph.chunks import of_each
from graph.order import firsts, offsets
from graph.slice import NO_DAY, Floats, Groups, Ints, RegisterSlice

KEY_CAP = 500  # firms on a key beyond which a ring does not recruit from it
KEY_SHARE = 0.05  # of a ring's members on a key, before it recruits from it
FITS = 0.5  # posterior from which a firm belongs
LONG_BEFORE = 730  # days before a third of the ring is there [E]: slow rings take a year or more
WAS_THERE_FIRST = 0.02  # the posterior of such a firm
BLOCK = 100_000  # firms judged at a time


class Recruiter:
    """Membership posteriors for rings of one register; `columns` are given where `register` is part of it."""

    def __init__(
        self,
        register: RegisterSlice,
        normal: Baselines,
        pairs: Pairs,
        columns: list[Column] | None = None,
    ) -> None:
        self.register, self.normal = register, normal
        self.likeness = Likeness(register, normal, pairs, columns)
        self.weights = np.array([MEMBERSHIP[name] for name in TERMS])

    def recruits(self, rings: Groups) -> tuple[NDArray[np.int64], Ints]:
        """(ring, firm) pairs worth a look: the members, every firm with same-hand evidence to one, all firms
        on keys that enough members share, and the neighbours of members in filing order. Sorted, distinct."""
        register, n = self.register, len(self.register.firms)
        links = register.links
        tie, tied_to = self.likeness.ties, self.likeness.tied_to
        member, row = register.links_of(rings.firm)
        key = links.key[row]
        small = register.keys.degree[key] <= KEY_CAP
        on = rings.group[member[small]] * np.int64(len(register.keys)) + key[small]
        shared, times = np.unique(on, return_counts=True)
        ring, key = shared // len(register.keys), shared % len(register.keys)
        enough = times >= np.maximum(2, KEY_SHARE * rings.sizes[ring])
        ring, key = ring[enough], key[enough]
        key_start = register.starts[key]
        size = register.starts[key + 1] - key_start
        rows = np.repeat(key_start - (np.cumsum(size) - size), size) + np.arange(int(size.sum()))
        first = tie[rings.firm]
        ties = tie[rings.firm + 1] - first
        tied = np.repeat(first - (np.cumsum(ties) - ties), ties) + np.arange(int(ties.sum()))
        rings_ = [rings.group, np.repeat(ring, size), np.repeat(rings.group, ties)]
        firms_ = [rings.firm, links.firm[rows], tied_to[tied]]
        for step in range(-RUN_REACH, RUN_REACH + 1):
            at = np.clip(register.place[rings.firm] + step, 0, n - 1)
            rings_.append(rings.group)
            firms_.append(register.filed[at].astype(np.int32))
        both = np.sort(np.concatenate(rings_) * np.int64(n) + np.concatenate(firms_))
        both = both[firsts(both)]
        return both // n, (both % n).astype(np.int32)

    def posterior(self, rings: Groups, ring: NDArray[np.int64], firm: Ints) -> Floats:
        """Probability that each firm belongs to the ring it is asked for; the rings ascend. Members are left
        out of their own ring's frequencies."""
        start = offsets(ring, len(rings))
        asked = []
        first = 0
        while first < len(rings):  # in blocks: the terms of all firms asked for are many
            last = int(np.searchsorted(start, start[first] + BLOCK, side="right")) - 1
            last = max(last, first + 1)
            rows = slice(int(start[first]), int(start[last]))
            asked.append((rings.block(first, last), ring[rows] - first, firm[rows]))
            first = last
        return np.concatenate([np.empty(0), *of_each(lambda block: self._posterior(*block), asked)])

    def _posterior(self, rings: Groups, ring: NDArray[np.int64], firm: Ints) -> Floats:
        nats = self.likeness.terms(rings, ring, firm) @ self.weights
        register = np.log(max(self.normal.firms, 1) / MEMBERSHIP["firms"])
        size = np.log(np.maximum(rings.sizes[ring], 3.0))
        log_odds = (
            nats + MEMBERSHIP["rest"] + MEMBERSHIP["of_size"] * size + MEMBERSHIP["of_register"] * register
        )
        belongs = 1.0 / (1.0 + np.exp(-np.clip(log_odds, -30, 30)))
        belongs[self._was_there_first(rings, ring, firm)] = WAS_THERE_FIRST
        return np.asarray(belongs, np.float64)

    def _was_there_first(self, rings: Groups, ring: NDArray[np.int64], firm: Ints) -> NDArray[np.int64]:
        """Rows of firms registered long before a third of the ring's members, which have none of the later
        members' people, agents or machines."""
        register = self.register
        day = register.firms.registered.astype(np.int64)
        undated, never = np.iinfo(np.int64).max, np.iinfo(np.int64).min
        day[day == NO_DAY] = undated
        dated = day[rings.firm]
        known = np.bincount(rings.group[dated != undated], minlength=len(rings))
        dated = dated[np.lexsort((dated, rings.group))]  # the undated last
        third = np.minimum(np.maximum(known // 3, 1), np.maximum(known - 1, 0))
        since = np.where(known > 0, dated[rings.start[:-1] + third] - LONG_BEFORE, never)
        rows = np.flatnonzero(day[firm] < since[ring])
        later = day[rings.firm] >= since[rings.group]
        others = Groups.sets(register, rings.group[later].astype(np.int32), rings.firm[later])
        return rows[~self.likeness.of_its_own(others, ring[rows], firm[rows])]

    def refined(self, rings: Groups) -> tuple[NDArray[np.int64], Ints]:
        """The rings with strangers dropped and fitting firms drawn in: (ring, firm) memberships."""
        ring, firm = self.recruits(rings)
        fits = self.posterior(rings, ring, firm) >= FITS
        return ring[fits], firm[fits]
