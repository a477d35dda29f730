"""When the people of a register took up their offices, as far as that is sure.

A link without a day of its own begins on the firm's day of registration (register-format.md), which is right
of those who founded the firm and wrong of those who came later: a list of today's officers dates nobody.
"""

import numpy as np
from numpy.typing import NDArray

from graph.model import EVENT_KINDS, LinkRole
from graph.slice import FOREVER, NO_DAY, Ints, RegisterSlice, years

CHANGED = EVENT_KINDS.index("representative_changed")
LEAVING = 31  # days: who leaves an office is often told of so long before the office ends in the register [E]


def _last_change(register: RegisterSlice, firm: Ints, before: Ints) -> Ints:
    """The last change of each firm's representative after its registration and before a day, NO_DAY none."""
    events = register.events
    change = events.kind == CHANGED
    change &= events.on > register.firms.registered[events.firm]
    of, on = events.firm[change], events.on[change]  # events come by firm and day
    span = np.int64(1) << 33  # twice the range of days, so that firms never meet
    at = np.searchsorted(of * span + on, firm * span + before) - 1
    if len(of) == 0:
        return np.full(len(firm), NO_DAY, np.int32)
    return np.where((at >= 0) & (of[at] == firm), on[at], NO_DAY).astype(np.int32)


def _leaves(until: Ints) -> Ints:
    """From which day on a change of representative may be the person's own leaving."""
    return np.where(until == FOREVER, FOREVER, until - np.int32(LEAVING)).astype(np.int32)


def taken_up_by(register: RegisterSlice, row: NDArray[np.int64], *, changes_told: bool) -> Ints:
    """The latest day on which the office of each of these links was taken up.

    That is the link's own day; of a representative without one, the last change of representative; where
    none is on record and `changes_told` says that it would be, the firm's registration. Of anybody else
    only the last day of the office is sure: the day it ended, or the register's last.
    """
    links = register.links
    firm, since, until = links.firm[row], links.since[row], links.until[row]
    head = links.role[row] == LinkRole.LEGAL_REPRESENTATIVE
    change = np.where(head, _last_change(register, firm, _leaves(until)), NO_DAY)
    founder = head & changes_told & (since != NO_DAY)
    at_least = np.where(change != NO_DAY, change, np.where(founder, since, np.minimum(until, register.as_of)))
    dated = since != register.firms.registered[firm]
    return np.where(dated, since, np.maximum(since, at_least)).astype(np.int32)


def age_of_head(register: RegisterSlice) -> Ints:
    """Age of each firm's representative in the year of its registration, by calendar years; -1 unknown,
    impossible, or of somebody who came to the firm later."""
    firms, links = register.firms, register.links
    head, founded = firms.representative, firms.registered
    row = np.flatnonzero(links.role == LinkRole.LEGAL_REPRESENTATIVE)
    row = row[links.key[row] == head[links.firm[row]]]
    change = _last_change(register, links.firm[row], _leaves(links.until[row]))
    first = (links.since[row] == founded[links.firm[row]]) & (change == NO_DAY)
    founder = np.zeros(len(firms), np.bool_)
    founder[links.firm[row[first]]] = True

    born = np.full(len(head), -1, np.int32)
    born[founder] = register.keys.birth_year[head[founder]]
    age = years(founded) - born
    known = (born > 0) & (founded != NO_DAY) & (age >= 0)
    return np.where(known, age, -1).astype(np.int32)
