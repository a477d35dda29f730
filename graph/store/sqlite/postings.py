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

from graph.store.closeness import folded_column

MOST_ROWS = 20_000
_CHARACTER_BITS = 21  # Unicode ends at 0x10FFFF
_SPACES = {"firm": 0, "person": 1, "place": 2, "whole firm": 3, "whole person": 4, "whole place": 5}
_WHOLE_BITS = 16
_FACTOR = 0x9E3779B97F4A7C15  # odd, so that no power of it is 0
_ROW_BITS = np.uint64(30)
_ROW_MASK = np.uint64(2**30 - 1)


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


def _whole_postings(space: str, rows: pl.Series, folded_texts: pl.Series) -> Iterator[tuple[int, int, bytes]]:
    written = folded_texts != ""
    tokens_of, numbers = _whole_tokens(folded_texts.filter(written)), rows.filter(written).to_numpy()
    order = np.argsort(tokens_of, kind="stable")
    tokens_of, data = tokens_of[order], numbers[order].astype("<i4")
    values, starts = np.unique(tokens_of, return_index=True)
    ends = np.r_[starts[1:], len(data)]
    for token, a, b in zip(values.tolist(), starts.tolist(), ends.tolist(), strict=True):
        yield posting_id(space, token), b - a, data[a : min(b, a + MOST_ROWS)].tobytes()


def postings(space: str, rows: pl.Series, texts: pl.Series) -> Iterator[tuple[int, int, bytes]]:
    """(posting id, rows that hold the pair, the first of them as int32) for texts of ascending rows."""
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
    data = (found & _ROW_MASK).astype("<i4")
    ends = np.r_[starts[1:], len(pair)]
    for token, a, b in zip(
        (left << _CHARACTER_BITS | right).tolist(), starts.tolist(), ends.tolist(), strict=True
    ):
        yield posting_id(space, token), b - a, data[a : min(b, a + MOST_ROWS)].tobytes()
