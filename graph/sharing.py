"""How often firms share keys in this register: counted by kind of key, role and period.

Counted once per sweep with the other baselines and stored with them, so that the pre-check knows what is
usual in the whole register. What the counts say of two firms is for `detectors.sharing`.
"""

import numpy as np
from numpy.typing import NDArray

from graph.model import HubKind, KeyKind, LinkRole
from graph.order import firsts
from graph.slice import NO_DAY, Ints, RegisterSlice

PERIODS = 4  # as many registrations in each
# Firms on a key from which each column of the counts counts; the first column counts all.
AT_LEAST = np.array([1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 25, 40, 65, 120, 250], np.int64)


def period_of(periods: Ints, day: Ints) -> NDArray[np.int64]:
    """The period of each day of registration; an unknown day is of the first."""
    return np.asarray(np.searchsorted(periods, day, side="right"), np.int64)


def column_of(size: NDArray[np.integer]) -> NDArray[np.int64]:
    """The last column that counts keys of so many firms."""
    return np.asarray(np.searchsorted(AT_LEAST, np.maximum(size, 1), side="right"), np.int64) - 1


def count_sharing(register: RegisterSlice) -> tuple[NDArray[np.int64], Ints]:
    """Counts (KeyKind, LinkRole, PERIODS, AT_LEAST) of the links of firms to keys that are no typed hub, by
    how many firms the key has at least, and the first day of each period but the first. The slice is the
    whole register, its hubs already typed."""
    firms, keys, links = register.firms, register.keys, register.links
    dated = np.sort(firms.registered[firms.registered != NO_DAY])
    edges = [len(dated) * i // PERIODS for i in range(1, PERIODS)]
    periods = dated[edges].astype(np.int32) if len(dated) else np.zeros(PERIODS - 1, np.int32)
    once = firsts(links.key, links.firm, links.role)  # links are sorted by key, filing rank and role
    once = once[keys.hub[links.key[once]] == HubKind.NONE]
    key = links.key[once]
    shape = (len(KeyKind), len(LinkRole), PERIODS, len(AT_LEAST))
    period = period_of(periods, firms.registered[links.firm[once]])
    cell = (keys.kind[key].astype(np.int64), links.role[once].astype(np.int64), period)
    cells = np.ravel_multi_index((*cell, column_of(keys.degree[key])), shape)
    exact = np.bincount(cells, minlength=int(np.prod(shape))).reshape(shape)
    return np.cumsum(exact[..., ::-1], axis=-1)[..., ::-1].astype(np.int64), periods
