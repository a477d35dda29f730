"""What is nothing special where a group was filed: a town of one trade fills any group with it.

A trade is the custom of an office where many of its other firms have it, and far more than the register's do.
The group's own firms are left out, or a large ring would be its own excuse.
"""

import numpy as np

from graph.order import pairs
from graph.slice import Bools, Groups, Ints, RegisterSlice

LOCAL = 0.1  # share of an office's other firms from which a trade is its custom ...
BEYOND = 3.0  # ... and so many times the register's [E]
PRIOR = 10.0  # firms of the register's kind that are added to an office's before its share is taken


def customary(register: RegisterSlice, groups: Groups, trade: Ints) -> Bools:
    """Per group: whether `trade`, its commonest (-1 none), is the custom of its commonest office."""
    cell, times = register.trades_of_offices
    if len(cell) == 0:
        return np.zeros(len(groups), np.bool_)
    office, _ = groups.commonest(register.firms.office[groups.firm])
    asked = (trade >= 0) & (office >= 0)
    at = np.minimum(np.searchsorted(cell, pairs(office, trade)), len(cell) - 1)
    have = np.where(cell[at] == pairs(office, trade), times[at], 0)
    in_office = np.bincount(cell >> 32, times, int(office.max(initial=0)) + 1)[np.maximum(office, 0)]
    in_register = np.bincount(cell & 0xFFFFFFFF, times, int(trade.max(initial=0)) + 1) / times.sum()
    usual = in_register[np.maximum(trade, 0)]
    own_office, own_trade = register.firms.office[groups.firm], register.firms.trade[groups.firm]
    here = (own_office == office[groups.group]) & (own_trade >= 0)
    alike = groups.total(here & (own_trade == trade[groups.group]))
    share = (have - alike + PRIOR * usual) / (in_office - groups.total(here) + PRIOR)
    return np.asarray(asked & (share >= LOCAL) & (share >= BEYOND * usual), np.bool_)
