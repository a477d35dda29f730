"""Cutting a run of names (浦沿街道滨文路立志园) into its parts: the cheapest cut by `address_costs`.

A piece is a name with the word of the lexicon `places` that it ends in, a town of the gazetteer with or
without such a word, or a name of unknown kind. The cheapest sequence is found by dynamic programming over
the run's positions and the class of the last piece (a semi-Markov model with figures set by hand).
"""

import numpy as np
import numpy.typing as npt

from graph.jit import kernel
from graph.normalise.address_costs import (
    AREA_COST,
    CLASS_OF,
    LAST,
    LENGTH,
    LISTED_TOWN,
    NEAR_INSIDE,
    NEVER,
    PLACE_INSIDE,
    SHORT_TOWN,
    STARRED_INSIDE,
    STARRED_INSIDE_NAME,
    STARRED_WHOLE,
    STEP,
    SUFFIX_FIRST,
    TORN,
    UNLISTED_DISTRICT,
    UNLISTED_TOWN,
    WORD_INSIDE,
    Class,
)
from graph.normalise.address_parts import KIND_OF, MAX_PARTS, Parts, emit
from graph.normalise.address_words import ENDINGS, KIND, PLACES, STARRED, Part
from graph.normalise.codepoints import Codes, holds
from graph.normalise.gazetteer import SEVERAL, Gazetteer, county_of_town
from graph.normalise.numerals import is_numeral
from graph.normalise.regions import is_municipality
from graph.normalise.trie import NOTHING, Trie, longest, longest_before

LONGEST_RUN = 40  # a longer run is one name from there on
LONGEST_PIECE = 16
LONGEST_TOWN = 7

TOWN, NAME_CLASS, NEAR_CLASS, START, ROAD_CLASS, VILLAGE_CLASS, ZONE_CLASS, PLACE_CLASS, ESTATE_CLASS = (
    int(Class.TOWN),
    int(Class.NAME),
    int(Class.NEAR),
    int(Class.START),
    int(Class.ROAD),
    int(Class.VILLAGE),
    int(Class.ZONE),
    int(Class.PLACE),
    int(Class.ESTATE),
)
CLASSES = NEAR_CLASS + 1
_AND = np.array([ord(c) for c in "与和跟及"], np.uint32)
_TURNS = np.array([ord(c) for c in "东西南北中环横0123456789"], np.uint32)
_WAY = ord("路")
_COUNTY_ENDS = np.array([ord(c) for c in "区县市"], np.uint32)
TOWN_KIND, NAME = int(Part.TOWN), int(Part.NAME)
NEAR, NOISE, LINK, AREA = int(Part.NEAR), int(Part.NOISE), int(Part.LINK), int(Part.AREA)
SECTION, DISTRICT, PART = int(Part.SECTION), int(Part.DISTRICT), int(Part.PART)
PARK, TOWER, MARKET, LANDMARK = int(Part.PARK), int(Part.TOWER), int(Part.MARKET), int(Part.LANDMARK)

# For every position of a run and class of the piece that ends there: cost, where the piece begins, class
# of the piece before, the word it ends in (NOTHING: none), length of the word.
Work = npt.NDArray[np.int64]
ALONE, ENDS = 1, 2  # a word that may be a name by itself; one that ends a name even if another follows
COST, FROM, BEFORE, ENDS_IN, WORD_LENGTH, INSIDE = range(6)


def work() -> Work:
    """Room for the cutting of one run."""
    return np.empty((LONGEST_RUN + 1, CLASSES, 6), np.int64)


@kernel
def _reach(
    work: Work, before: int, only: int, i: int, j: int, to: int, cost: int, word: int, length: int
) -> None:
    """Offer the piece [i, j) of class `to`, behind the class `only` (-1: any); the cheapest way stays."""
    best = NEVER
    best_class = -1
    if i == 0:
        if only in (-1, before):
            best = STEP[before, to]
            best_class = before
    else:
        for c in range(CLASSES):
            if only in (-1, c):
                total = work[i, c, COST] + STEP[c, to]
                if total < best:
                    best = total
                    best_class = c
    if best + cost < work[j, to, COST]:
        work[j, to, COST] = best + cost
        work[j, to, FROM] = i
        work[j, to, BEFORE] = best_class
        work[j, to, ENDS_IN] = word
        work[j, to, WORD_LENGTH] = length


