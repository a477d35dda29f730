"""How two texts differ, on code points."""

import numpy as np

from graph.jit import kernel
from graph.normalise.codepoints import Codes

# What one edit made of the first text.
NONE, REPLACED, DROPPED, ADDED, SWAPPED, MORE = range(6)


@kernel
def equal(a: Codes, a0: int, a1: int, b: Codes, b0: int, b1: int) -> bool:
    """Whether two spans hold the same text."""
    if a1 - a0 != b1 - b0:
        return False
    for i in range(a1 - a0):
        if a[a0 + i] != b[b0 + i]:
            return False
    return True


@kernel
def one_edit(a: Codes, a0: int, a1: int, b: Codes, b0: int, b1: int) -> tuple[int, int, int]:
    """The edit that turns the first span into the second, and the first and the last place where it may be.

    MORE where it takes several. A dropped or added character in a run of equal ones has several places.
    """
    n, m = a1 - a0, b1 - b0
    if abs(n - m) > 1:
        return MORE, 0, 0
    at = 0
    while at < n and at < m and a[a0 + at] == b[b0 + at]:
        at += 1
    if n == m:
        if at == n:
            return NONE, n, n
        if equal(a, a0 + at + 1, a1, b, b0 + at + 1, b1):
            return REPLACED, at, at
        if (
            at + 1 < n
            and a[a0 + at] == b[b0 + at + 1]
            and a[a0 + at + 1] == b[b0 + at]
            and equal(a, a0 + at + 2, a1, b, b0 + at + 2, b1)
        ):
            return SWAPPED, at, at
        return MORE, 0, 0
    if n > m and equal(a, a0 + at + 1, a1, b, b0 + at, b1):
        first = at
        while first > 0 and a[a0 + first - 1] == a[a0 + at]:
            first -= 1
        return DROPPED, first, at
    if n < m and equal(a, a0 + at, a1, b, b0 + at + 1, b1):
        first = at
        while first > 0 and b[b0 + first - 1] == b[b0 + at]:
            first -= 1
        return ADDED, first, at
    return MORE, 0, 0


@kernel
def similarity(a: Codes, a0: int, a1: int, b: Codes, b0: int, b1: int) -> float:
    """1 minus the Levenshtein distance over the longer length; texts beyond 64 characters are cut there."""
    n, m = min(a1 - a0, 64), min(b1 - b0, 64)
    if n == 0 or m == 0:
        return 1.0 if n == m else 0.0
    row = np.arange(m + 1)
    for i in range(1, n + 1):
        corner = row[0]
        row[0] = i
        for j in range(1, m + 1):
            best = min(row[j] + 1, row[j - 1] + 1, corner + (a[a0 + i - 1] != b[b0 + j - 1]))
            corner = row[j]
            row[j] = best
    return float(1.0 - row[m] / max(n, m))
