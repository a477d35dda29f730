"""Where a firm's name changes from brand to trade: the cheapest way to explain its middle part.

A brand is any run of characters, a trade a chain of listed words; a region may stand between or behind
them. Each explanation costs its pieces (about minus the logarithm of how likely they are), and the
cheapest is taken; equal ones go to the longer brand.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from graph.jit import kernel
from graph.normalise.codepoints import Codes
from graph.normalise.name_words import ABROAD, COUNTRIES, DISTRICTS, STRONG, TRADES
from graph.normalise.regions import Table, choose, read_regions, within
from graph.normalise.trie import NOTHING, Trie, child, longest, step, word_value

LONGEST = 64  # characters; a longer middle part is taken for a brand whole
# Costs in nats. A brand's character is one of some three thousand, a trade word one of some hundreds.
_CHARACTER, _UNKNOWN, _PLACE, _COUNTY = 8.0, 12.0, 7.0, 10.0
_WORDS = np.array([6.0, 9.0, 12.0])  # strong, weak, ordinary
_DISTRICT = 9.0
_COUNTY_MARK, _DISTRICT_MARK = ord("县"), ord("区")
# By length: brands have two characters, less often three or four; one or none is rare.
_LENGTHS = np.array([8.0, 14.0, 0.0, 1.4, 1.7, 3.2, 3.6, 4.5, 5.0])
_LONGER = 0.5  # for each character beyond


class Scratch(NamedTuple):
    """For each end, without and with a region: the cost, where the last piece begins, and its region."""

    cost: npt.NDArray[np.float64]  # [2, LONGEST + 1]
    back: npt.NDArray[np.int64]
    region: npt.NDArray[np.int64]


def scratch() -> Scratch:
    """Working space for `read_core`."""
    return Scratch(
        np.empty((2, LONGEST + 1)), np.empty((2, LONGEST + 1), np.int64), np.empty((2, LONGEST + 1), np.int64)
    )


@kernel
def _brand_cost(n: int) -> float:
    last = len(_LENGTHS) - 1
    return float(_CHARACTER * n + (_LENGTHS[n] if n <= last else _LENGTHS[last] + _LONGER * (n - last)))


@kernel
def _relax(space: Scratch, seen: int, at: int, cost: float, back: int, region: int) -> None:
    if cost < space.cost[seen, at]:
        space.cost[seen, at] = cost
        space.back[seen, at] = back
        space.region[seen, at] = region


@kernel
def _place(
    trie: Trie, table: Table, codes: Codes, at: int, end: int, front: int, hint: int
) -> tuple[int, int]:
    """A region inside a name: (code or 0, where it ends). Counties and countries only at the end."""
    word, length = longest(trie, COUNTRIES, codes, at, end)
    if word != NOTHING and front == 0 and at + length == end:
        return word, end
    code, behind = read_regions(trie, table, codes, at, end, hint, True)
    if code and front and within(front, code):
        return front, behind
    if code == 0 or not within(code, front):
        return 0, at
    if (
        code % 100
        and behind < end
        and codes[behind - 1] != _COUNTY_MARK
        and codes[behind - 1] != _DISTRICT_MARK
    ):
        return 0, at
    return code, behind


@kernel
def _fill(
    trie: Trie, table: Table, codes: Codes, begin: int, end: int, front: int, hint: int, space: Scratch
) -> None:
    """The cheapest explanation of every beginning of `codes[begin:end]`, without and with a region in it."""
    n = end - begin
    for k in range(n + 1):
        space.cost[0, k] = _brand_cost(k)
        space.back[0, k] = -1
        space.region[0, k] = 0
        space.cost[1, k] = np.inf
    for i in range(n):
        if i >= 2:
            code, behind = _place(trie, table, codes, begin + i, end, front, hint)
            if code:
                cost = space.cost[0, i] + (_COUNTY if code % 100 else _PLACE)
                _relax(space, 1, behind - begin, cost, i, code)
        for seen in range(2):
            cost = space.cost[seen, i]
            if i:
                _relax(space, seen, i + 1, cost + _UNKNOWN, i, 0)
            node = TRADES
            for j in range(i, n):
                packed = step(trie, node, int(codes[begin + j]))
                if packed == NOTHING:
                    break
                node = child(packed)
                value = word_value(packed)
                if value != NOTHING and (i or value == STRONG):
                    _relax(space, seen, j + 1, cost + _WORDS[value], i, 0)


@kernel
def _trace(space: Scratch, n: int) -> tuple[float, int, int, int, int, bool]:
    """The cheapest explanation: its cost, the brand's length, the region with where it begins and ends, and
    whether the trade has characters of no listed word."""
    seen = 1 if space.cost[1, n] < space.cost[0, n] else 0
    cost = space.cost[seen, n]
    region, place_begin, place_end, unknown = 0, n, n, False
    i = n
    while space.back[seen, i] >= 0:
        before = space.back[seen, i]
        if space.region[seen, i]:
            region, place_begin, place_end = space.region[seen, i], before, i
            seen = 0
        elif i - before == 1:
            unknown = True
        i = before
    return cost, i, region, place_begin, place_end, unknown


@kernel
def _district(trie: Trie, table: Table, codes: Codes, begin: int, end: int, front: int) -> tuple[int, int]:
    """A district without its suffix behind its city: (code or 0, where it ends)."""
    if front == 0 or front % 100:
        return 0, begin
    word, length = longest(trie, DISTRICTS, codes, begin, end)
    if word == NOTHING:
        return 0, begin
    code, certain = choose(table, word, front, 0)
    return (code, begin + length) if certain and within(code, front) else (0, begin)


@kernel
def _copy(codes: Codes, begin: int, end: int, place_begin: int, place_end: int, out: Codes, at: int) -> int:
    for i in range(end - begin):
        if i < place_begin or i >= place_end:
            out[at] = codes[begin + i]
            at += 1
    return at


@kernel
def read_core(
    trie: Trie,
    table: Table,
    codes: Codes,
    whole: int,
    begin: int,
    end: int,
    front: int,
    hint: int,
    space: Scratch,
    out: Codes,
    at: int,
) -> tuple[int, int, int, float, bool]:
    """Copy brand and trade to `out` without the region between or behind them.

    What is before `begin` names the region `front`; from `whole` on it may be the brand's beginning instead,
    if there is another region. Gives where the brand and where the trade ends in `out`, the region (`front`
    where there is no other), the cost of it all, and whether the trade has characters of no listed word.
    """
    if end - whole > LONGEST:
        at = _copy(codes, begin, end, end, end, out, at)
        return at, at, front, _CHARACTER * (end - begin), False
    inside = front if front < ABROAD else 0  # what is within a country is not told by its code
    _fill(trie, table, codes, begin, end, inside, hint, space)
    best = _trace(space, end - begin)
    cost = best[0]
    code, behind = _district(trie, table, codes, begin, end, front)
    if code and end - behind >= 2:
        _fill(trie, table, codes, behind, end, code, hint, space)
        nearer = _trace(space, end - behind)
        if nearer[1] >= 2 and nearer[0] + _DISTRICT < cost:
            best, cost = nearer, nearer[0] + _DISTRICT
            begin, front = behind, code
    if whole < begin:
        _fill(trie, table, codes, whole, end, 0, hint, space)
        other = _trace(space, end - whole)
        if other[2] and other[0] < cost + (_COUNTY if front % 100 else _PLACE):
            best, cost = other, other[0]
            begin, front = whole, 0
    _, brand, region, place_begin, place_end, unknown = best
    brand_end = at + brand
    at = _copy(codes, begin, end, place_begin, place_end, out, at)
    return brand_end, at, region or front, cost, unknown