@kernel
def _town_cost(gazetteer: Gazetteer, codes: Codes, begin: int, end: int, place: int) -> int:
    """What it costs to read [begin, end) as a town that the gazetteer knows; NEVER if it knows none."""
    if place == 0:
        county = county_of_town(gazetteer, codes, begin, end, 0)
        return NEVER if county == NOTHING else int(SHORT_TOWN[4 if county == SEVERAL else 3])
    if place % 100 and county_of_town(gazetteer, codes, begin, end, place) != NOTHING:
        return int(SHORT_TOWN[0])
    if place % 10000 and county_of_town(gazetteer, codes, begin, end, place - place % 100) != NOTHING:
        return int(SHORT_TOWN[1])
    if county_of_town(gazetteer, codes, begin, end, place - place % 10000) != NOTHING:
        return int(SHORT_TOWN[1 if is_municipality(place) else 2])
    return NEVER


@kernel
def _plain(codes: Codes, begin: int, end: int) -> int:
    """How long a road's name is without the numerals and directions at its end: 滨海|十三路, 大埔河|北路.

    One character of which roads are counted off is as good as a name of two: 潜三路, 经七路, 西一路.
    """
    at = end
    while at > begin + 1 and (is_numeral(codes[at - 1]) or holds(_TURNS, codes[at - 1])):
        at -= 1
    counted = at == begin + 1 < end and is_numeral(codes[at]) and not is_numeral(codes[begin])
    return at - begin + counted


@kernel
def _before_town(codes: Codes, at: int, end: int, trie: Trie) -> bool:
    """Whether 镇, 街道, 东路 or the like follows."""
    word, length = longest(trie, PLACES, codes, at, end)
    if word == NOTHING or word & STARRED:
        return False
    return CLASS_OF[word & KIND] == TOWN or (CLASS_OF[word & KIND] == ROAD_CLASS and length > 1)


@kernel
def _blocked(codes: Codes, begin: int, size: int, trie: Trie) -> int:
    """Bit j is set where no name may end at position j: inside a word (街|道), or inside or behind one that
    ends no name (大学生)."""
    bits = 0
    for p in range(size):
        word, length = longest(trie, PLACES, codes, begin + p, begin + size)
        if word == NOTHING or word & STARRED:
            continue
        kind = word & KIND
        if kind != NAME and CLASS_OF[kind] in (NEAR_CLASS, -1):
            continue
        for q in range(p + 1, p + length + (kind == NAME)):
            bits |= 1 << q
    return bits


@kernel
def _mark_endings(codes: Codes, begin: int, size: int, trie: Trie, blocked: int, work: Work) -> None:
    """For every position what it costs a name to hold the word that ends there, where the word begins and
    how it stands; and what it costs a name to begin behind the position before."""
    for j in range(1, size + 1):
        work[j, 0, INSIDE] = 0
        work[j, 3, INSIDE] = 0
        word, length = longest(trie, PLACES, codes, begin + j - 1, begin + size)
        if word != NOTHING and not word & STARRED:
            to = CLASS_OF[word & KIND]
            if to == TOWN or (to in (VILLAGE_CLASS, ROAD_CLASS) and length > 1):
                work[j, 3, INSIDE] = 4 * SUFFIX_FIRST if to == TOWN else 2 * SUFFIX_FIRST
            elif length == 1 and to != NEAR_CLASS:
                work[j, 3, INSIDE] = SUFFIX_FIRST
        word, length = longest_before(trie, ENDINGS, codes, begin, begin + j)
        if word == NOTHING or blocked >> j & 1:
            continue
        kind = word & KIND
        to = CLASS_OF[kind]
        starred = word & STARRED
        work[j, 1, INSIDE] = j - length
        work[j, 2, INSIDE] = (
            ENDS if to in (TOWN, VILLAGE_CLASS) else ALONE if length > 2 and not starred else 0
        )
        if to == NEAR_CLASS:
            work[j, 2, INSIDE] = ALONE | ENDS
            work[j, 0, INSIDE] = 0 if kind in (LINK, SECTION) or starred else NEAR_INSIDE
        elif to in (PLACE_CLASS, ESTATE_CLASS):
            work[j, 0, INSIDE] = STARRED_INSIDE_NAME if starred else PLACE_INSIDE
        else:
            work[j, 0, INSIDE] = STARRED_INSIDE_NAME if starred else WORD_INSIDE


