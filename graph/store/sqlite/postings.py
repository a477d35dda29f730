"""Search by parts of a name: posting lists of character pairs.

A Chinese brand is often two characters, which SQLite's trigram index cannot find, and a full-text table
costs several times as much to fill. So every pair of neighbouring characters has the rows it occurs in,
at most `MOST_ROWS` of them; pairs that half the register has (有限, 公司) tell nothing and are cut there,
which `total` shows. A hit is always compared with the real text afterwards.

A list of pairs cannot tell 王伟 from 1,500 names that begin with it, so whole texts have lists of their own:
one for each of 65,536 values of a hash, which every text is in once.
"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from graph.order import firsts
from graph.store.closeness import folded_column

MOST_ROWS = 20_000
_CHARACTER_BITS = 21  # Unicode ends at 0x10FFFF
_SPACES = {"firm": 0, "person": 1, "place": 2, "whole firm": 3, "whole person": 4, "whole place": 5}
_WHOLE_BITS = 16
_FACTOR = 0x9E3779B97F4A7C15  # odd, so that no power of it is 0
_ROW_BITS = np.uint64(30)
_ROW_MASK = np.uint64(2**30 - 1)
# A block ends after so many lists or rows: a million rows of SQLite cost more than their bytes.
_LISTS_AT_ONCE = 256
_ROWS_AT_ONCE = 16_384

Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]
# The first list's number; then of all its lists the numbers (int64), how many rows hold each (int32), and the
# rows one after the other (int32).
Block = tuple[int, bytes, bytes, bytes]


def posting_id(space: str, token: int) -> int:
    """The number under which a pair's postings are kept."""
    return _SPACES[space] << (2 * _CHARACTER_BITS) | token


def tokens(text: str) -> list[int]:
    """The distinct pairs of a folded text, ascending."""
    points = [ord(c) for c in text]
    return sorted({a << _CHARACTER_BITS | b for a, b in pairwise(points)})


def whole_token(text: str) -> int:
    """The list of whole texts that a folded text is in."""
    return int(_whole_tokens(pl.Series([text]))[0])


def _points(texts: pl.Series) -> NDArray[np.uint32]:
    return np.frombuffer("".join(texts.to_list()).encode("utf-32-le"), "<u4")


def _whole_tokens(texts: pl.Series) -> NDArray[np.uint64]:
    """A polynomial hash of each text, none of them empty, modulo 2^64; its highest bits."""
    lengths = texts.str.len_chars().to_numpy().astype(np.int64)
    starts = np.cumsum(lengths) - lengths
    place = np.arange(int(lengths.sum())) - np.repeat(starts, lengths)
    powers = np.cumprod(np.full(int(lengths.max()), _FACTOR, np.uint64))
    sums = np.add.reduceat(_points(texts).astype(np.uint64) * powers[place], starts)
    return (sums * np.uint64(_FACTOR)) >> np.uint64(64 - _WHOLE_BITS)


def _blocks(space: str, tokens_of: Int64s, starts: Int64s, rows: Int32s) -> Iterator[Block]:
    """Lists as blocks: list i, of the i-th token ascending, is rows[starts[i]:starts[i + 1]]."""
    counts = np.diff(starts)
    rows = rows[np.arange(len(rows)) - np.repeat(starts[:-1], counts) < MOST_ROWS]
    ends = np.cumsum(np.minimum(counts, MOST_ROWS))
    begins = np.append(0, ends)
    edges = np.append(
        firsts(np.arange(len(counts)) // _LISTS_AT_ONCE, begins[:-1] // _ROWS_AT_ONCE), len(counts)
    )
    ids = tokens_of + posting_id(space, 0)
    for a, b in pairwise(edges.tolist()):
        yield (
            int(ids[a]),
            ids[a:b].astype("<i8").tobytes(),
            counts[a:b].astype("<i4").tobytes(),
            rows[begins[a] : begins[b]].astype("<i4").tobytes(),
        )


def list_in(block: tuple[bytes, bytes, bytes] | None, posting: int) -> tuple[int, Int32s] | None:
    """How many rows a posting has and the first of them, out of the block it would lie in; None unknown."""
    if block is None:
        return None
    ids, counts = np.frombuffer(block[0], "<i8"), np.frombuffer(block[1], "<i4")
    at = int(np.searchsorted(ids, posting))
    if at == len(ids) or ids[at] != posting:
        return None
    begins = np.append(0, np.cumsum(np.minimum(counts, MOST_ROWS)))
    return int(counts[at]), np.frombuffer(block[2], "<i4")[begins[at] : begins[at + 1]]


def _whole_postings(space: str, rows: pl.Series, folded_texts: pl.Series) -> Iterator[Block]:
    written = folded_texts != ""
    tokens_of, numbers = _whole_tokens(folded_texts.filter(written)), rows.filter(written).to_numpy()
    order = np.argsort(tokens_of, kind="stable")
    values, starts = np.unique(tokens_of[order], return_index=True)
    yield from _blocks(space, values.astype(np.int64), np.append(starts, len(order)), numbers[order])


def postings(space: str, rows: pl.Series, texts: pl.Series) -> Iterator[Block]:
    """The lists of texts, whose rows ascend, as blocks."""
    folded_texts = folded_column(texts).fill_null("")
    points = _points(folded_texts)
    if len(points) == 0:
        return
    yield from _whole_postings(f"whole {space}", rows, folded_texts)
    # Pair and row in one number, so that one sort of plain integers does it: the register has far fewer
    # different characters than Unicode, and 2 x 17 bits of pair leave 30 for the row.
    present = np.flatnonzero(np.bincount(points))
    place = np.zeros(int(present[-1]) + 1, np.uint64)
    place[present] = np.arange(len(present))
    bits = np.uint64(len(present).bit_length())
    of_text = np.repeat(rows.to_numpy().astype(np.uint64), folded_texts.str.len_chars().to_numpy())
    inside = of_text[1:] == of_text[:-1]
    dense = place[points]
    found = ((dense[:-1] << bits | dense[1:]) << _ROW_BITS | of_text[:-1])[inside]
    found = pl.Series(found).sort().to_numpy()  # half the time of numpy's
    found = found[np.r_[len(found) > 0, found[1:] != found[:-1]][: len(found)]]
    pair = found >> _ROW_BITS
    starts = np.flatnonzero(np.r_[len(pair) > 0, pair[1:] != pair[:-1]][: len(pair)])
    left = present[(pair[starts] >> bits).astype(np.int64)]
    right = present[(pair[starts] & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)]
    data = (found & _ROW_MASK).astype(np.int32)
    yield from _blocks(space, left << _CHARACTER_BITS | right, np.append(starts, len(pair)), data)
