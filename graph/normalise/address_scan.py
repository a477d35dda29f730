"""Cutting an address into parts: a kernel that reads code points from left to right.

The text is folded, in upper case, without blanks; divisions have been read off its front. A run of letters
and digits (or of Chinese numerals before a unit such as 号) is a designator; what stands between is cut
after words of the lexicon `places`.
"""

import numpy as np
import numpy.typing as npt

from graph.jit import kernel
from graph.normalise.address_words import KIND, PLACES, STARRED, UNITS, WORD_SHIFT, Part
from graph.normalise.codepoints import Codes
from graph.normalise.numerals import numerals_end
from graph.normalise.trie import NOTHING, Trie, longest

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


# The parts of one address, a row each: kind, begin, end with its word, end without it, number of the word
# (NOTHING if none). Positions are in the code points.
Parts = npt.NDArray[np.int64]
KIND_OF, BEGIN, END, VALUE_END, WORD = range(5)


def scratch() -> Parts:
    """Room for the parts of one address."""
    return np.empty((MAX_PARTS + 2, 5), np.int64)


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
def _numerals_end(codes: Codes, at: int, end: int, trie: Trie) -> int:
    """Where a run of Chinese numerals ends if it is a designator, that is if its unit follows; else `at`."""
    i = numerals_end(codes, at, end)
    if i == at:
        return at
    word, _ = longest(trie, UNITS, codes, i, end)
    if word == NOTHING:
        return at
    kind = word & KIND
    if word & STARRED or kind in (ROAD, VILLAGE, RESIDENTS, NAME, NEAR):
        return at
    return i


@kernel
def _boundary(codes: Codes, at: int, end: int, trie: Trie) -> bool:
    """Whether a name has to end here: the text ends, or a designator or a break follows."""
    if at >= end or is_alnum(codes[at]) or _in(codes[at], _BREAKS):
        return True
    if codes[at] == _FIRST:
        at += 1
    return _numerals_end(codes, at, end, trie) > at


@kernel
def _ends_name(codes: Codes, start: int, at: int, end: int, trie: Trie) -> tuple[int, int]:
    """The word of `places` at `at` that ends the name begun at `start`, and its length, or NOTHING."""
    word, length = longest(trie, PLACES, codes, at, end)
    if word == NOTHING:
        return NOTHING, 0
    kind = word & KIND
    after = at + length
    stops = _boundary(codes, after, end, trie)
    if word & STARRED and not stops:
        return NOTHING, 0
    if kind in (NEAR, NOISE, QUALIFIER, NAME):
        following, _ = longest(trie, PLACES, codes, after, end)
        if kind == NEAR and following != NOTHING and (following & KIND) in (TOWN, VILLAGE, ROAD):
            return NOTHING, 0  # 分路口 + 镇
        return word, length
    if at == start and length < 3 and not (length == 2 and stops and kind in (PARK, TOWER, ZONE)):
        return NOTHING, 0
    if not stops:
        following, following_length = longest(trie, PLACES, codes, after, end)
        if following != NOTHING and (following & KIND) not in (NEAR, NOISE, QUALIFIER, NAME):
            starred = following & STARRED
            towns = at > start + 1 and kind == TOWN and (following & KIND) == TOWN
            # 铁路 + 小区 and 市场 + 路 are one name, as is 石镇 + 镇; 文港镇 + 镇前路 are two.
            if not towns and (not starred or _boundary(codes, after + following_length, end, trie)):
                return NOTHING, 0
        if kind in (PARK, TOWER, VILLAGE, ROAD):
            second, _ = longest(trie, PLACES, codes, after + 1, end)
            if second != NOTHING and not second & STARRED:
                second_kind = second & KIND
                if second_kind == ROAD or (second_kind in (TOWN, STREET) and kind != ROAD):
                    return NOTHING, 0  # 花园 + 北路, 人民路 + 北巷
    return word, length


@kernel
def _emit(parts: Parts, n: int, kind: int, begin: int, end: int, value_end: int, word: int) -> int:
    if n >= MAX_PARTS:  # the last part takes in what is left
        parts[n - 1, KIND_OF] = NAME
        parts[n - 1, END] = end
        parts[n - 1, VALUE_END] = end
        parts[n - 1, WORD] = NOTHING
        return n
    parts[n, KIND_OF] = kind
    parts[n, BEGIN] = begin
    parts[n, END] = end
    parts[n, VALUE_END] = value_end
    parts[n, WORD] = NOTHING if word == NOTHING else word >> WORD_SHIFT
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
def scan(codes: Codes, begin: int, end: int, trie: Trie, parts: Parts) -> int:
    """Cut `codes[begin:end]` into parts; returns how many."""
    n = 0
    has_designator = False
    start = begin  # of the name not yet cut
    at = begin
    while at < end:
        c = codes[at]
        stop = _run_end(codes, at, end) if is_alnum(c) else _numerals_end(codes, at, end, trie)
        if stop > at:
            word, length = longest(trie, UNITS, codes, stop, end)
            kind = BARE if word == NOTHING else word & KIND
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
                if kind == NUMBER and n > 0 and parts[n - 1, KIND_OF] == QUALIFIER and has_designator:
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
        word, length = _ends_name(codes, start, at, end, trie)
        if word == NOTHING:
            at += 1
            continue
        kind = word & KIND
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
