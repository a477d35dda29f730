"""What sharing a key says here: how much commoner than usual it is in this register, then, in that role.

A shared key's log-likelihood ratio is ln(m / u) (Fellegi and Sunter 1969): m, how often firms of one hand
share such a key, u, how often unrelated firms do; the rarer the value, the smaller u (Winkler 1989). `m` is a
prior of the field, and so is the usual u that the weights of `evidence` were set against; u itself is
estimated from the register at hand, nearly all of whose firms are unrelated:

    u(kind, role, period, n) = share of such links whose key, no hub, has at least n firms
    here   = (links to such keys in the register + STRENGTH usual) / (links + STRENGTH)
    u      = (links to such keys in role and period + STRENGTH here) / (links + STRENGTH)
    excess = ln(u / usual), from 0 to MOST: rare sharing adds nothing beyond what the weights say

An empirical Bayes estimate: a small register is drawn towards the usual, and a rare role or a quiet period
towards the register, as if by STRENGTH further links. The key itself is left out of what it is compared with.
"""

import numpy as np

from graph.baselines import Baselines
from graph.model import KeyKind
from graph.order import firsts, pairs
from graph.sharing import AT_LEAST, PERIODS, column_of, period_of
from graph.slice import Floats, Groups

STRENGTH = 500.0  # links [E]
MOST = 1.5  # nats that the register may take from a key's weight [E]


def excess(normal: Baselines, groups: Groups, kind: KeyKind, usual: float, fall: float) -> Floats:
    """For each member of groups by key of a kind: ln of how much commoner than usual it is to share a key
    with so many, in the role in which it is rarest. Usually a share `usual (2 / n)^fall` of a kind's links
    are to keys of at least n firms."""
    register, links = groups.register, groups.register.links
    rows = slice(*np.searchsorted(links.key, register.keys.range_of(kind)))
    key, firm, role = links.key[rows], links.firm[rows], links.role[rows].astype(np.int64)
    if len(groups) == 0:
        return np.empty(0)
    period = period_of(normal.periods, register.firms.registered[firm])
    column = column_of(register.keys.degree[key])
    counts = normal.links_shared[kind].astype(np.float64)
    # the links of the key itself: all of them, and those of this role and period
    own = key - key[0]
    of_key = np.bincount(own)[own]
    _, cell = np.unique(pairs(own, role * PERIODS + period), return_inverse=True)
    of_cell = np.bincount(cell)[cell]
    prior = (usual * (2.0 / np.maximum(AT_LEAST, 2)) ** fall)[column]
    together = counts.sum(axis=(0, 1))
    here = _drawn(together[column] - of_key, together[0] - of_key, prior)
    chance = _drawn(counts[role, period, column] - of_cell, counts[role, period, 0] - of_cell, here)
    nats = np.clip(np.log(chance / prior), 0.0, MOST)

    # Links stand by key and filing rank, as the members of groups do, with one link for each role.
    at = pairs(key, register.rank[firm])
    edge = firsts(at)
    rarest = np.minimum.reduceat(nats, edge)
    sought = pairs(groups.subject[groups.group], register.rank[groups.firm])
    return np.asarray(rarest[np.searchsorted(at[edge], sought)], np.float64)


def _drawn(hit: Floats, of: Floats, towards: Floats) -> Floats:
    """A share, drawn towards another as if by STRENGTH further links."""
    return np.asarray((np.maximum(hit, 0.0) + STRENGTH * towards) / (np.maximum(of, 0.0) + STRENGTH))
