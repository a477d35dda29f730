"""Cutting an address into parts: a kernel that reads code points from left to right.

The text is folded, in upper case, without blanks; divisions have been read off its front. A run of letters
and digits (or of Chinese numerals before a unit such as 号) is a designator; the runs of names between are
cut by `address_names`.
"""

import numpy as np

from graph.jit import kernel
from graph.normalise.address_costs import CLASS_OF, Class, Follow
from graph.normalise.address_names import Work, cut
from graph.normalise.address_parts import BEGIN, DASHED, END, FIRST, KIND_OF, Parts, emit
from graph.normalise.address_words import ENDINGS, KIND, PLACES, STARRED, UNITS, Part
from graph.normalise.codepoints import Codes, holds
from graph.normalise.gazetteer import Gazetteer
from graph.normalise.numerals import numerals_end
from graph.normalise.trie import NOTHING, Trie, longest, longest_before

ROAD, VILLAGE, RESIDENTS = int(Part.ROAD), int(Part.VILLAGE), int(Part.RESIDENTS)
NEAR, QUALIFIER, NAME, GROUP = int(Part.NEAR), int(Part.QUALIFIER), int(Part.NAME), int(Part.GROUP)
NUMBER, LANE, BUILDING, UNIT = int(Part.NUMBER), int(Part.LANE), int(Part.BUILDING), int(Part.UNIT)
FLOOR, PART, BARE, AREA = int(Part.FLOOR), int(Part.PART), int(Part.BARE), int(Part.AREA)
ROOM, SHOP, STATION, MARKET = int(Part.ROOM), int(Part.SHOP), int(Part.STATION), int(Part.MARKET)

START, GATE, INNER, LEVEL, PLACE, VILLAGE_CLASS = (
    int(Class.START),
    int(Class.GATE),
    int(Class.INNER),
    int(Class.LEVEL),
    int(Class.PLACE),
    int(Class.VILLAGE),
)
_FOLLOW = np.full(len(Part), int(Follow.INNER), np.int64)
for _kind, _follow in (
    (NUMBER, Follow.NUMBER), (LANE, Follow.NUMBER), (BARE, Follow.BARE), (GROUP, Follow.GROUP),
    (AREA, Follow.AREA), (NEAR, Follow.END),
):  # fmt: skip
    _FOLLOW[_kind] = int(_follow)
_AT_END = int(Follow.END)

_STREET, _FOUR, _S = ord("街"), ord("4"), ord("S")
_ORDINAL, _LINE = ord("第"), ord("一")
_LISTING = np.array([ord(c) for c in ".&,、~+*"], np.uint32)  # between designators that are one: 101、102室
_DASHES = np.array([ord(c) for c in "-/"], np.uint32)
_BREAKS = np.array([ord(c) for c in " ,、;:。()[]-/"], np.uint32)
_STEMS = np.array([ord(c) for c in "甲乙丙丁特"], np.uint32)  # 甲1号 is not 1号


@kernel
def is_alnum(c: int) -> bool:
    """Whether a code point is 0-9 or A-Z."""
    return 48 <= c <= 57 or 65 <= c <= 90


@kernel
def _element_end(codes: Codes, at: int, end: int) -> int:
    """Where the run of letters and digits, or the list of such, ends."""
    i = at
    while i < end:
        if is_alnum(codes[i]) or (holds(_LISTING, codes[i]) and i + 1 < end and is_alnum(codes[i + 1])):
            i += 1
        else:
            break
    return i


@kernel
def _is_dash(codes: Codes, at: int, end: int) -> bool:
    """A dash, or the numeral that is written for one (12一3)."""
    if holds(_DASHES, codes[at]):
        return True
    if codes[at] != _LINE or at == 0 or at + 1 >= end:
        return False
    return is_alnum(codes[at - 1]) and is_alnum(codes[at + 1])


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
def _is_in_name(codes: Codes, start: int, at: int, stop: int, end: int, kind: int, trie: Trie) -> bool:
    """Whether the run [at, stop) before a unit of a kind belongs to the name that begins at `start`."""
    if kind in (NAME, ROAD, VILLAGE, RESIDENTS):
        return True  # 7号桥, 临港2路
    ending, _ = longest_before(trie, ENDINGS, codes, start, at)
    if ending != NOTHING and ending & STARRED and kind != BARE:
        ending = NOTHING
    if stop == at + 2 and codes[at] == _FOUR and codes[at + 1] == _S:
        return True  # 4S店
    if kind in (LANE, NUMBER) and stop < end and not is_alnum(codes[at]):
        return at > start and ending == NOTHING  # 金仙一弄, 之江一号
    if kind != BARE or stop >= end or holds(_BREAKS, codes[stop]):
        return False
    if _letters_only(codes, at, stop):
        return True  # KTV城
    if ending != NOTHING or at == start or numerals_end(codes, stop, end) > stop:
        return False  # 五四路868四楼
    word, _ = longest(trie, PLACES, codes, stop, end)
    return stop == at + 1 or (word != NOTHING and CLASS_OF[word & KIND] == PLACE)  # 红星2000商城


