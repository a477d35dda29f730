"""Baselines: what is normal in the whole register.

Measured once per sweep from the whole slice, stored with the sweep and loaded by the pre-check, so that
one application is judged against the same normal as the register.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.data import held
from graph.model import HubKind, KeyKind
from graph.offices import age_of_head
from graph.sharing import count_sharing
from graph.slice import NO_DAY, Bools, Floats, Ints, Keys, Links, RegisterSlice

LARGEST = 500  # firms on a key that `sharing` still tells apart
YOUNG, OLD = (18, 25), (65, 120)  # bands of age, both ends included (domain.md T15)


@dataclass(frozen=True)
class Baselines:
    """Numbers of the whole register. Days are int32 since 1970-01-01."""

    firms: int
    first_day: int
    births: Ints  # registrations on each day from first_day on
    lost_rate: float  # share of firms ever abnormal, revoked or in serious violation
    unverified_rate: float  # of firms whose holders were checked, share with one unverified
    fault_rate: float  # of addresses the library knows, share it refutes
    virtual_rate: float  # of phone links, share on a virtual operator's number
    # (KeyKind, LARGEST + 1): share of a kind's firms whose key, no hub, has at least so many firms
    sharing: Floats
    # (KeyKind, LinkRole, period, sharing.AT_LEAST): links to keys, no hubs, of at least so many firms
    links_shared: NDArray[np.int64]
    periods: Ints  # first day of each period but the first
    young_rate: float  # of firms whose head's age at registration is known, share with one in YOUNG
    old_rate: float  # … in OLD
    numbered_rate: float  # share of firms whose brand ends in a number
    odd_brand: float  # brand_nats above which a brand is among the register's oddest 5 %
    capital_values: Floats  # ascending
    capital_counts: Ints
    trade_counts: Ints  # firms of each trade, by the sweep's code
    held: Bools  # (Data,): whether the register holds any data of each kind

    def expected_births(self, first: Ints, last: Ints) -> Floats:
        """Share of all registrations that fell in first..last (both days included)."""
        total = np.r_[0, np.cumsum(self.births, dtype=np.int64)]
        a = np.clip(np.asarray(first, np.int64) - self.first_day, 0, len(self.births))
        b = np.clip(np.asarray(last, np.int64) - self.first_day + 1, 0, len(self.births))
        return np.asarray((total[b] - total[a]) / max(int(total[-1]), 1), np.float64)

    def usual_sharing(self, kind: KeyKind) -> float:
        """Firms on the key of a firm, on average: the mean of what `sharing` distributes."""
        return float(self.sharing[kind, 1:].sum())

    def capital_share(self, capital: Floats) -> Floats:
        """Share of firms with exactly this capital (at least one firm's worth)."""
        if len(self.capital_values) == 0:
            return np.ones(len(capital))
        at = np.clip(np.searchsorted(self.capital_values, capital), 0, len(self.capital_values) - 1)
        count = np.where(self.capital_values[at] == capital, self.capital_counts[at], 1)
        return np.asarray(np.maximum(count, 1) / max(self.firms, 1), np.float64)

    def trade_share(self, trade: Ints) -> Floats:
        """Share of firms with each of these trades (codes of the sweep); at least one firm's worth."""
        counts = np.append(self.trade_counts, np.int32(1))
        at = np.where((trade >= 0) & (trade < len(self.trade_counts)), trade, len(self.trade_counts))
        return np.asarray(np.maximum(counts[at], 1) / max(self.firms, 1), np.float64)


def _rate(hit: int, of: int, prior: float, weight: float = 20.0) -> float:
    """A share, drawn towards `prior` as if by `weight` further cases, so that no rate is 0 or 1."""
    return (hit + prior * weight) / (of + weight)


def _of_age(age: Ints, band: tuple[int, int], prior: float) -> float:
    inside = (age >= band[0]) & (age <= band[1])
    return _rate(int(inside.sum()), int((age >= 0).sum()), prior)


def _percentile(values: Floats, percent: float) -> float:
    known = values[~np.isnan(values)]
    return float(np.percentile(known, percent)) if len(known) else float("inf")


def _sharing(keys: Keys, links: Links) -> Floats:
    linked = np.zeros(len(keys), np.bool_)  # not what is only another spelling
    linked[links.key] = True
    # as if one more firm shared with n firms at odds of 1 / n^2, so that nothing is impossible
    prior = 1.0 / np.maximum(np.arange(LARGEST + 1), 1) ** 2
    out = np.ones((len(KeyKind), LARGEST + 1))
    for kind in KeyKind:
        degree = keys.degree[(keys.kind == kind) & (keys.hub == HubKind.NONE) & linked]
        firms = np.bincount(np.minimum(degree, LARGEST), weights=degree, minlength=LARGEST + 1)
        at_least = np.cumsum(firms[::-1])[::-1]
        out[kind] = (at_least + prior) / (at_least[0] + 1.0)
    return out


def measure(register: RegisterSlice) -> Baselines:
    """Baselines of a slice that is the whole register, its hubs already typed."""
    firms, keys, links = register.firms, register.keys, register.links
    days = firms.registered[firms.registered != NO_DAY].astype(np.int64)
    first_day = int(days.min()) if len(days) else 0
    births: NDArray[np.int32] = (
        np.bincount(days - first_day).astype(np.int32) if len(days) else np.zeros(1, np.int32)
    )
    capital_values, capital_counts = np.unique(firms.capital[~np.isnan(firms.capital)], return_counts=True)
    phones = keys.kind[links.key] == KeyKind.PHONE
    links_shared, periods = count_sharing(register)
    age = age_of_head(register)
    return Baselines(
        firms=len(firms),
        first_day=first_day,
        births=births,
        lost_rate=_rate(int(firms.lost.sum()), len(firms), 0.08),
        unverified_rate=_rate(int((firms.unverified == 1).sum()), int((firms.unverified != 0).sum()), 0.02),
        fault_rate=_rate(int((firms.place_fault == 1).sum()), int((firms.place_fault != 0).sum()), 0.01),
        virtual_rate=_rate(int((keys.flag[links.key[phones]] == 1).sum()), int(phones.sum()), 0.02),
        young_rate=_of_age(age, YOUNG, 0.08),
        old_rate=_of_age(age, OLD, 0.02),
        numbered_rate=_rate(int((firms.series >= 0).sum()), len(firms), 0.01),
        sharing=_sharing(keys, links),
        links_shared=links_shared,
        periods=periods,
        odd_brand=_percentile(firms.brand_nats, 95.0),
        capital_values=capital_values,
        capital_counts=capital_counts.astype(np.int32),
        trade_counts=np.bincount(firms.trade[firms.trade >= 0]).astype(np.int32),
        held=held(register),
    )