@kernel
def _inside(i: int, j: int, whole: bool, work: Work) -> int:
    """What the words within [i, j) cost, those that end it included if that is the `whole` piece."""
    cost = 0
    for q in range(i + 2, j + 1):
        if work[q, 0, INSIDE]:
            how = work[q, 2, INSIDE]
            if (q < j or how & ENDS or whole) and work[q, 1, INSIDE] + (how & ALONE) > i:
                inside = work[q, 0, INSIDE]
                if whole and q == j:
                    inside = STARRED_WHOLE if inside < PLACE_INSIDE else max(inside, WORD_INSIDE)
                cost += inside
    return cost


@kernel
def _torn(codes: Codes, begin: int, size: int, trie: Trie) -> int:
    """Bit j is set where position j is inside a word, for whatever kind of word it is (对|面)."""
    bits = 0
    for p in range(size):
        word, length = longest(trie, PLACES, codes, begin + p, begin + size)
        if word != NOTHING and not word & STARRED:
            for q in range(p + 1, p + length):
                bits |= 1 << q
    return bits


@kernel
def _offer(
    codes: Codes,
    begin: int,
    i: int,
    j: int,
    size: int,
    before: int,
    place: int,
    word: int,
    length: int,
    extra: int,
    torn: int,
    trie: Trie,
    gazetteer: Gazetteer,
    work: Work,
) -> None:
    """Offer the piece [i, j) that ends in a word of the lexicon."""
    kind = word & KIND
    to = CLASS_OF[kind]
    stem = j - i - length
    plain = _plain(codes, begin + i, begin + i + stem) if to == ROAD_CLASS else stem
    starred = word & STARRED and j < size
    if to < 0 or (to == NEAR_CLASS and (stem or starred)) or (kind == AREA and stem):
        return
    cost = LENGTH[to, min(plain, LENGTH.shape[1] - 1)] + extra + _inside(i, i + stem, False, work)
    if starred:
        if to == ROAD_CLASS:
            return
        cost += STARRED_INSIDE
    if kind == AREA:
        cost = AREA_COST
    if torn and to not in (TOWN, VILLAGE_CLASS, ROAD_CLASS):  # 路|口 but not 交叉|口
        cost += TORN
    if kind in (LINK, SECTION):
        _reach(work, before, ROAD_CLASS, i, j, to, cost, word, length)
        _reach(work, before, VILLAGE_CLASS, i, j, to, cost, word, length)
        if word & STARRED:
            _reach(work, before, PLACE_CLASS, i, j, to, cost, word, length)
    else:
        if to == TOWN:
            listed = _town_cost(gazetteer, codes, begin + i, begin + i + stem, place)
            inner, inner_length = longest_before(trie, ENDINGS, codes, begin + i, begin + i + stem)
            inner_town = inner != NOTHING and CLASS_OF[inner & KIND] == TOWN
            stem_end = begin + i + stem - inner_length
            if inner_town and _town_cost(gazetteer, codes, begin + i, stem_end, place) < NEVER:
                listed = NEVER  # 党湾镇 + 镇中路, but 石镇 + 镇
            cost = min(listed - LISTED_TOWN, cost + UNLISTED_TOWN)
        _reach(work, before, -1, i, j, to, cost, word, length)


