"""A group against its peers: how rarely as many firms of the same offices, years and trades are as alike.

What a permutation of the register's firms within their cells (office and year, trade and year) would show
is known, so none is drawn at random: k of n members show something that a share p of each one's cell shows,
the group itself left out. With p the mean over members the binomial tail is never below the exact one
(Hoeffding 1956); a small cell's share is drawn towards the register's as if by DRAWN firms. Where the group
could have agreed on any of several values, the chance is multiplied by their number. Of odd names the mean
is compared, whose distribution under permutation is normal but for small groups (Hoeffding 1951).

It is told beside what a group shows and does not move its score: weighed, it found more rings where few firms
are false and lost those that are alike in neither (docs/decisions/learned-weights.md).
"""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtrc, log_ndtr
from scipy.stats import false_discovery_control

from detectors.rings.features import Feature
from graph.order import pairs
from graph.slice import NO_DAY, Bools, Floats, Groups, RegisterSlice, years

DRAWN = 50.0  # firms of the register mixed into each cell [E]
MOST = 8.0  # nats of surprise beyond which a test says no more
RAREST = 2900.0  # as one group in so many or more: what MOST stands for
TOLD = 0.05  # share of what is told as unlike chance that chance may have made (Benjamini and Hochberg 1995)


class Comparison(IntEnum):
    """What a group is compared in."""

    TRADE = 0  # as many of one trade, among firms of the same offices and years
    NAMES = 1  # as odd names, among all firms


FEATURE_OF = {
    Comparison.TRADE: Feature.TRADE,
    Comparison.NAMES: Feature.ODD_BRAND,
}
TEST_OF = {feature: test for test, feature in FEATURE_OF.items()}


class Peers:
    """The cells of one register, and its groups' surprise against them."""

    def __init__(self, register: RegisterSlice) -> None:
        firms = register.firms
        self.register = register
        year = np.where(firms.registered == NO_DAY, np.int32(0), years(firms.registered))
        self.office_year = _numbered(firms.office, year)
        names = firms.brand_nats[~np.isnan(firms.brand_nats)]
        self.name_mean = float(names.mean()) if len(names) else 0.0
        self.name_spread = float(names.std()) if len(names) else 0.0

    def surprise(self, groups: Groups) -> Floats:
        """(groups, tests): -ln of the chance that as many peers would be as alike, 0 to MOST."""
        out = np.zeros((len(groups), len(Comparison)))
        if len(groups) == 0:
            return out
        out[:, Comparison.TRADE] = self._of_one_trade(groups)
        out[:, Comparison.NAMES] = self._odd(groups)
        return np.clip(out, 0.0, MOST)

    def _of_one_trade(self, groups: Groups) -> Floats:
        """Members of the commonest trade, against its share in each one's office and year."""
        trade, cell = self.register.firms.trade, self.office_year
        known = trade >= 0
        count = np.bincount(trade[known], minlength=1).astype(np.float64)
        most, times = groups.commonest(trade[groups.firm])
        found, in_cell = np.unique(pairs(cell[known], trade[known]), return_counts=True)
        sought = pairs(cell[groups.firm], np.maximum(most, 0)[groups.group])
        at = np.minimum(np.searchsorted(found, sought), max(len(found) - 1, 0))
        hits = np.where(found[at] == sought, in_cell[at], 0.0) if len(found) else np.zeros(len(sought))
        shows = (trade[groups.firm] == most[groups.group]) & (times[groups.group] >= 2)
        surprise = self._tail(groups, shows, known, cell, hits, count[np.maximum(most, 0)])
        # as many trades as could have been the commonest: their effective number
        effective = count.sum() ** 2 / max(float(np.square(count).sum()), 1.0)
        return np.asarray(surprise - np.log(max(effective, 1.0)), np.float64)

    def _tail(
        self,
        groups: Groups,
        shows: Bools,
        known: Bools,
        cell: NDArray[np.int64],
        in_cell: Floats,
        in_all: Floats,
    ) -> Floats:
        """-ln of the chance that as many members show it. `shows`, `in_cell` (firms of the cell that show it)
        by member, `known` by firm, `in_all` by group."""
        member = known[groups.firm]
        hits, of = groups.total(shows), groups.total(member)
        usual = np.maximum(in_all - hits, 0.5) / np.maximum(float(known.sum()) - of, 1.0)
        cells = np.bincount(cell, weights=known)[cell[groups.firm]]
        own = _numbered(groups.group, cell[groups.firm])
        own_shown = np.bincount(own, weights=shows)[own]
        own_known = np.bincount(own, weights=member)[own]
        share = np.maximum(in_cell - own_shown, 0.0) + DRAWN * usual[groups.group]
        share = share / (np.maximum(cells - own_known, 0.0) + DRAWN)
        mean = groups.total(np.where(member, share, 0.0)) / np.maximum(of, 1.0)
        with np.errstate(invalid="ignore", divide="ignore"):
            tail = bdtrc(np.maximum(hits - 1, 0), of.astype(np.int64), np.clip(mean, 1e-9, 1.0))
        return np.where(hits >= 1, -np.log(np.clip(tail, 1e-300, 1.0)), 0.0)

    def _odd(self, groups: Groups) -> Floats:
        """How odd the names are on average, a series of one stem counting once, against all names."""
        nats = self.register.firms.brand_nats[groups.firm]
        stem = self.register.firms.stem[groups.firm]
        counts = np.zeros(len(stem), np.bool_)
        counts[np.unique(pairs(groups.group, stem), return_index=True)[1]] = True
        counts &= ~np.isnan(nats)
        n = np.maximum(groups.total(counts), 1.0)
        beyond = groups.total(np.where(counts, nats - self.name_mean, 0.0)) / np.sqrt(n)
        return np.asarray(-log_ndtr(-beyond / max(self.name_spread, 1e-9)) - np.log(2.0), np.float64)


def one_in(surprise: Floats) -> Floats:
    """(groups, tests): as alike as one group in so many, 0 where chance among all these groups explains it:
    of what is told, chance made at most a share of TOLD."""
    out = np.zeros_like(surprise)
    if len(surprise):
        told = false_discovery_control(np.exp(-surprise), axis=None).reshape(surprise.shape) <= TOLD
        out[told] = np.exp(surprise[told])
    return out


def _numbered(major: NDArray[np.integer], minor: NDArray[np.integer]) -> NDArray[np.int64]:
    """The number of each row's pair among the distinct ones."""
    return np.unique(pairs(major, minor), return_inverse=True)[1].astype(np.int64)
