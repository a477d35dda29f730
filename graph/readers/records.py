"""Cutting CSV bytes into records, so that one bad row costs one row and its line number is known.

RFC 4180 with the common lenience: a quote inside an unquoted field is an ordinary character. Every record is
judged before it is parsed; the fast parser then only ever sees records it cannot misread.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.jit import kernel

LONGEST_FIELD = 1 << 20  # bytes; no field of a register comes near, and a lost quote soon does

# What a record is. The order is the order in which a record with several faults is named.
PLAIN, BLANK, LENIENT = 0, 1, 2  # LENIENT: to be parsed with care, since its quotes are not RFC 4180
TOO_FEW, TOO_MANY, BAD_QUOTES, TOO_LONG, BAD_UTF8, NUL = 3, 4, 5, 6, 7, 8
FAULTS = {
    TOO_FEW: "too_few_fields",
    TOO_MANY: "too_many_fields",
    BAD_QUOTES: "bad_quotes",
    TOO_LONG: "field_too_long",
    BAD_UTF8: "bad_encoding",
    NUL: "nul_byte",
}
_QUOTE, _LF, _CR = 0x22, 0x0A, 0x0D
_FIELD_START, _UNQUOTED, _QUOTED, _CLOSED = 0, 1, 2, 3

Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class Records:
    """Records in the order of the file.

    `begin` int64[n + 1]: byte offsets, the last one being the end; `line` uint32[n + 1]: the physical line,
    from 1, on which each begins; `kind` uint8[n]; `wide`: how many records hold non-ASCII bytes; `untidy`:
    whether any field begins or ends with a blank, or is a quoted nothing; `whole`: how many records, from the
    first, would be the same if more bytes followed.
    """

    begin: NDArray[np.int64]
    line: NDArray[np.uint32]
    kind: NDArray[np.uint8]
    wide: int
    untidy: bool
    whole: int

    def first(self, n: int) -> "Records":
        """The first n of them."""
        whole = min(n, self.whole)
        return Records(self.begin[: n + 1], self.line[: n + 1], self.kind[:n], self.wide, self.untidy, whole)


_LONGEST_CHARACTER = 4  # bytes


@kernel
def _newlines(data: Bytes) -> int:
    n = 0
    for i in range(len(data)):
        n += data[i] == 0x0A
    return n


@kernel
def _utf8_length(data: Bytes, at: int, size: int) -> int:
    """Bytes of the UTF-8 sequence that starts at `at` (Unicode 15, table 3-7), 0 where it is not one."""
    lead = data[at]
    low, high = 0x80, 0xBF
    if lead < 0xC2 or lead > 0xF4:
        return 0
    if lead < 0xE0:
        length = 2
    elif lead < 0xF0:
        length = 3
        if lead == 0xE0:
            low = 0xA0
        elif lead == 0xED:
            high = 0x9F
    else:
        length = 4
        if lead == 0xF0:
            low = 0x90
        elif lead == 0xF4:
            high = 0x8F
    if at + length > size or data[at + 1] < low or data[at + 1] > high:
        return 0
    for i in range(at + 2, at + length):
        if data[i] < 0x80 or data[i] > 0xBF:
            return 0
    return length


@kernel
def _is_wide_blank(a: int, b: int, c: int) -> bool:
    """Unicode white space of three bytes: U+1680, U+2000-200A, U+2028, U+2029, U+202F, U+205F, U+3000."""
    if a == 0xE2:
        return (b == 0x80 and (c <= 0x8A or c in (0xA8, 0xA9, 0xAF))) or (b == 0x81 and c == 0x9F)
    return (a == 0xE3 and b == 0x80 and c == 0x80) or (a == 0xE1 and b == 0x9A and c == 0x80)


@kernel
def _is_untidy(data: Bytes, begin: int, end: int) -> bool:
    """Whether trimming would change the field, or it is two quotes with nothing between."""
    if end > begin and data[end - 1] == 0x0D:
        end -= 1
    if end - begin >= 2 and data[begin] == 0x22 and data[end - 1] == 0x22:
        begin, end = begin + 1, end - 1
        if end == begin:
            return True
    if end == begin:
        return False
    if data[begin] <= 0x20 or data[end - 1] <= 0x20:
        return True
    if end - begin >= 2 and (data[begin] == 0xC2 or data[end - 2] == 0xC2):
        return True
    return end - begin >= 3 and (
        _is_wide_blank(data[begin], data[begin + 1], data[begin + 2])
        or _is_wide_blank(data[end - 3], data[end - 2], data[end - 1])
    )


@kernel
def _scan(
    data: Bytes,
    start: int,
    first_line: int,
    delimiter: int,
    n_fields: int,
    longest: int,
    begin: NDArray[np.int64],
    lines: NDArray[np.uint32],
    kinds: NDArray[np.uint8],
) -> tuple[int, int, bool, int]:
    size, pos, line, n, wide, untidy, whole = len(data), start, first_line, 0, 0, False, -1
    while pos < size:
        record, record_line = pos, line
        field, fields, state = pos, 1, _FIELD_START
        nul, bad_utf8, too_long, lenient, broken, is_wide = False, False, False, False, False, False
        end = size
        while True:
            if pos >= size:
                broken = state == _QUOTED
                end = size
                if whole < 0:
                    whole = n
                break
            c = data[pos]
            if c >= 0x80:
                is_wide = True
                length = _utf8_length(data, pos, size)
                if length == 0:
                    if size - pos < _LONGEST_CHARACTER and whole < 0:
                        whole = n  # the rest of it may follow
                    bad_utf8 = True
                    length = 1
                if state == _CLOSED:
                    if line != record_line:
                        broken = True
                        break
                    lenient = True
                if state != _QUOTED:
                    state = _UNQUOTED
                pos += length
                continue
            if c == _QUOTE:
                if state == _FIELD_START:
                    state = _QUOTED
                elif state == _QUOTED:
                    state = _CLOSED
                elif state == _CLOSED:
                    state = _QUOTED
                else:
                    lenient = True
            elif state == _QUOTED:
                line += c == _LF
                nul |= c == 0
            elif c == delimiter:
                too_long |= pos - field > longest
                untidy |= _is_untidy(data, field, pos)
                fields += 1
                field = pos + 1
                state = _FIELD_START
            elif c == _LF:
                end = pos
                pos += 1
                line += 1
                break
            elif c == _CR and pos + 1 < size and data[pos + 1] == _LF:
                pass
            else:
                if c == _CR and pos + 1 == size and whole < 0:
                    whole = n  # whether it ends the record is for the next byte to say
                nul |= c == 0
                if state == _CLOSED:
                    if line != record_line:
                        broken = True
                        break
                    lenient = True
                state = _UNQUOTED
            pos += 1
        if broken:
            # A lost quote must not swallow the rows below: give up this line and go on with the next.
            pos = record
            while pos < size and data[pos] != _LF:
                pos += 1
            pos += 1
            line = record_line + 1
        too_long |= end - field > longest
        untidy |= _is_untidy(data, field, end)
        kind = PLAIN
        if lenient:
            kind = LENIENT
        if n_fields > 0 and fields != n_fields:
            kind = TOO_FEW if fields < n_fields else TOO_MANY
        if broken:
            kind = BAD_QUOTES
        if too_long and not broken:
            kind = TOO_LONG
        if bad_utf8:
            kind = BAD_UTF8
        if nul:
            kind = NUL
        if end == record or (end == record + 1 and data[record] == _CR):
            kind = BLANK
        begin[n], lines[n], kinds[n] = record, record_line, kind
        wide += is_wide
        n += 1
    begin[n], lines[n] = min(pos, size), line
    return n, wide, untidy, n if whole < 0 else whole


def scan(data: Bytes, delimiter: str, n_fields: int, start: int = 0, line: int = 1) -> Records:
    """Cut `data[start:]` into records; `n_fields` 0 accepts any number. Memory: 13 bytes a line."""
    bound = _newlines(data) + 2
    begin, lines = np.empty(bound, np.int64), np.empty(bound, np.uint32)
    kinds = np.empty(bound, np.uint8)
    n, wide, untidy, whole = _scan(
        data, start, line, ord(delimiter), n_fields, LONGEST_FIELD, begin, lines, kinds
    )
    return Records(begin[: n + 1], lines[: n + 1], kinds[:n], wide, untidy, whole)
