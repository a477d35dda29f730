"""From the parser's parts to tokens: the kernel that writes names and designators in one spelling.

Levelled are numerals, leading zeros, suffixes of committees, a number that hangs on another (8号之二 and
8-2号), a compound (3-2-101), a basement (负一层, B1层, -1层) and the order of the designators.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from graph.jit import kernel
from graph.matching.address_kinds import (
    BARE,
    IMPLIED,
    KIND_OF_PART,
    ONE_BUILDING,
    PLAIN,
    REPEATED,
    SHOP_MARKS,
    Kind,
)  # fmt: skip
from graph.normalise.address_scan import BEGIN, END, KIND_OF, VALUE_END, WORD, Parts, is_alnum
from graph.normalise.address_words import Marks, Part
from graph.normalise.codepoints import Codes
from graph.normalise.numerals import is_numeral, numerals_end, plain_int, write_number
from graph.normalise.trie import NOTHING

TOWN, COMMUNITY, ROAD, PARK = int(Kind.TOWN), int(Kind.COMMUNITY), int(Kind.ROAD), int(Kind.PARK)
ZONE = int(Kind.ZONE)
GROUP, NUMBER, AREA, BUILDING = int(Kind.GROUP), int(Kind.NUMBER), int(Kind.AREA), int(Kind.BUILDING)
UNIT, FLOOR, ROOM, STATION = int(Kind.UNIT), int(Kind.FLOOR), int(Kind.ROOM), int(Kind.STATION)
REST = int(Kind.REST)
_QUALIFIER, _TOWER, _LANE, _SHOP = int(Part.QUALIFIER), int(Part.TOWER), int(Part.LANE), int(Part.SHOP)

LEAST_NAME = 3  # characters of words behind a designator that are a place of their own
_DASH, _COMMA = ord("-"), ord(",")
_OF, _BESIDE, _TO, _INSIDE = ord("之"), ord("附"), ord("至"), ord("内")
_VILLAGE, _SEAT = ord("村"), ord("位")
_YARDS = np.array([ord(c) for c in "园院厂场楼区"], np.uint32)
_SEATS = np.array([ord(c) for c in "工卡席座"], np.uint32)
_JOINERS = np.array([ord(c) for c in "~/."], np.uint32)
_LISTERS = np.array([ord(c) for c in "、&+*"], np.uint32)
_UNSAID = np.array([ord(c) for c in "·・•.'\"“”‘’- ,、#"], np.uint32)
_LINKS = np.array([ord(c) for c in "与和及"], np.uint32)
# Words behind a designator that tell nothing.
_IDLE = np.array([ord(c) for c in "内屋房处号第的铺店面门共整楼上等"], np.uint32)
_SIDES = np.array([ord(c) for c in "甲乙丙丁戊己东西南北中前后左右主副"], np.uint32)
_HOUSES = np.array([ord(c) for c in "座栋幢楼塔"], np.uint32)
_SHOP_CHARS = np.array([ord(c) for c in SHOP_MARKS], np.uint32)
_SHOP_VALUES = np.array(list(SHOP_MARKS.values()), np.int64)
# Endings that one writes after an estate's name and another leaves out, the longest first.
_ESTATES = tuple(np.array([ord(c) for c in word], np.uint32) for word in ("住宅小区", "小区", "住宅区"))


class Tokens(NamedTuple):
    """Room for the tokens of many addresses, one after the other."""

    kinds: npt.NDArray[np.int8]
    flags: npt.NDArray[np.int8]
    begins: npt.NDArray[np.int64]  # of the token's text in `codes`
    stems: npt.NDArray[np.int64]  # where a name ends without its suffix: 金峰 of 金峰镇
    ends: npt.NDArray[np.int64]
    codes: Codes


@kernel
def _in(c: int, characters: Codes) -> bool:
    for x in characters:
        if x == c:
            return True
    return False


@kernel
def write_name(codes: Codes, begin: int, end: int, out: Codes, at: int) -> int:
    """Write a name without signs, its numerals as digits (五一路 and 51路 are one); returns the end."""
    i = begin
    while i < end:
        c = codes[i]
        if _in(c, _UNSAID):
            i += 1
            continue
        stop = numerals_end(codes, i, end)
        if stop > i:
            at = write_number(codes, i, stop, out, at)
            i = stop
            continue
        out[at] = c
        at += 1
        i += 1
    return at


@kernel
def _without(out: Codes, begin: int, end: int, ending: Codes) -> int:
    """Where a name ends without an ending; at least two characters stay."""
    if end - begin < len(ending) + 2:
        return end
    for i in range(len(ending)):
        if out[end - len(ending) + i] != ending[i]:
            return end
    return end - len(ending)


@kernel
def _write_value(codes: Codes, begin: int, end: int, out: Codes, at: int) -> int:
    """Write a designator's value: digits for numerals, `-` for every joiner and `,` in every list."""
    stop = write_number(codes, begin, end, out, at)
    for i in range(at, stop):
        if _in(out[i], _JOINERS):
            out[i] = _DASH
        elif _in(out[i], _LISTERS):
            out[i] = _COMMA
    return stop


