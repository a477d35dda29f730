"""From the parser's parts to tokens: the kernel that writes names and designators in one spelling.

Levelled are numerals, leading zeros, suffixes of committees, a number that hangs on another (8号之二 and
8-2号), a compound (3-2-101), a basement (负一层, B1层, -1层) and the order of the designators.
"""

import numpy as np

from graph.jit import kernel
from graph.matching.address_kinds import (
    BARE,
    IMPLIED,
    KIND_OF_PART,
    ONE_BUILDING,
    PLAIN,
    SHOP_MARKS,
    Kind,
)  # fmt: skip
from graph.matching.address_spelling import (
    has_value,
    is_idle,
    level_basement,
    western_floor,
    without,
    write_name,
    write_value,
)  # fmt: skip
from graph.matching.address_store import (
    Tokens,
    drop_repeated,
    mark_repeated_floor,
    put,
    sort_tokens,
    split_compound,
    split_lettered_room,
)  # fmt: skip
from graph.normalise.address_parts import BEGIN, END, KIND_OF, VALUE_END, WORD, Parts
from graph.normalise.address_words import Marks, Part
from graph.normalise.codepoints import Codes, holds
from graph.normalise.trie import NOTHING

TOWN, COMMUNITY, ROAD, PARK = int(Kind.TOWN), int(Kind.COMMUNITY), int(Kind.ROAD), int(Kind.PARK)
ZONE, NEAR = int(Kind.ZONE), int(Kind.NEAR)
GROUP, NUMBER, AREA, BUILDING = int(Kind.GROUP), int(Kind.NUMBER), int(Kind.AREA), int(Kind.BUILDING)
UNIT, FLOOR, ROOM, STATION = int(Kind.UNIT), int(Kind.FLOOR), int(Kind.ROOM), int(Kind.STATION)
REST = int(Kind.REST)
_QUALIFIER, _TOWER, _LANE, _SHOP = int(Part.QUALIFIER), int(Part.TOWER), int(Part.LANE), int(Part.SHOP)
_GATE_PART = int(Part.GATE_PART)

LEAST_NAME = 3  # characters of words behind a designator that are a place of their own
_DASH, _COMMA = ord("-"), ord(",")
_OF, _BESIDE, _TO, _INSIDE = ord("之"), ord("附"), ord("至"), ord("内")
_VILLAGE, _SEAT = ord("村"), ord("位")
_YARDS = np.array([ord(c) for c in "园院厂场楼区"], np.uint32)
_SEATS = np.array([ord(c) for c in "工卡席座"], np.uint32)
_ASIDE = np.array([ord(c) for c in "旁侧边"], np.uint32)
_LINKS = np.array([ord(c) for c in "与和及"], np.uint32)
_SIDES = np.array([ord(c) for c in "甲乙丙丁戊己东西南北中前后左右主副"], np.uint32)
_UNITS = np.array([ord(c) for c in "单元"], np.uint32)
_HOUSES = np.array([ord(c) for c in "座栋幢楼塔"], np.uint32)
_SHOP_CHARS = np.array([ord(c) for c in SHOP_MARKS], np.uint32)
_SHOP_VALUES = np.array(list(SHOP_MARKS.values()), np.int64)
# Endings that one writes after an estate's name and another leaves out, the longest first.
_ESTATES = tuple(np.array([ord(c) for c in word], np.uint32) for word in ("住宅小区", "小区", "住宅区"))


@kernel
def _joined(codes: Codes, begin: int, end: int) -> int:
    """How many values are joined by hyphens."""
    n = 1
    for i in range(begin, end):
        n += codes[i] == _DASH
    return n


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
def _put_name(codes: Codes, parts: Parts, k: int, kind: int, t: Tokens, n: int, at: int) -> tuple[int, int]:
    begin, end, value_end = parts[k, BEGIN], parts[k, END], parts[k, VALUE_END]
    if kind == NEAR and is_idle(codes, begin, end):
        return n, at  # 内
    if kind == ROAD and end - begin > 3 and holds(_LINKS, codes[begin]):
        begin += 1  # 与五四路
    elif kind < GROUP and end - begin > LEAST_NAME and holds(_LINKS, codes[end - 1]):
        end -= 1
    if kind == PARK and end - begin > LEAST_NAME and codes[end - 1] == _INSIDE:
        end -= 1
    elif end + 1 < len(codes) and codes[end + 1] == _INSIDE and holds(_YARDS, codes[end]):
        end += 1  # the parser takes 园内 for a word of its own
    start = at
    stem = at = write_name(codes, begin, end, t.codes, at)
    if kind in (TOWN, COMMUNITY) and value_end > begin:
        stem = start + write_name(codes, begin, value_end, t.codes, at) - at
        if kind == COMMUNITY and stem - start > 1 and t.codes[stem - 1] == _VILLAGE:
            stem -= 1  # 新洲村村委会
    elif kind == PARK:
        for ending in _ESTATES:
            stem = without(t.codes, start, stem, ending)
    flags = ONE_BUILDING if parts[k, KIND_OF] == _TOWER else 0
    return put(t, n, kind, flags, start, stem, at), at


