"""Connected components by union-find."""

import numpy as np
import numpy.typing as npt
from numba import njit

Int32s = npt.NDArray[np.int32]


def _join_edges(parent: Int32s, left: Int32s, right: Int32s) -> None:
    """Join in place; roots are always the smallest member, so labels do not depend on the order."""
    for i in range(len(left)):
        a, b = left[i], right[i]
        while parent[a] != a:
            parent[a] = parent[parent[a]]
            a = parent[a]
        while parent[b] != b:
            parent[b] = parent[parent[b]]
            b = parent[b]
        if a < b:
            parent[b] = a
        else:
            parent[a] = b
    for i in range(len(parent)):
        # Roots are smaller than their members, so every parent is already flat.
        parent[i] = parent[parent[i]]


try:
    _join = njit(cache=True)(_join_edges)
except RuntimeError:  # no directory for the cache can be written: compile anew in each process
    _join = njit(_join_edges)


def components(n: int, left: Int32s, right: Int32s, start: Int32s | None = None) -> Int32s:
    """Label `n` nodes by their connected component: int32[n], the smallest member of each.

    `left[i]`–`right[i]` are the edges. `start` are labels of the same shape to build upon: a node is
    joined with its label from the outset.
    """
    parent = np.arange(n, dtype=np.int32) if start is None else start.astype(np.int32, copy=True)
    _join(parent, left.astype(np.int32, copy=False), right.astype(np.int32, copy=False))
    return parent
