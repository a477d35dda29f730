"""The region of a firm's name: in front or in brackets, with the zone or town behind it."""

import numpy as np

from graph.jit import kernel
from graph.normalise.codepoints import Codes, holds
from graph.normalise.name_words import ABROAD, COUNTRIES, NOTES, TRADES, ZONES
from graph.normalise.regions import Table, read_regions, within
from graph.normalise.trie import NOTHING, Trie, longest

_OPEN, _CLOSE, _COMPANY, _POLITICS = ord("("), ord(")"), ord("司"), ord("政")
_TOWN, _TOWNSHIP, _CITY, _PROVINCE = ord("镇"), ord("乡"), ord("市"), ord("省")
_SUFFIXES = np.array([ord(c) for c in "省市县区州盟旗国"], np.uint32)
_NO_CITY = np.array([ord(c) for c in "政场民井容值"], np.uint32)
# 镇 and 乡 are no towns in 古镇, 城乡, 乡村, 故乡 …
_NO_TOWN_BEFORE = np.array([ord(c) for c in "古城重集村水梦故侨老家他同下"], np.uint32)
_NO_TOWN_BEHIND = np.array([ord(c) for c in "村镇情土音间亲里愁"], np.uint32)


@kernel
def _suffix_end(codes: Codes, at: int, end: int, code: int) -> int:
    """Where a suffix ends that the place does not have but is given: 新疆省, 西双版纳市 (not 市政, 市场)."""
    if at + 1 < end and (
        (codes[at] == _PROVINCE and code and code % 10000 == 0)
        or (codes[at] == _CITY and code % 10000 and code % 100 == 0 and not holds(_NO_CITY, codes[at + 1]))
    ):
        return at + 1
    return at


@kernel
def is_short(codes: Codes, begin: int, end: int) -> bool:
    """Whether the region `codes[begin:end]` goes without its suffix, as a brand's beginning would, too."""
    return end > begin and not holds(_SUFFIXES, codes[end - 1])


@kernel
def front_region(trie: Trie, table: Table, codes: Codes, begin: int, end: int, hint: int) -> tuple[int, int]:
    """A country or divisions at the front: (code or 0, where the rest begins)."""
    code, at = read_regions(trie, table, codes, begin, end, hint, True)
    if code == 0:
        word, length = longest(trie, COUNTRIES, codes, begin, end)
        if word != NOTHING:
            code, at = read_regions(trie, table, codes, begin + length, end, hint, True)
            return code or word, at
    if at > begin and codes[at - 1] == _CITY and at + 1 < end and codes[at] == _POLITICS:
        word, _ = longest(trie, TRADES, codes, at + 1, end)
        if word != NOTHING:
            return code, at - 1  # 雅安|市政工程
    behind = _suffix_end(codes, at, end, code)
    if behind > at:
        finer, at = read_regions(trie, table, codes, behind, end, hint, True)
        return (finer, at) if finer and within(finer, code) else (code, behind)
    return code, at


@kernel
def zone_end(trie: Trie, codes: Codes, begin: int, end: int, region: int) -> int:
    """Where a development zone or town behind the region ends; `begin` where there is none."""
    if region == 0 or region > ABROAD:
        return begin
    for i in range(begin, min(begin + 5, end)):
        zone, length = longest(trie, ZONES, codes, i, end)
        if zone != NOTHING:
            return i + length if end - i - length >= 2 else begin
    if region % 10000 == 0:
        return begin
    for i in range(begin + 2, min(begin + 4, end - 2)):
        if (codes[i] == _TOWN or codes[i] == _TOWNSHIP) and not (
            holds(_NO_TOWN_BEFORE, codes[i - 1]) or holds(_NO_TOWN_BEHIND, codes[i + 1])
        ):
            return i + 1
    return begin


@kernel
def _close(codes: Codes, at: int, end: int) -> int:
    """Where the bracket that opens at `at` closes."""
    while at < end and codes[at] != _CLOSE:
        at += 1
    return at


@kernel
def _bracketed(
    trie: Trie, table: Table, codes: Codes, begin: int, end: int, hint: int
) -> tuple[int, int, int]:
    """The first bracket that holds a region: where its text begins and ends, and where it belongs.

    That is at the front of the name, or behind the coarser region that is there.
    """
    for i in range(begin, end):
        if codes[i] != _OPEN or (i > begin and codes[i - 1] == _COMPANY):
            continue
        close = _close(codes, i, end)
        code, rest = front_region(trie, table, codes, i + 1, close, hint)
        if code and rest < close:
            rest = zone_end(trie, codes, rest, close + 2, code)  # as if two characters came behind
        if code and rest == close:
            front, behind = front_region(trie, table, codes, begin, i, hint)
            return i + 1, close, behind if front and within(code, front) else begin
    return end, end, end


@kernel
def clean(
    trie: Trie, table: Table, codes: Codes, begin: int, end: int, hint: int, out: Codes, at: int
) -> int:
    """Copy a name with its region in front and without brackets and notes; gives the end of the copy."""
    place, place_end, goal = _bracketed(trie, table, codes, begin, end, hint)
    i = begin
    while i < end:
        if i == goal:
            out[at : at + place_end - place] = codes[place:place_end]
            at += place_end - place
        if codes[i] == _OPEN:
            close = _close(codes, i, end)
            note, length = longest(trie, NOTES, codes, i + 1, close)
            if i + 1 == place or (note != NOTHING and i + 1 + length == close and i > begin):
                i = close + 1
                continue
        if codes[i] != _OPEN and codes[i] != _CLOSE:
            out[at] = codes[i]
            at += 1
        i += 1
    return at
