"""One neighbourhood: some firms, the firms they share a key with, and all that those are linked to.

What a LOCAL detector says about a firm on its neighbourhood is what it says on the whole register. The
store reads the same neighbourhood without the whole register; its tests compare it with `cut`.
"""

from dataclasses import replace
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from graph.slice import Bools, Events, Firms, Ints, Keys, Links, RegisterSlice, columns

# A key with more firms is not walked: nobody is a neighbour by sharing it (domain.md section 3).
NEIGHBOURHOOD_CAP: Final = 500

Part = TypeVar("Part", Firms, Keys, Links, Events)


def cut(
    register: RegisterSlice, firms: Ints, cap: int = NEIGHBOURHOOD_CAP
) -> tuple[RegisterSlice, Ints, Ints]:
    """The neighbourhood of `firms`, and the register's rows of its firms and of its keys (ascending).

    Firms: the given ones, every firm on one of their keys of degree at most `cap`, and the declared
    parents of all these. Links and events: all of those firms. Keys: all those links name; a key is
    complete where every one of its links came along. Degree and hub stay the register's. Firm and key
    numbers count within the slice, -1 where the one meant is not in it.
    """
    near = _near(register, firms, cap)
    links = register.links
    kept = near[links.firm]
    counts = np.bincount(links.key, minlength=len(register.keys))
    inside = np.bincount(links.key[kept], minlength=len(register.keys))
    firm_rows = np.flatnonzero(near).astype(np.int32)
    key_rows = np.flatnonzero(inside).astype(np.int32)
    firm_at, key_at = _renumbered(near), _renumbered(inside > 0)

    own = _take(register.firms, firm_rows)
    keys = _take(register.keys, key_rows)
    cut_links = _take(links, kept)
    cut_events = _take(register.events, near[register.events.firm])
    part = RegisterSlice(
        replace(
            own,
            scope=_follow(key_at, own.scope),
            representative=_follow(key_at, own.representative),
            parent=_follow(firm_at, own.parent),
        ),
        replace(keys, complete=keys.complete & (inside[key_rows] == counts[key_rows])),
        replace(cut_links, firm=firm_at[cut_links.firm], key=key_at[cut_links.key]),
        replace(cut_events, firm=firm_at[cut_events.firm]),
        register.as_of,
    )
    return part, firm_rows, key_rows


def _near(register: RegisterSlice, firms: Ints, cap: int) -> Bools:
    """Which firms of the register belong to the neighbourhood."""
    near = np.zeros(len(register.firms), np.bool_)
    near[firms] = True
    walked = np.zeros(len(register.keys), np.bool_)
    walked[register.links.key[near[register.links.firm]]] = True
    walked &= register.keys.degree <= cap
    near[register.links.firm[walked[register.links.key]]] = True
    # parents come along, so that "one parent" can be seen; nobody asks for a parent's parent
    parents = register.firms.parent[near]
    near[parents[parents >= 0]] = True
    return near


def _take(part: Part, rows: NDArray[np.generic]) -> Part:
    """The same columns, only these rows."""
    return replace(part, **{name: values[rows] for name, values in columns(part).items()})


def _renumbered(kept: Bools) -> Ints:
    """New number of each old one, -1 where it is left out."""
    return np.where(kept, np.cumsum(kept) - 1, -1).astype(np.int32)


def _follow(numbers: Ints, old: Ints) -> Ints:
    """The new numbers of old ones, where -1 means none."""
    if len(numbers) == 0:
        return old
    return np.where(old >= 0, numbers[old], -1).astype(np.int32)
