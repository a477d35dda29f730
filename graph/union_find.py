"""Connected components by union-find."""

import numpy as np
import numpy.typing as npt

from graph.jit import kernel

Int32s = npt.NDArray[np.int32]


@kernel
def _join(parent: Int32s, left: Int32s, right: Int32s) -> None:
    """Join in place; a root is always the smallest member, so labels do not depend on the edges' order."""
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
        # A parent is never larger than its child, so it is already flat when the child comes.
        parent[i] = parent[parent[i]]


def components(n: int, left: Int32s, right: Int32s, start: Int32s | None = None) -> Int32s:
    """Label `n` nodes by their connected component: int32[n], the smallest member of each.

    `left[i]`–`right[i]` are the edges. `start`, labels of the same shape, are components to build upon.
    """
    parent = np.arange(n, dtype=np.int32) if start is None else start.astype(np.int32, copy=True)
    _join(parent, left.astype(np.int32, copy=False), right.astype(np.int32, copy=False))
    return parent
