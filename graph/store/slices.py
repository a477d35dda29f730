"""A neighbourhood's slice out of the columns that a store has read, as `graph.neighbourhood.cut` gives it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.slice import Events, Firms, Ints, Keys, Links, RegisterSlice, columns


def assembled(
    firms: Firms, keys: Mapping[str, NDArray[Any]], links: Links, events: Events, as_of: int
) -> RegisterSlice:
    """The slice of these firms, by id, and keys, by kind and value; `keys` lacks `complete`, told here.

    Links may come in any order, events by firm and day. All numbers count within the slice, -1 none.
    """
    nothing_missing = np.ones(len(keys["kind"]), np.bool_)
    register = RegisterSlice(firms, Keys(**keys, complete=nothing_missing), links, events, as_of)
    # One number per link: key, rank and role in 31, 28 and 4 bits.
    by_rank = register.rank[links.firm].astype(np.int64) << 4 | links.role
    order = np.argsort(links.key.astype(np.int64) << 32 | by_rank, kind="stable")
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
