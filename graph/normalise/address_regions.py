"""Reading the divisions off the front of an address: what they are, and where each level is named.

Unlike in a firm's name they may be repeated (浙江省杭州市浙江省杭州市余杭区), corrected by a second
reading (上海市浦东新区 浙江省杭州市), cut by signs (浙江省-杭州市), or padded with 市辖区.
"""

import numpy as np
import numpy.typing as npt

from graph.jit import kernel
from graph.normalise.address_costs import CLASS_OF, Class
from graph.normalise.address_words import FILLERS, KIND, PLACES, STARRED, STEMS, Part
from graph.normalise.codepoints import Codes, holds
from graph.normalise.gazetteer import Gazetteer, county_of_town
from graph.normalise.regions import (
    FULL,
    REGIONS,
    STEM,
    Table,
    before_road,
    choose,
    is_municipality,
    within,
)
from graph.normalise.trie import NOTHING, Trie, longest

PROVINCE, CITY, DISTRICT = range(3)
LEVELS = 3
ESTATE, PLACE, ROAD, ZONE = int(Class.ESTATE), int(Class.PLACE), int(Part.ROAD), int(Part.ZONE)
# Where each level stands in the text: begin and end, -1 where the text does not name it.
Written = npt.NDArray[np.int64]

_SIGNS = np.array([ord(c) for c in " -_,.、;:·|/\\"], np.uint32)
_SUFFIXES = np.array([ord(c) for c in "省市县区"], np.uint32)
_LONGEST_TOWN = 7
_FARTHEST = 12  # characters before the divisions that may be a town's name
_LEAST = 3  # characters of a name that may overrule a division read before: not 东区


@kernel
def _skip(codes: Codes, at: int, end: int, trie: Trie) -> int:
    """Where signs and words that say nothing end."""
    while at < end:
        if holds(_SIGNS, codes[at]):
            at += 1
            continue
        word, length = longest(trie, FILLERS, codes, at, end)
        if word == NOTHING:
            break
        following, _ = longest(trie, REGIONS, codes, at + length, end)
        if word and following == NOTHING:
            break  # 中国|轻纺城
        at += length
    return at


@kernel
def level_of(code: int) -> int:
    """PROVINCE, CITY or DISTRICT; a municipality counts as a city."""
    if code % 100:
        return DISTRICT
    return CITY if code % 10000 or is_municipality(code) else PROVINCE


@kernel
def _write(written: Written, level: int, begin: int, end: int) -> None:
    """Note where a level is named: a longer name of it counts for more than a shorter (杭州, 杭州市)."""
    if written[level, 1] - written[level, 0] < end - begin or written[level, 0] < 0:
        written[level, 0] = begin
        written[level, 1] = end


@kernel
def _goes_on(codes: Codes, at: int, end: int, trie: Trie) -> bool:
    """Whether a short name that ends at `at` is the front of a longer one: 上海|大厦, not 福州|公园路."""
    region, _ = longest(trie, REGIONS, codes, at, end)
    if region != NOTHING:
        return False  # 台州|路桥区
    if before_road(codes, at, end):
        word, _ = longest(trie, PLACES, codes, at, end)
        direction, _ = longest(trie, PLACES, codes, at + 1, end)
        return word != NOTHING or direction != NOTHING
    word, length = longest(trie, PLACES, codes, at, end)
    if word == NOTHING or word & STARRED or CLASS_OF[word & KIND] not in (ESTATE, PLACE):
        return False
    word, _ = longest(trie, PLACES, codes, at + length, end)
    return word == NOTHING or (word & KIND) != ROAD


@kernel
def _before_zone(codes: Codes, at: int, end: int, trie: Trie) -> bool:
    word, _ = longest(trie, PLACES, codes, at, end)
    return word != NOTHING and (word & KIND) == ZONE


@kernel
def _suffix_end(codes: Codes, at: int, end: int, trie: Trie) -> int:
    """Where a short name that is given another suffix than its own (永康县, 浦东区) ends."""
    if at >= end or not holds(_SUFFIXES, codes[at]):
        return at
    for root in (REGIONS, PLACES):
        word, _ = longest(trie, root, codes, at, end)
        if word != NOTHING:
            return at
    return at + 1