@kernel
def _has_value(codes: Codes, begin: int, end: int) -> bool:
    for i in range(begin, end):
        if is_alnum(codes[i]) or is_numeral(codes[i]):
            return True
    return False


@kernel
def _joined(codes: Codes, begin: int, end: int) -> int:
    """How many values are joined by hyphens."""
    n = 1
    for i in range(begin, end):
        n += codes[i] == _DASH
    return n


@kernel
def _idle(codes: Codes, begin: int, end: int) -> bool:
    for i in range(begin, end):
        if not _in(codes[i], _IDLE):
            return False
    return True


@kernel
def floor_of(out: Codes, begin: int, end: int) -> int:
    """The floor that a room's number tells: 12 of 1201, 16 of 16D, -1 of -101; 0 where it tells none."""
    sign = 1
    if begin < end and out[begin] == _DASH:
        sign = -1
        begin += 1
    while begin < end and 65 <= out[begin] <= 90:
        begin += 1
    digits = 0
    value = 0
    while begin + digits < end and 48 <= out[begin + digits] <= 57 and digits < 6:
        value = value * 10 + int(out[begin + digits]) - 48
        digits += 1
    if digits >= 3:
        return sign * (value // 100)
    lettered = begin + digits < end and 65 <= out[begin + digits] <= 90
    return sign * value if digits and lettered else 0


@kernel
def _basement(out: Codes, begin: int, end: int) -> int:
    """Write B1 as -1."""
    if end - begin in (2, 3) and out[begin] == 66 and 48 <= out[begin + 1] <= 57:
        out[begin] = _DASH
    return end


@kernel
def _western_floor(out: Codes, begin: int, end: int) -> int:
    """Where the floor ends that is written together with what follows it (7 of 7F702); or `begin`."""
    i = begin
    while i < end and i < begin + 2 and 48 <= out[i] <= 57:
        i += 1
    if i == begin or i + 1 >= end or out[i] != 70:
        return begin
    lettered = 65 <= out[i + 1] <= 90 and i + 2 < end  # 7FA702
    return i if 48 <= out[i + 1] <= 57 or lettered else begin


@kernel
def _split(t: Tokens, first: int, last: int) -> int:
    """Cut the compound in token `last` (3-2-101) into tokens of their own; returns how many there are now.

    `first` is the address' first token. A range (101-105) and a list stay whole.
    """
    begin, end = t.begins[last], t.ends[last]
    elements = 1
    cut = begin
    for i in range(begin + 1, end):
        if t.codes[i] == _COMMA:
            return last + 1
        if t.codes[i] == _DASH:
            elements += 1
            cut = i
    if elements == 1 or elements > 4 or cut == end - 1:
        return last + 1
    kind, flags = t.kinds[last], t.flags[last]
    finest = BUILDING - 1
    for k in range(first, last):
        if BUILDING <= t.kinds[k] <= FLOOR:
            finest = max(finest, int(t.kinds[k]))
        elif t.flags[k] & ONE_BUILDING and elements == 2:
            finest = max(finest, UNIT)  # 8-3 in a tower is on the eighth floor
    digits = 0
    while begin + digits < end and 48 <= t.codes[begin + digits] <= 57:
        digits += 1
    if digits >= 3:
        second = cut + 1
        while second < end and 48 <= t.codes[second] <= 57:
            second += 1
        if kind != ROOM or elements > 2 or (second == end and end - cut - 1 == digits):
            return last + 1
        if t.codes[begin + digits] != _DASH:
            return last + 1
        t.stems[last] = t.ends[last] = begin + digits
        t.kinds[last + 1], t.flags[last + 1] = STATION, IMPLIED
        t.begins[last + 1], t.stems[last + 1], t.ends[last + 1] = cut + 1, end, end
        return last + 2
    if finest + elements - 1 >= kind or finest + elements - 1 > FLOOR:
        return last + 1
    at = last
    start = begin
    for i in range(begin + 1, end + 1):
        if i == end or t.codes[i] == _DASH:
            final = i == end
            t.kinds[at] = kind if final else finest + 1 + at - last
            t.flags[at] = flags if final else IMPLIED
            t.begins[at], t.stems[at], t.ends[at] = start, i, i
            start = i + 1
            at += 1
    return at


@kernel
def drop_repeated(t: Tokens, first: int, n: int) -> int:
    """Drop tokens that say what one before them said (新星里12栋新星里12号楼); returns how many there are."""
    kept = first
    for k in range(first, n):
        repeated = False
        for j in range(first, kept):
            if t.kinds[j] != t.kinds[k] or t.ends[j] - t.begins[j] != t.ends[k] - t.begins[k]:
                continue
            same = True
            for i in range(t.ends[k] - t.begins[k]):
                same = same and t.codes[t.begins[j] + i] == t.codes[t.begins[k] + i]
            repeated = repeated or same
        if not repeated:
            t.kinds[kept], t.flags[kept] = t.kinds[k], t.flags[k]
            t.begins[kept], t.stems[kept], t.ends[kept] = t.begins[k], t.stems[k], t.ends[k]
            kept += 1
    return kept


@kernel
def sort_tokens(t: Tokens, first: int, n: int) -> None:
    """Names first, then designators from coarse to fine; equals keep their order."""
    for i in range(first + 1, n):
        kind, flags, begin, stem, end = t.kinds[i], t.flags[i], t.begins[i], t.stems[i], t.ends[i]
        rank = max(kind, GROUP - 1)
        j = i
        while j > first and max(t.kinds[j - 1], GROUP - 1) > rank:
            t.kinds[j], t.flags[j] = t.kinds[j - 1], t.flags[j - 1]
            t.begins[j], t.stems[j], t.ends[j] = t.begins[j - 1], t.stems[j - 1], t.ends[j - 1]
            j -= 1
        t.kinds[j], t.flags[j], t.begins[j], t.stems[j], t.ends[j] = kind, flags, begin, stem, end


@kernel
def _mark_repeated_floor(t: Tokens, first: int, n: int) -> None:
    for k in range(first, n):
        if t.kinds[k] == FLOOR:
            floor = plain_int(t.codes, t.begins[k], t.ends[k])
            if t.codes[t.begins[k]] == _DASH:
                floor = -plain_int(t.codes, t.begins[k] + 1, t.ends[k])
            for j in range(first, n):
                if t.kinds[j] == ROOM and floor != 0 and floor_of(t.codes, t.begins[j], t.ends[j]) == floor:
                    t.flags[k] |= REPEATED


@kernel
def _mark(parts: Parts, k: int, marks: Marks) -> int:
    word = parts[k, WORD]
    if word == NOTHING:
        return BARE
    if parts[k, KIND_OF] == _SHOP:
        for i in range(len(_SHOP_CHARS)):
            if marks[marks[word]] == _SHOP_CHARS[i]:
                return int(_SHOP_VALUES[i])
    return PLAIN


@kernel
def put(t: Tokens, n: int, kind: int, flags: int, begin: int, stem: int, end: int) -> int:
    """Append a token unless it is empty; returns how many there are."""
    if end <= begin:
        return n
    t.kinds[n], t.flags[n], t.begins[n], t.stems[n], t.ends[n] = kind, flags, begin, stem, end
    return n + 1


@kernel
def _put_name(codes: Codes, parts: Parts, k: int, kind: int, t: Tokens, n: int, at: int) -> tuple[int, int]:
    begin, end, value_end = parts[k, BEGIN], parts[k, END], parts[k, VALUE_END]
    if kind == ROAD and end - begin > 3 and _in(codes[begin], _LINKS):
        begin += 1  # 与五四路
    if kind == PARK and end - begin > LEAST_NAME and codes[end - 1] == _INSIDE:
        end -= 1
    elif end + 1 < len(codes) and codes[end + 1] == _INSIDE and _in(codes[end], _YARDS):
        end += 1  # the parser takes 园内 for a word of its own
    start = at
    stem = at = write_name(codes, begin, end, t.codes, at)
    if kind in (TOWN, COMMUNITY) and value_end > begin:
        stem = start + write_name(codes, begin, value_end, t.codes, at) - at
        if kind == COMMUNITY and stem - start > 1 and t.codes[stem - 1] == _VILLAGE:
            stem -= 1  # 新洲村村委会
    elif kind == PARK:
        for ending in _ESTATES:
            stem = _without(t.codes, start, stem, ending)
    flags = ONE_BUILDING if parts[k, KIND_OF] == _TOWER else 0
    return put(t, n, kind, flags, start, stem, at), at


@kernel
def _refine(codes: Codes, parts: Parts, k: int, previous: int, sign: int) -> tuple[int, int, int]:
    """(kind of part k where it stands, where its value begins, where its value ends)."""
    kind = KIND_OF_PART[parts[k, KIND_OF]]
    begin, end = parts[k, BEGIN], parts[k, END]
    if kind == ZONE and previous in (ROAD, NUMBER):
        return PARK, begin, end  # 金珠西路158号阳光新城
    if kind == REST and end - begin >= LEAST_NAME and previous < UNIT and not _has_value(codes, begin, end):
        return PARK, begin, end
    if kind in (PARK, REST):
        if codes[begin] == _OF and end - begin > 1 and _has_value(codes, begin + 1, end):
            return STATION if previous in (ROOM, STATION) else REST, begin + 1, end  # 之一
        if end - begin == 2 and _in(codes[begin], _SIDES) and _in(codes[begin + 1], _HOUSES):
            return BUILDING, begin, end - 1  # 甲座
    value_end = parts[k, VALUE_END]
    if kind == REST and parts[k, WORD] != NOTHING:
        if sign == _BESIDE:
            return REST, begin, value_end  # 附1号
        return AREA, begin, value_end
    if parts[k, WORD] == NOTHING and kind in (NUMBER, REST) and _joined(codes, begin, end) >= 3:
        return ROOM, begin, end  # 长征街1-4-1073
    if kind == REST and previous in (ROOM, STATION) and _has_value(codes, begin, end):
        return STATION, begin, end
    if kind == ROOM and previous in (ROAD, TOWN, COMMUNITY) and parts[k, KIND_OF] == _SHOP:
        return NUMBER, begin, value_end  # 兴华路284号店面
    return kind, begin, value_end


@kernel
def _seat_length(codes: Codes, begin: int, end: int) -> int:
    """How many characters of a word for a desk (工位) a name ends with, its number to follow."""
    return 2 * (end - begin >= 2 and codes[end - 1] == _SEAT and _in(codes[end - 2], _SEATS))


@kernel
def _hang(codes: Codes, begin: int, end: int, joiner: int, t: Tokens, n: int, at: int) -> int:
    """Append a value to that of the last token; returns the text's end."""
    t.codes[at] = joiner
    at = _write_value(codes, begin, end, t.codes, at + 1)
    t.ends[n - 1] = t.stems[n - 1] = at
    return at


@kernel
def cut(
    codes: Codes, parts: Parts, n_parts: int, marks: Marks, t: Tokens, n: int, at: int
) -> tuple[int, int]:
    """Write one address behind the first `n` tokens of `t`; returns (how many there are, text's end)."""
    first = n
    sign = 0  # what the qualifier 负 or 附 puts before the next value
    ranged = seated = False
    for k in range(n_parts):
        part = parts[k, KIND_OF]
        previous = int(t.kinds[n - 1]) if n > first else -1
        if part == _QUALIFIER:
            sign = _BESIDE if codes[parts[k, BEGIN]] == _BESIDE else _DASH
            continue
        if parts[k, END] - parts[k, BEGIN] == 1 and codes[parts[k, BEGIN]] == _OF and previous >= GROUP:
            sign = _OF  # 8号之9
            continue
        kind, begin, end = _refine(codes, parts, k, previous, sign)
        if (
            kind == REST
            and k + 2 < n_parts
            and codes[parts[k + 1, BEGIN]] == _TO
            and _has_value(codes, begin, end)
        ):
            kind = ROOM  # 1402至1406
        if sign == _OF:
            sign = 0
            kind = STATION if previous in (ROOM, STATION) else REST
        if kind in (PARK, REST) and k + 1 < n_parts and not _has_value(codes, begin, end):
            length = _seat_length(codes, begin, end)
            parts[k, END] -= length
            parts[k, VALUE_END] = min(parts[k, VALUE_END], parts[k, END])
            end -= length
            if length:
                seated = True
                if end <= begin:
                    continue
        elif seated and kind >= GROUP:
            kind = STATION
            seated = False
        if kind < GROUP:
            n, at = _put_name(codes, parts, k, kind, t, n, at)
            sign = 0
            continue
        if kind == REST and not _has_value(codes, begin, end):
            ranged = ranged or (end - begin == 1 and codes[begin] == _TO)
            if not ranged and not _idle(codes, begin, end):
                stop = write_name(codes, begin, end, t.codes, at)
                n = put(t, n, REST, BARE, at, stop, stop)
                at = stop
            continue
        if kind == REST and GROUP <= previous <= FLOOR:
            # What hangs on a gate or a building belongs to it: 8号之二.
            at = _hang(codes, begin, end, sign if sign else _DASH, t, n, at)
        elif kind == previous and kind not in (REST, AREA) and not t.flags[n - 1] & IMPLIED:
            t.flags[n - 1] = max(t.flags[n - 1], _mark(parts, k, marks))
            at = _hang(codes, begin, end, _DASH if ranged else _COMMA, t, n, at)  # 1201室至1203室
        else:
            n, at = _put_value(codes, parts, k, kind, begin, end, sign, marks, t, first, n, at)
        sign = 0
        ranged = False
    n = drop_repeated(t, first, n)
    sort_tokens(t, first, n)
    _mark_repeated_floor(t, first, n)
    return n, at


@kernel
def _put_value(
    codes: Codes, parts: Parts, k: int, kind: int, begin: int, end: int, sign: int, marks: Marks,
    t: Tokens, first: int, n: int, at: int,
) -> tuple[int, int]:  # fmt: skip
    start = at
    below = False
    if kind == FLOOR and begin > 0 and codes[begin - 1] == _DASH:  # -1层, but not that of 3栋-1层
        below = end - begin == 1 and codes[begin] <= ord("3")
    if sign or below:
        t.codes[at] = sign if sign else _DASH
        at += 1
    at = _write_value(codes, begin, end, t.codes, at)
    if kind == FLOOR:
        at = _basement(t.codes, start, at)
    elif kind >= NUMBER:
        stop = _western_floor(t.codes, start, at)
        if stop > start:  # 7F702
            kind = max(kind, ROOM)
            n = put(t, n, FLOOR, PLAIN, start, stop, stop)
            start = stop + 1
    mark = _mark(parts, k, marks)
    word = parts[k, WORD]
    if kind in (AREA, GROUP) or parts[k, KIND_OF] == _LANE:
        if word != NOTHING:  # 2期 is not 2区
            t.codes[at] = marks[marks[word]]
            at += 1
        mark = PLAIN
    if kind == NUMBER and n > first and t.kinds[n - 1] == PARK:
        mark |= IMPLIED  # a gate's number or a room's: 国贸大厦653号
    n = put(t, n, kind, mark, start, at, at)
    if kind in (ROOM, UNIT):
        n = _split(t, first, n - 1)
    return n, at
