"""One spelling for names and values: signs, numerals, leading zeros, basements; and what a value tells."""

import numpy as np

from graph.jit import kernel
from graph.normalise.address_scan import is_alnum
from graph.normalise.codepoints import Codes, holds
from graph.normalise.numerals import is_numeral, numerals_end, write_number

_DASH, _COMMA = ord("-"), ord(",")
_JOINERS = np.array([ord(c) for c in "~/."], np.uint32)
_LISTERS = np.array([ord(c) for c in "、&+*"], np.uint32)
_UNSAID = np.array([ord(c) for c in "·・•.'\"“”‘’- ,、#"], np.uint32)
# Words behind a designator that tell nothing.
_IDLE = np.array([ord(c) for c in "内屋房处号第的铺店面门共整楼上等"], np.uint32)


@kernel
def write_name(codes: Codes, begin: int, end: int, out: Codes, at: int) -> int:
    """Write a name without signs, its numerals as digits (五一路 and 51路 are one); returns the end."""
    i = begin
    while i < end:
        c = codes[i]
        if holds(_UNSAID, c):
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
def without(out: Codes, begin: int, end: int, ending: Codes) -> int:
    """Where a name ends without an ending; at least two characters stay."""
    if end - begin < len(ending) + 2:
        return end
    for i in range(len(ending)):
        if out[end - len(ending) + i] != ending[i]:
            return end
    return end - len(ending)


@kernel
def write_value(codes: Codes, begin: int, end: int, out: Codes, at: int) -> int:
    """Write a designator's value: digits for numerals, `-` for every joiner and `,` in every list."""
    stop = write_number(codes, begin, end, out, at)
    for i in range(at, stop):
        if holds(_JOINERS, out[i]):
            out[i] = _DASH
        elif holds(_LISTERS, out[i]):
            out[i] = _COMMA
    return stop


@kernel
def has_value(codes: Codes, begin: int, end: int) -> bool:
    """Whether a text holds a digit, letter or numeral."""
    for i in range(begin, end):
        if is_alnum(codes[i]) or is_numeral(codes[i]):
            return True
    return False


@kernel
def is_idle(codes: Codes, begin: int, end: int) -> bool:
    """Whether words behind a designator tell nothing."""
    for i in range(begin, end):
        if not holds(_IDLE, codes[i]):
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
def level_basement(out: Codes, begin: int, end: int) -> int:
    """Write B1 as -1."""
    if end - begin in (2, 3) and out[begin] == 66 and 48 <= out[begin + 1] <= 57:
        out[begin] = _DASH
    return end


@kernel
def western_floor(out: Codes, begin: int, end: int) -> int:
    """Where the floor ends that is written together with what follows it (7 of 7F702); or `begin`."""
    i = begin
    while i < end and i < begin + 2 and 48 <= out[i] <= 57:
        i += 1
    if i == begin or i + 1 >= end or out[i] != 70:
        return begin
    lettered = 65 <= out[i + 1] <= 90 and i + 2 < end  # 7FA702
    return i if 48 <= out[i + 1] <= 57 or lettered else begin