@kernel
def _search(
    codes: Codes,
    begin: int,
    size: int,
    before: int,
    place: int,
    trie: Trie,
    gazetteer: Gazetteer,
    work: Work,
) -> None:
    """Fill `work` with the cheapest pieces of the run `codes[begin:begin + size]`."""
    work[: size + 1, :, COST] = NEVER
    blocked = _blocked(codes, begin, size, trie)
    torn = _torn(codes, begin, size, trie)
    _mark_endings(codes, begin, size, trie, blocked, work)
    for j in range(1, size + 1):
        for i in range(max(0, j - LONGEST_PIECE), j):
            long = min(j - i, LENGTH.shape[1] - 1)
            first = work[i + 1, 3, INSIDE] if i > 0 else 0
            cost = TORN * (torn >> j & 1) + LENGTH[NAME_CLASS, long] + first + _inside(i, j, True, work)
            _reach(work, before, -1, i, j, NAME_CLASS, cost, NOTHING, 0)
            if not blocked >> j & 1:
                word, length = longest_before(trie, ENDINGS, codes, begin + i, begin + j)
                if word != NOTHING:
                    _offer(
                        codes,
                        begin,
                        i,
                        j,
                        size,
                        before,
                        place,
                        word,
                        length,
                        first,
                        torn >> j & 1,
                        trie,
                        gazetteer,
                        work,
                    )
            if i == 0 and before == START and 3 <= j <= 4 and holds(_COUNTY_ENDS, codes[begin + j - 1]):
                word, _ = longest_before(trie, ENDINGS, codes, begin, begin + j)
                other, _ = longest(trie, PLACES, codes, begin + j - 1, begin + size)
                if word == NOTHING and other == NOTHING:
                    _reach(work, before, -1, i, j, ZONE_CLASS, UNLISTED_DISTRICT, NOTHING, 0)
            early = i == 0 and before in (START, ZONE_CLASS, TOWN)
            if 1 < j - i <= LONGEST_TOWN and (early or (i > 0 and work[i, ZONE_CLASS, COST] < NEVER)):
                road = codes[begin + j - 1] == _WAY  # a town named after its road is never without its 街道
                cost = NEVER if road else _town_cost(gazetteer, codes, begin + i, begin + j, place)
                if cost < NEVER and not _before_town(codes, begin + j, begin + size, trie):
                    _reach(work, before, -1, i, j, TOWN, cost, NOTHING, 0)


@kernel
def cut(
    codes: Codes,
    begin: int,
    end: int,
    before: int,
    follow: int,
    place: int,
    trie: Trie,
    gazetteer: Gazetteer,
    work: Work,
    parts: Parts,
    n: int,
) -> int:
    """Cut `codes[begin:end]` and add its parts; returns how many there are then.

    `before` is the `Class` of what stands before the run, `follow` what comes after it, `place` the
    division known.
    """
    size = min(end - begin, LONGEST_RUN)
    _search(codes, begin, size, before, place, trie, gazetteer, work)
    best = NEVER * 2
    at_class = NAME_CLASS
    for c in range(CLASSES):
        total = work[size, c, COST] + LAST[c, follow]
        if total < best:
            best = total
            at_class = c
    # From the end to the begin, then turned round.
    first = n
    j = size
    while j > 0 and n < MAX_PARTS:
        i = work[j, at_class, FROM]
        word = work[j, at_class, ENDS_IN]
        kind = word & KIND if word != NOTHING else TOWN_KIND if at_class == TOWN else NAME
        if kind == LINK:
            kind = NOISE if holds(_AND, codes[begin + i]) else NEAR
        if kind == SECTION:
            kind = PART
        if at_class == ZONE_CLASS and word == NOTHING:
            kind = DISTRICT
        if kind != NOISE:
            n = emit(parts, n, kind, begin + i, begin + j, begin + j - work[j, at_class, WORD_LENGTH], word)
        at_class = work[j, at_class, BEFORE]
        j = i
    for k in range((n - first) // 2):
        for field in range(parts.shape[1]):
            parts[first + k, field], parts[n - 1 - k, field] = (
                parts[n - 1 - k, field],
                parts[first + k, field],
            )
    for k in range(first + 1, n):
        if parts[k, KIND_OF] == NEAR and parts[k - 1, KIND_OF] in (NAME, PARK, TOWER, MARKET):
            parts[k - 1, KIND_OF] = LANDMARK
    if end - begin > size:
        n = emit(parts, n, NAME, begin + size, end, end, NOTHING)
    return n