@kernel
def _designator_first(codes: Codes, parts: Parts, n: int, start: int, at: int, trie: Trie) -> int:
    """Where what belongs to the designator at `at` begins: 第3栋, 甲1号, 负1层."""
    if at > start and codes[at - 1] == _ORDINAL:
        return at - 1
    if at > start and holds(_STEMS, codes[at - 1]):
        word, _ = longest_before(trie, ENDINGS, codes, start, at - 1)
        if word != NOTHING or at == start + 1:
            return at - 1
    if at == start and n > 0 and parts[n - 1, KIND_OF] == QUALIFIER and parts[n - 1, END] == at:
        return int(parts[n - 1, BEGIN])
    return at


@kernel
def _class_before(parts: Parts, n: int) -> int:
    """What the last part is to a name behind it."""
    for k in range(n - 1, -1, -1):
        kind = parts[k, KIND_OF]
        if kind in (NUMBER, LANE, BARE):
            return GATE
        if kind in (BUILDING, UNIT):
            return INNER
        if kind in (FLOOR, ROOM, SHOP, STATION, PART):
            return LEVEL
        if kind == GROUP:
            return VILLAGE_CLASS
        if kind == AREA:
            return PLACE
        if CLASS_OF[kind] >= 0:
            return int(CLASS_OF[kind])
    return START


@kernel
def _indoors(codes: Codes, parts: Parts, n: int, start: int, at: int, trie: Trie) -> bool:
    """Whether what stands before `at` is a market, a floor or a part of a named place."""
    if at > start:
        word, _ = longest_before(trie, ENDINGS, codes, start, at)
        return word != NOTHING and (word & KIND) == MARKET
    return n > 0 and parts[n - 1, KIND_OF] in (AREA, FLOOR, MARKET, SHOP)


@kernel
def scan(
    codes: Codes, begin: int, end: int, place: int, trie: Trie, gazetteer: Gazetteer, work: Work, parts: Parts
) -> int:
    """Cut `codes[begin:end]` into parts; returns how many. `place` is the division known."""
    n = 0
    has_designator = False
    start = begin  # of the run of names not yet cut
    at = begin
    while at < end:
        c = codes[at]
        stop = _element_end(codes, at, end) if is_alnum(c) else _numerals_end(codes, at, end, trie)
        if stop == at:
            if holds(_BREAKS, c) or _is_dash(codes, at, end):
                if at > start:
                    before = _class_before(parts, n)
                    n = cut(codes, start, at, before, _AT_END, place, trie, gazetteer, work, parts, n)
                start = at + 1
            at += 1
            continue
        word, length = longest(trie, UNITS, codes, stop, end)
        kind = BARE if word == NOTHING else word & KIND
        after = stop + length
        if kind == ROAD and codes[stop] == _STREET and _indoors(codes, parts, n, start, at, trie):
            kind = UNIT  # a row of a market
        if _is_in_name(codes, start, at, stop, end, kind, trie):
            at = after
            continue
        first = _designator_first(codes, parts, n, start, at, trie)
        name_end = max(start, min(first, at))
        if name_end > start:
            before = _class_before(parts, n)
            n = cut(codes, start, name_end, before, _FOLLOW[kind], place, trie, gazetteer, work, parts, n)
            first = _designator_first(codes, parts, n, at, at, trie) if first == at else first
        if kind == FLOOR and _letters_only(codes, at, stop):
            kind = BUILDING  # A楼
        if kind == NUMBER and n > 0 and parts[n - 1, KIND_OF] == QUALIFIER and has_designator:
            kind = PART  # 101室附1号
        if kind == BARE and _is_western_floor(codes, at, stop):
            kind = FLOOR
            stop -= 1
        dashed = n > 0 and parts[n - 1, END] == at - 1 and _is_dash(codes, at - 1, end)
        n = emit(parts, n, kind, at, after, stop, word)
        parts[n - 1, FIRST] = first
        if first < at and holds(_STEMS, codes[first]):
            parts[n - 1, BEGIN] = first  # 甲8号 is not 8号
        parts[n - 1, DASHED] = dashed
        has_designator = True
        start = at = after
    if end > start:
        before = _class_before(parts, n)
        n = cut(codes, start, end, before, _AT_END, place, trie, gazetteer, work, parts, n)
    return n
