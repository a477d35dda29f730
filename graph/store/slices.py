"""A neighbourhood's slice out of the columns that a store has read, as `graph.neighbourhood.cut` gives it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.order import stable_order
from graph.slice import Events, Firms, Ints, Keys, Links, RegisterSlice, columns


def assembled(
    firms: Firms, keys: Mapping[str, NDArray[Any]], links: Links, events: Events, as_of: int
) -> RegisterSlice:
    """The slice of these firms, by id, and keys, by kind and value; `keys` lacks `complete`, told here.

    Links may come in any order, events by firm and day. All numbers count within the slice, -1 none.
    """
    nothing_missing = np.ones(len(keys["kind"]), np.bool_)
    register = RegisterSlice(firms, Keys(**keys, complete=nothing_missing), links, events, as_of)
    # One number per link, of its key, its firm's rank and its role.
    by_key = links.key.astype(np.int64) * len(firms) + register.rank[links.firm]
    order = stable_order(by_key << 4 | links.role, len(register.keys) * len(firms) << 4)
    links = Links(**{name: np.ascontiguousarray(values[order]) for name, values in columns(links).items()})
    here = _firms_on(links, len(register.keys))
    kept = replace(register.keys, complete=here == register.keys.degree)
    return replace(register, keys=kept, links=links)


def _firms_on(links: Links, keys: int) -> NDArray[np.int64]:
    """Distinct firms on each key; a firm's links to one key stand together."""
    key, firm = links.key, links.firm
    new = np.ones(len(key), np.bool_)
    new[1:] = (key[1:] != key[:-1]) | (firm[1:] != firm[:-1])
    return np.bincount(key[new], minlength=keys)


def places(numbers: NDArray[np.int32], among: Ints) -> Ints:
    """Where each number stands among ascending ones, -1 where it does not."""
    if len(among) == 0:
        return np.full(len(numbers), -1, np.int32)
    at = np.minimum(np.searchsorted(among, numbers), len(among) - 1)
    return np.where(among[at] == numbers, at, -1).astype(np.int32)
