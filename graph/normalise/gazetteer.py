"""Towns by name and place: whether a stretch of an address is a town of the county, city or province known.

A hash table of 64-bit fingerprints: 40,000 towns under four names each are too many for a trie of Python's
making, and nothing but "is it one, and of which county" is asked.
"""

from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.jit import kernel
from graph.normalise import lexicon
from graph.normalise.codepoints import Codes, Spans, decode
from graph.normalise.trie import NOTHING

# Slots of two: a fingerprint (0: empty) and the county's code, or SEVERAL where the name stands for towns of
# several counties of the place that was asked for.
Gazetteer = npt.NDArray[np.int64]
SEVERAL = 0
SUFFIXES = ("街道", "镇", "乡", "苏木", "地区")

_PRIME, _SEED = 0x100000001B3, 0x4BF29CE484222325


@kernel
def _fingerprint(codes: Codes, begin: int, end: int, place: int) -> int:
    """FNV-1a over the code points and a division's code; never 0."""
    h = np.int64(_SEED) ^ np.int64(place)
    h = h * np.int64(_PRIME)
    for i in range(begin, end):
        h = (h ^ np.int64(codes[i])) * np.int64(_PRIME)
    h = h ^ (h >> 29)
    return int(h) if h != 0 else 1


@kernel
def _slot(table: Gazetteer, h: int) -> int:
    """Where a fingerprint lies, or the empty slot where it would."""
    mask = (len(table) >> 1) - 1
    slot = (h >> 7) & mask
    while table[2 * slot] not in (0, h):
        slot = (slot + 1) & mask
    return int(2 * slot)


@kernel
def _fill(table: Gazetteer, codes: Codes, starts: Spans, counties: Spans) -> None:
    for row in range(len(counties)):
        county = counties[row]
        for place in (county, county - county % 100, county - county % 10000, 0):
            h = _fingerprint(codes, starts[row], starts[row + 1], place)
            slot = _slot(table, h)
            known = table[2 * (slot >> 1)] == h
            table[slot] = h
            table[slot + 1] = county if not known or table[slot + 1] == county else SEVERAL


def _names() -> tuple[list[str], list[int]]:
    """Every name, with the word it ends in and without, and its county."""
    names: list[str] = []
    counties: list[int] = []
    for county, *fields in lexicon.rows("towns"):
        suffix = ""
        for field in fields:
            if field in SUFFIXES:
                suffix = field
                continue
            written = (field, field + suffix) if len(field) > 1 else (field + suffix,)
            names.extend(written)
            counties.extend([int(county)] * len(written))
    return names, counties


@cache
def town_gazetteer() -> Gazetteer:
    """All towns."""
    names, counties = _names()
    texts = decode(pl.Series(names))
    size = 1 << (4 * len(names)).bit_length()
    table: Gazetteer = np.zeros(2 * size, np.int64)
    _fill(table, texts.codes, texts.starts, np.array(counties, np.int64))
    return table


@kernel
def county_of_town(table: Gazetteer, codes: Codes, begin: int, end: int, place: int) -> int:
    """The county of the town named by `codes[begin:end]` in a division (0: anywhere).

    NOTHING if it has none of that name, SEVERAL if several counties have one.
    """
    slot = _slot(table, _fingerprint(codes, begin, end, place))
    return int(table[slot + 1]) if table[slot] != 0 else NOTHING