@kernel
def _refine(codes: Codes, parts: Parts, k: int, previous: int, sign: int) -> tuple[int, int, int]:
    """(kind of part k where it stands, where its value begins, where its value ends)."""
    kind = KIND_OF_PART[parts[k, KIND_OF]]
    begin, end = parts[k, BEGIN], parts[k, END]
    if kind == ZONE and previous in (ROAD, NUMBER):
        return PARK, begin, end  # 金珠西路158号阳光新城
    if kind == REST and end - begin >= LEAST_NAME and previous < UNIT and not has_value(codes, begin, end):
        return PARK, begin, end
    if kind == REST and end - begin == 1 and holds(_ASIDE, codes[begin]):
        return NEAR, begin, end  # 501室旁
    if kind in (PARK, REST):
        if codes[begin] == _OF and end - begin > 1 and has_value(codes, begin + 1, end):
            return STATION if previous in (ROOM, STATION) else REST, begin + 1, end  # 之一
        if end - begin == 2 and holds(_SIDES, codes[begin]) and holds(_HOUSES, codes[begin + 1]):
            return BUILDING, begin, end - 1  # 甲座
        side = end - begin == 3 and holds(_SIDES, codes[begin])
        if side and codes[begin + 1] == _UNITS[0] and codes[begin + 2] == _UNITS[1]:
            return UNIT, begin, end - 2  # 东单元
    value_end = parts[k, VALUE_END]
    if parts[k, KIND_OF] == _GATE_PART:
        return REST, begin, value_end  # 8-2号
    if kind == REST and parts[k, WORD] != NOTHING:
        if sign == _BESIDE:
            return REST, begin, value_end  # 附1号
        return AREA, begin, value_end
    if parts[k, WORD] == NOTHING and kind in (NUMBER, REST) and _joined(codes, begin, end) >= 3:
        return ROOM, begin, end  # 长征街1-4-1073
    if kind == REST and previous in (ROOM, STATION) and has_value(codes, begin, end):
        return STATION, begin, end
    if kind == ROOM and previous in (ROAD, TOWN, COMMUNITY) and parts[k, KIND_OF] == _SHOP:
        return NUMBER, begin, value_end  # 兴华路284号店面
    return kind, begin, value_end


@kernel
def _seat_length(codes: Codes, begin: int, end: int) -> int:
    """How many characters of a word for a desk (工位) a name ends with, its number to follow."""
    return 2 * (end - begin >= 2 and codes[end - 1] == _SEAT and holds(_SEATS, codes[end - 2]))


@kernel
def _hang(codes: Codes, begin: int, end: int, joiner: int, t: Tokens, n: int, at: int) -> int:
    """Append a value to that of the last token; returns the text's end."""
    t.codes[at] = joiner
    at = write_value(codes, begin, end, t.codes, at + 1)
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
            and has_value(codes, begin, end)
        ):
            kind = ROOM  # 1402至1406
        if sign == _OF:
            sign = 0
            kind = STATION if previous in (ROOM, STATION) else REST
        if kind in (PARK, REST) and k + 1 < n_parts and not has_value(codes, begin, end):
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
        if kind == REST and not has_value(codes, begin, end):
            ranged = ranged or (end - begin == 1 and codes[begin] == _TO)
            if not ranged and not is_idle(codes, begin, end):
                stop = write_name(codes, begin, end, t.codes, at)
                n = put(t, n, REST, BARE, at, stop, stop)
                at = stop
            continue
        if kind == REST and GROUP <= previous <= FLOOR:
            # What hangs on a gate or a building belongs to it: 8号之二.
            at = _hang(codes, begin, end, sign if sign else _DASH, t, n, at)
        elif kind == previous and kind not in (REST, AREA) and not sign and not t.flags[n - 1] & IMPLIED:
            t.flags[n - 1] = max(t.flags[n - 1], _mark(parts, k, marks))
            at = _hang(codes, begin, end, _DASH if ranged else _COMMA, t, n, at)  # 1201室至1203室
        else:
            n, at = _put_value(codes, parts, k, kind, begin, end, sign, marks, t, first, n, at)
        sign = 0
        ranged = False
    n = drop_repeated(t, first, n)
    n = split_lettered_room(t, first, n)
    sort_tokens(t, first, n)
    mark_repeated_floor(t, first, n)
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
    at = write_value(codes, begin, end, t.codes, at)
    if kind == FLOOR:
        at = level_basement(t.codes, start, at)
    elif kind >= NUMBER:
        stop = western_floor(t.codes, start, at)
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
        n = split_compound(t, first, n - 1)
    return n, at
