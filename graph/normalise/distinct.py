"""Numbers for equal texts: a hash table over the bytes, which neither sorts nor joins.

Numbers follow the order of first appearance, so they do not depend on the hash.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.jit import kernel
from graph.normalise.codepoints import Bytes, Spans, buffers

Int32s = npt.NDArray[np.int32]


@kernel
def _word(data: Bytes, i: np.uint64) -> np.uint64:
    """Eight bytes as a number. Unsigned positions and shifts let the compiler read them in one step."""
    word = np.uint64(0)
    for j in range(8):
        word |= np.uint64(data[i + np.uint64(j)]) << np.uint64(8 * j)
    return word


@kernel
def _hash(data: Bytes, begin: int, end: int) -> np.uint64:
    """Multiply and shift, eight bytes at a time."""
    i, stop = np.uint64(begin), np.uint64(end)
    h = (stop - i) * np.uint64(0x9E3779B97F4A7C15)
    while i + np.uint64(8) <= stop:
        h = (h ^ _word(data, i)) * np.uint64(0xFF51AFD7ED558CCD)
        h ^= h >> np.uint64(32)
        i += np.uint64(8)
    rest = np.uint64(0)
    while i < stop:
        rest = (rest << np.uint64(8)) | np.uint64(data[i])
        i += np.uint64(1)
    h = (h ^ rest) * np.uint64(0xFF51AFD7ED558CCD)
    return h ^ (h >> np.uint64(32))


@kernel
def _same(a: Bytes, a_begin: int, a_end: int, b: Bytes, b_begin: int, b_end: int) -> bool:
    if a_end - a_begin != b_end - b_begin:
        return False
    i, j, stop = np.uint64(a_begin), np.uint64(b_begin), np.uint64(a_end)
    while i + np.uint64(8) <= stop:
        if _word(a, i) != _word(b, j):
            return False
        i += np.uint64(8)
        j += np.uint64(8)
    while i < stop:
        if a[i] != b[j]:
            return False
        i += np.uint64(1)
        j += np.uint64(1)
    return True


@kernel
def _number(data: Bytes, offsets: Spans, known: npt.NDArray[np.bool_], slots: Int32s, codes: Int32s) -> int:
    """Number the rows in place, -1 where not `known`; returns how many texts there are.

    `slots` (a power of two, all 0) holds rows + 1; the rows' own codes then say which number they have.
    """
    mask = np.uint64(len(slots) - 1)
    n, last = 0, -1
    for row in range(len(codes)):
        if not known[row]:
            codes[row] = -1
            continue
        begin, end = offsets[row], offsets[row + 1]
        # Rows of one firm mostly stand together.
        if last >= 0 and _same(data, offsets[last], offsets[last + 1], data, begin, end):
            codes[row] = codes[last]
            continue
        last = row
        slot = _hash(data, begin, end) & mask
        while True:
            other = slots[slot] - 1
            if other < 0:
                slots[slot] = row + 1
                codes[row] = n
                n += 1
                break
            if _same(data, offsets[other], offsets[other + 1], data, begin, end):
                codes[row] = codes[other]
                break
            slot = (slot + np.uint64(1)) & mask
    return n


@kernel
def _find(table: Bytes, spans: Spans, slots: Int32s, data: Bytes, offsets: Spans, found: Int32s) -> None:
    mask = np.uint64(len(slots) - 1)
    last = -1
    for row in range(len(found)):
        begin, end = offsets[row], offsets[row + 1]
        if last >= 0 and _same(data, offsets[last], offsets[last + 1], data, begin, end):
            found[row] = found[last]
            continue
        last = row
        found[row] = -1
        slot = _hash(data, begin, end) & mask
        while slots[slot] > 0:
            other = slots[slot] - 1
            if _same(table, spans[other], spans[other + 1], data, begin, end):
                found[row] = other
                break
            slot = (slot + np.uint64(1)) & mask


def _slots(n: int) -> Int32s:
    """An empty table, at most half of which will be used. Zeros take no memory before they are."""
    return np.zeros(1 << max(4, (2 * n).bit_length()), np.int32)


def numbered(s: pl.Series) -> tuple[Int32s, pl.Series]:
    """int32 per row, -1 for null, and the distinct texts they number in the order of first appearance."""
    codes: Int32s = np.empty(len(s), np.int32)
    data, offsets = buffers(s)
    n = _number(data, offsets, s.is_not_null().to_numpy(), _slots(len(s)), codes)
    first: Int32s = np.empty(n, np.int32)
    rows = np.arange(len(s), dtype=np.int32)[::-1]
    known = codes[::-1] >= 0
    first[codes[::-1][known]] = rows[known]  # written last to first: the first row stays
    return codes, s.gather(first)


def ranked(s: pl.Series) -> tuple[Int32s, pl.Series]:
    """As `numbered`, but the texts are sorted."""
    codes, texts = numbered(s)
    order = texts.arg_sort().to_numpy()
    rank: Int32s = np.empty(len(order) + 1, np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    rank[-1] = -1  # of null, whose code is -1
    return rank[codes], texts.gather(order)


@dataclass(frozen=True)
class Index:
    """Where each of many distinct texts stands."""

    data: Bytes
    offsets: Spans
    slots: Int32s

    @classmethod
    def of(cls, texts: pl.Series) -> "Index":
        """Of texts that are all different and none of them null."""
        data, offsets = buffers(texts)
        slots = _slots(len(texts))
        known = np.ones(len(texts), np.bool_)
        _number(data, offsets, known, slots, np.empty(len(texts), np.int32))
        return cls(data, offsets, slots)

    def find(self, s: pl.Series) -> Int32s:
        """int32 per row: the place of its text, -1 where it is not there or null."""
        found: Int32s = np.empty(len(s), np.int32)
        data, offsets = buffers(s)
        _find(self.data, self.offsets, self.slots, data, offsets, found)
        if s.null_count():
            found[s.is_null().to_numpy()] = -1
        return found
