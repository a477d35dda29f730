"""Numbers in Chinese text: numerals and digits in one canonical spelling."""

import numpy as np

from graph.jit import kernel
from graph.normalise.codepoints import Codes

_ZERO, _TWO, _TEN, _HUNDRED = ord("零"), ord("两"), ord("十"), ord("百")
_DIGITS = np.array([ord(c) for c in "〇一二三四五六七八九"], np.uint32)


@kernel
def _digit(c: int) -> int:
    for d in range(10):
        if c == _DIGITS[d]:
            return d
    if c == _TWO:
        return 2
    return 0 if c == _ZERO else -1


@kernel
def is_numeral(c: int) -> bool:
    """Whether a code point is a Chinese numeral."""
    return _digit(c) >= 0 or c in (_TEN, _HUNDRED)


@kernel
def numerals_end(codes: Codes, at: int, end: int) -> int:
    """Where the run of Chinese numerals at `at` ends."""
    while at < end and is_numeral(codes[at]):
        at += 1
    return at


@kernel
def write_int(value: int, out: Codes, at: int) -> int:
    """Write a number in decimal; returns the end."""
    if value >= 10:
        at = write_int(value // 10, out, at)
    out[at] = 48 + value % 10
    return at + 1


@kernel
def write_number(codes: Codes, begin: int, end: int, out: Codes, at: int) -> int:
    """Write a designator in canonical form: Chinese numerals (二〇一, 十五) as digits, no leading zeros."""
    if begin < end and is_numeral(codes[begin]):
        total = 0
        digit = -1
        positional = True
        for i in range(begin, end):
            if codes[i] == _TEN or codes[i] == _HUNDRED:
                positional = False
        for i in range(begin, end):
            c = codes[i]
            if c == _TEN:
                total += 10 * (1 if digit < 0 else digit)
                digit = -1
            elif c == _HUNDRED:
                total += 100 * (1 if digit < 0 else digit)
                digit = -1
            elif positional:
                total = total * 10 + _digit(c)
                total = min(total, 10**15)
            else:
                digit = _digit(c)
        if digit > 0:
            total += digit
        return write_int(total, out, at)
    fresh = True  # nothing of this run of digits has been written
    for i in range(begin, end):
        c = codes[i]
        is_digit = 48 <= c <= 57
        if c == 48 and fresh and i + 1 < end and 48 <= codes[i + 1] <= 57:
            continue
        fresh = not is_digit
        out[at] = c
        at += 1
    return at


@kernel
def plain_int(codes: Codes, begin: int, end: int) -> int:
    """The value of a run of digits or simple Chinese numerals; -1 for anything else."""
    value = 0
    if begin >= end or end - begin > 6:
        return -1
    if is_numeral(codes[begin]):
        for i in range(begin, end):
            c = codes[i]
            if c == _HUNDRED:
                return -1
            if c == _TEN:
                value = 10 if value == 0 else value * 10
            elif i > begin and codes[i - 1] != _TEN:
                return -1
            else:
                value += _digit(c)
        return value
    for i in range(begin, end):
        if not 48 <= codes[i] <= 57:
            return -1
        value = value * 10 + int(codes[i]) - 48
    return value
