"""Cutting an address into parts: a kernel that reads code points from left to right.

The text is folded, in upper case, without blanks; divisions have been read off its front. A run of letters
and digits (or of Chinese numerals before a unit such as 号) is a designator; what stands between is cut
after words of the lexicon `places`.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from graph.jit import kernel
from graph.normalise.address_words import Part, Words
from graph.normalise.codepoints import Codes
from graph.normalise.numerals import numerals_end
from graph.normalise.trie import NOTHING, longest

MAX_PARTS = 40  # a longer address keeps its first parts; the rest becomes one name

TOWN, STREET, VILLAGE, RESIDENTS = int(Part.TOWN), int(Part.STREET), int(Part.VILLAGE), int(Part.RESIDENTS)
ZONE, ROAD, PARK, TOWER = int(Part.ZONE), int(Part.ROAD), int(Part.PARK), int(Part.TOWER)
NEAR, NOISE, QUALIFIER = int(Part.NEAR), int(Part.NOISE), int(Part.QUALIFIER)
NUMBER, BUILDING, FLOOR, PART, BARE, NAME = (
    int(Part.NUMBER),
    int(Part.BUILDING),
    int(Part.FLOOR),
    int(Part.PART),
    int(Part.BARE),
    int(Part.NAME),
)

_FIRST = ord("第")
_JOINERS = np.array([ord(c) for c in "-/.&,、~+*"], np.uint32)
_BREAKS = np.array([ord(c) for c in " ,、;:。()[]-/"], np.uint32)


class Parts(NamedTuple):
    """Scratch for the parts of one address: spans in the code points, and the lexicon's word."""

    kind: npt.NDArray[np.int64]
    begin: npt.NDArray[np.int64]
    end: npt.NDArray[np.int64]  # with the word
    value_end: npt.NDArray[np.int64]  # without it
    word: npt.NDArray[np.int64]  # in `units` for designators, else in `places`; NOTHING if none


def scratch() -> Parts:
    """Room for one address."""
    return Parts(*(np.empty(MAX_PARTS + 2, np.int64) for _ in range(5)))


@kernel
def _in(c: int, characters: Codes) -> bool:
    for x in characters:
        if x == c:
            return True
    return False


@kernel
def is_alnum(c: int) -> bool:
    """Whether a code point is 0-9 or A-Z."""
    return 48 <= c <= 57 or 65 <= c <= 90


@kernel
def _run_end(codes: Codes, at: int, end: int) -> int:
    """Where the run of letters, digits and joiners between them ends."""
    i = at
    while i < end:
        if is_alnum(codes[i]) or (_in(codes[i], _JOINERS) and i + 1 < end and is_alnum(codes[i + 1])):
            i += 1
        else:
            break
    return i


@kernel
def _numerals_end(codes: Codes, at: int, end: int, units: Words) -> int:
    """Where a run of Chinese numerals ends if it is a designator, that is if its unit follows; else `at`."""
    i = numerals_end(codes, at, end)
    if i == at:
        return at
    word, _ = longest(units.trie, codes, i, end)
    if word == NOTHING:
        return at
    kind = units.kinds[word]
    if units.starred[word] or kind in (ROAD, VILLAGE, RESIDENTS, NAME, NEAR):
        return at
    return i


@kernel
def _boundary(codes: Codes, at: int, end: int, units: Words) -> bool:
    """Whether a name has to end here: the text ends, or a designator or a break follows."""
    if at >= end or is_alnum(codes[at]) or _in(codes[at], _BREAKS):
        return True
    if codes[at] == _FIRST:
        at += 1
    return _numerals_end(codes, at, end, units) > at


