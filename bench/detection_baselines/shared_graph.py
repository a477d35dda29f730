"""The graph that most would draw: firms, joined where they share an identifier, weighted by the Jaccard
overlap of what they have."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.detection_baselines.flat import once
from graph.model import HubKind, KeyKind
from graph.order import pairs
from graph.slice import Floats, Ints, RegisterSlice

IDENTIFIERS = (
    KeyKind.ROOM,
    KeyKind.PERSON,
    KeyKind.PHONE,
    KeyKind.EMAIL,
    KeyKind.DEVICE,
    KeyKind.IP,
    KeyKind.ACCOUNT,
    KeyKind.AGENT,
    KeyKind.OWNER,
    KeyKind.SCOPE,
)
# What did best of a few dozen settings on cities with other seeds than those that are reported.
MOST = 20  # firms on an identifier beyond which it joins nobody
LEAST = 2  # identifiers that two firms must share to be joined


@dataclass(frozen=True)
class SharedGraph:
    """Edges a < b between `n` firms; `shared` identifiers, `jaccard` of all they have."""

    n: int
    a: Ints
    b: Ints
    shared: NDArray[np.int64]
    jaccard: Floats


def shared_graph(register: RegisterSlice) -> SharedGraph:
    """Firms that share LEAST identifiers which are no declared hubs."""
    keys, links, n = register.keys, register.links, len(register.firms)
    counts = np.isin(keys.kind, IDENTIFIERS) & (keys.hub == HubKind.NONE)
    rows = once(register, counts[links.key])
    key, firm = links.key[rows], links.firm[rows]
    order = np.argsort(pairs(key, firm), kind="stable")
    key, firm = key[order], firm[order]
    joins = np.bincount(key, minlength=len(keys))[key] <= MOST
    has = np.bincount(firm, minlength=n)
    key, firm = key[joins], firm[joins]
    found = []
    for apart in range(1, MOST):
        same = np.flatnonzero(key[apart:] == key[:-apart])
        if len(same) == 0:
            break
        found.append(pairs(firm[same], firm[same + apart]))
    both, shared = np.unique(np.concatenate([np.empty(0, np.int64), *found]), return_counts=True)
    both, shared = both[shared >= LEAST], shared[shared >= LEAST]
    a, b = (both >> 32).astype(np.int32), (both & 0xFFFFFFFF).astype(np.int32)
    return SharedGraph(n, a, b, shared, shared / (has[a] + has[b] - shared))