@kernel
def _restart(trie: Trie, table: Table, codes: Codes, begin: int, end: int) -> int:
    """Where the divisions begin behind a town written before them (小伊乡江苏省连云港市); else `begin`."""
    for at in range(begin + 2, min(begin + _FARTHEST, end)):
        if 48 <= codes[at] <= 57:
            break
        word, length = longest(trie, REGIONS, codes, at, end)
        if word == NOTHING or table[word] != FULL or table[word + 2] % 100:
            continue
        following, _ = longest(trie, REGIONS, codes, at + length, end)
        if following != NOTHING:
            return at
    return begin


@kernel
def _is_town(gazetteer: Gazetteer, codes: Codes, begin: int, end: int, county: int) -> bool:
    """Whether a town of a county follows."""
    for stop in range(begin + 2, min(begin + _LONGEST_TOWN, end) + 1):
        if county_of_town(gazetteer, codes, begin, stop, county) != NOTHING:
            return True
    return False


@kernel
def read_divisions(
    trie: Trie,
    table: Table,
    codes: Codes,
    begin: int,
    end: int,
    hint: int,
    gazetteer: Gazetteer,
    written: Written,
) -> tuple[int, int]:
    """Read divisions off the front: (finest code or 0, where the rest begins); fills `written`.

    `hint` is a code that decides between namesakes and is never itself the answer.
    """
    known, at = _read(trie, table, codes, begin, end, hint, gazetteer, written)
    if known == 0 and at == begin:
        begin = _restart(trie, table, codes, begin, end)
        known, at = _read(trie, table, codes, begin, end, hint, gazetteer, written)
    if known == 0 and at == begin:
        return _district_first(trie, table, codes, begin, end, hint, gazetteer, written)
    return known, at


@kernel
def _district_first(
    trie: Trie,
    table: Table,
    codes: Codes,
    begin: int,
    end: int,
    hint: int,
    gazetteer: Gazetteer,
    written: Written,
) -> tuple[int, int]:
    """A district without its 区 and its city (柯桥漓渚镇): it counts as known if a town of it follows."""
    word, length = longest(trie, STEMS, codes, begin, end)
    after = begin + length
    if word == NOTHING or _goes_on(codes, after, end, trie):
        return 0, begin
    code, certain = choose(table, word, 0, hint)
    if not certain or (hint and not within(code, hint - hint % 10000)):
        return 0, begin
    _write(written, DISTRICT, begin, after)
    return (code if _is_town(gazetteer, codes, after, end, code) else 0), after


@kernel
def _read(
    trie: Trie,
    table: Table,
    codes: Codes,
    begin: int,
    end: int,
    hint: int,
    gazetteer: Gazetteer,
    written: Written,
) -> tuple[int, int]:
    written[:] = -1
    known = 0
    at = begin
    while True:
        start = _skip(codes, at, end, trie)
        word, length = longest(trie, REGIONS, codes, start, end)
        if word == NOTHING and known % 100 == 0 and (known % 10000 or is_municipality(known)):
            word, length = longest(trie, STEMS, codes, start, end)
        if word == NOTHING:
            at = start if known else at
            break
        after = start + length
        short = table[word] != FULL
        if short and _goes_on(codes, after, end, trie):
            break
        if table[word] == STEM and _before_zone(codes, after, end, trie):
            break  # 余杭经济开发区
        code, certain = choose(table, word, known, hint)
        if not certain and not short and length >= _LEAST:
            other, other_certain = choose(table, word, 0, hint)
            level = level_of(table[word + 2])
            if known and other_certain and (level != DISTRICT or within(other, known - known % 10000)):
                written[level:] = -1
                code, certain, known = other, True, 0
            elif known == 0 and other == 0:
                _write(written, level, start, after)  # 鼓楼区 alone: there are several
                at = after
                break
        if not certain:
            break
        if short and code % 100 and known == 0 and hint and not within(code, hint - hint % 10000):
            break
        if short and known and (code == known or not within(code, known)):
            again, _ = longest(trie, REGIONS, codes, after, end)
            if again == NOTHING and not _is_town(gazetteer, codes, after, end, known):
                break  # 杭州市 + 杭州大厦, but 余姚市 + 余姚泗门镇
        if short:
            after = _suffix_end(codes, after, end, trie)
        _write(written, level_of(code), start, after)
        if within(code, known):
            known = code
        at = after
    return known, at
