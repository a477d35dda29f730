"""The tokens of many addresses, one after the other, and what is done with those of one."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from graph.jit import kernel
from graph.matching.address_kinds import IMPLIED, ONE_BUILDING, PLAIN, REPEATED, Kind
from graph.matching.address_spelling import floor_of
from graph.normalise.codepoints import Codes
from graph.normalise.numerals import plain_int

GROUP, BUILDING, UNIT = int(Kind.GROUP), int(Kind.BUILDING), int(Kind.UNIT)
FLOOR, ROOM, STATION = int(Kind.FLOOR), int(Kind.ROOM), int(Kind.STATION)
_DASH, _COMMA = ord("-"), ord(",")
LEAST_LETTERED = 4  # characters of a room whose letter is the building's: A101


class Tokens(NamedTuple):
    """Room for the tokens of many addresses, one after the other."""

    kinds: npt.NDArray[np.int8]
    flags: npt.NDArray[np.int8]
    begins: npt.NDArray[np.int64]  # of the token's text in `codes`
    stems: npt.NDArray[np.int64]  # where a name ends without its suffix: 金峰 of 金峰镇
    ends: npt.NDArray[np.int64]
    codes: Codes


@kernel
def split_compound(t: Tokens, first: int, last: int) -> int:
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
def _count(t: Tokens, first: int, n: int, kind: int) -> int:
    found = 0
    for k in range(first, n):
        found += t.kinds[k] == kind
    return found


@kernel
def split_lettered_room(t: Tokens, first: int, n: int) -> int:
    """Give the letter before a room's number to the building: A1201室 is A座1201室, and so is A座A1201室.

    Returns how many tokens there are. A building that is not that letter leaves the room as it is.
    """
    for k in range(first, n):
        begin, end = t.begins[k], t.ends[k]
        if t.kinds[k] != ROOM or t.flags[k] > PLAIN or end - begin < LEAST_LETTERED:
            continue
        if not 65 <= t.codes[begin] <= 90:
            continue
        for i in range(begin + 1, end):
            if not 48 <= t.codes[i] <= 57:
                return n
        if _count(t, first, n, BUILDING) == 0:
            t.begins[k] = begin + 1
            t.kinds[n], t.flags[n] = BUILDING, IMPLIED
            t.begins[n], t.stems[n], t.ends[n] = begin, begin + 1, begin + 1
            return n + 1
        for j in range(first, n):
            letter = t.ends[j] - t.begins[j] == 1 and t.codes[t.begins[j]] == t.codes[begin]
            if t.kinds[j] == BUILDING and letter:
                t.begins[k] = begin + 1
                return n
    return n


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
def mark_repeated_floor(t: Tokens, first: int, n: int) -> None:
    """Flag the floors that the room's number repeats."""
    for k in range(first, n):
        if t.kinds[k] == FLOOR:
            floor = plain_int(t.codes, t.begins[k], t.ends[k])
            if t.codes[t.begins[k]] == _DASH:
                floor = -plain_int(t.codes, t.begins[k] + 1, t.ends[k])
            for j in range(first, n):
                if t.kinds[j] == ROOM and floor != 0 and floor_of(t.codes, t.begins[j], t.ends[j]) == floor:
                    t.flags[k] |= REPEATED


@kernel
def put(t: Tokens, n: int, kind: int, flags: int, begin: int, stem: int, end: int) -> int:
    """Append a token unless it is empty; returns how many there are."""
    if end <= begin:
        return n
    t.kinds[n], t.flags[n], t.begins[n], t.stems[n], t.ends[n] = kind, flags, begin, stem, end
    return n + 1