@kernel
def _ends_name(codes: Codes, start: int, at: int, end: int, places: Words, units: Words) -> tuple[int, int]:
    """The word of `places` at `at` that ends the name begun at `start`, and its length, or NOTHING."""
    word, length = longest(places.trie, codes, at, end)
    if word == NOTHING:
        return NOTHING, 0
    kind = places.kinds[word]
    after = at + length
    stops = _boundary(codes, after, end, units)
    if places.starred[word] and not stops:
        return NOTHING, 0
    if kind in (NEAR, NOISE, QUALIFIER, NAME):
        return word, length
    if at == start and length < 3 and not (length == 2 and stops and kind in (PARK, TOWER, ZONE)):
        return NOTHING, 0
    if not stops:
        following, following_length = longest(places.trie, codes, after, end)
        if following != NOTHING and places.kinds[following] not in (NEAR, NOISE, QUALIFIER, NAME):
            starred = places.starred[following]
            towns = kind == TOWN and places.kinds[following] == TOWN  # 文港镇 + 镇前路
            if not towns and (not starred or _boundary(codes, after + following_length, end, units)):
                return NOTHING, 0  # 铁路 + 小区, 市场 + 路: one name
        if kind in (PARK, TOWER, VILLAGE, ROAD):
            second, _ = longest(places.trie, codes, after + 1, end)
            if second != NOTHING and not places.starred[second]:
                second_kind = places.kinds[second]
                if second_kind == ROAD or (second_kind in (TOWN, STREET) and kind != ROAD):
                    return NOTHING, 0  # 花园 + 北路, 人民路 + 北巷
    return word, length


@kernel
def _emit(parts: Parts, n: int, kind: int, begin: int, end: int, value_end: int, word: int) -> int:
    if n >= MAX_PARTS:  # the last part takes in what is left
        parts.kind[n - 1] = NAME
        parts.end[n - 1] = end
        parts.value_end[n - 1] = end
        parts.word[n - 1] = NOTHING
        return n
    parts.kind[n] = kind
    parts.begin[n] = begin
    parts.end[n] = end
    parts.value_end[n] = value_end
    parts.word[n] = word
    return n + 1


@kernel
def _letters_only(codes: Codes, begin: int, end: int) -> bool:
    for i in range(begin, end):
        if not 65 <= codes[i] <= 90:
            return False
    return True


@kernel
def _is_western_floor(codes: Codes, begin: int, end: int) -> bool:
    """3F, 12F."""
    if end - begin < 2 or end - begin > 3 or codes[end - 1] != 70:
        return False
    for i in range(begin, end - 1):
        if not 48 <= codes[i] <= 57:
            return False
    return True


@kernel
def scan(codes: Codes, begin: int, end: int, places: Words, units: Words, parts: Parts) -> int:
    """Cut `codes[begin:end]` into parts; returns how many."""
    n = 0
    has_designator = False
    start = begin  # of the name not yet cut
    at = begin
    while at < end:
        c = codes[at]
        stop = _run_end(codes, at, end) if is_alnum(c) else _numerals_end(codes, at, end, units)
        if stop > at:
            word, length = longest(units.trie, codes, stop, end)
            kind = BARE if word == NOTHING else int(units.kinds[word])
            after = stop + length
            if kind == NAME or (
                kind == BARE and after < end and at > start and not _in(codes[after], _BREAKS)
            ):
                at = after  # 红星2000商城
                continue
            if kind in (ROAD, VILLAGE, RESIDENTS, NEAR):
                n = _emit(parts, n, kind, start, after, stop, NOTHING)
            else:
                name_end = at - 1 if at > start and codes[at - 1] == _FIRST else at
                if name_end > start:
                    n = _emit(parts, n, NAME, start, name_end, name_end, NOTHING)
                if kind == FLOOR and _letters_only(codes, at, stop):
                    kind = BUILDING  # A楼
                if kind == NUMBER and n > 0 and parts.kind[n - 1] == QUALIFIER and has_designator:
                    kind = PART  # 101室附1号
                if kind == BARE and _is_western_floor(codes, at, stop):
                    kind = FLOOR
                    stop -= 1
                n = _emit(parts, n, kind, at, after, stop, word)
                has_designator = True
            start = at = after
            continue
        if _in(c, _BREAKS):
            if at > start:
                n = _emit(parts, n, NAME, start, at, at, NOTHING)
            at += 1
            start = at
            continue
        word, length = _ends_name(codes, start, at, end, places, units)
        if word == NOTHING:
            at += 1
            continue
        kind = int(places.kinds[word])
        if kind == NAME:
            at += length
            continue
        if kind in (NOISE, QUALIFIER):
            if at > start:
                n = _emit(parts, n, NAME, start, at, at, NOTHING)
            if kind == QUALIFIER:
                n = _emit(parts, n, QUALIFIER, at, at + length, at + length, NOTHING)
        else:
            n = _emit(parts, n, kind, start, at + length, at, word)
        at += length
        start = at
    if end > start:
        n = _emit(parts, n, NAME, start, end, end, NOTHING)
    return n
