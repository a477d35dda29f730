"""Resident ids taken out of texts: one may stand in any cell of a register, and none may be kept.

Texts are searched in two steps, since nearly none holds an id: bytes first, a few of each text, and what
could be an id then character by character.
"""

from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.jit import kernel
from graph.normalise.codepoints import Bytes, Spans, Texts, buffers, decode, encode
from graph.normalise.ids import CHECKS, WEIGHTS

HIDDEN = "***"
_OLD = 15  # characters of a resident id before 1999; 18 since (GB 11643)
_SEPARATORS = " \t\r\n\v\f-\u00a0\u00ad\u2212\u2002\u2003\u2009\u3000\ufeff\uff0d" + "".join(
    map(chr, (*range(0x200B, 0x2016), 0x202F, 0x2060))
)
_FULL_WIDTH = "".join(map(chr, range(0xFF10, 0xFF1A)))
# GB/T 2260: the provinces that a resident id begins with.
_PROVINCES = (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66))
_ELSEWHERE = (71, 81, 82, 83)
_X, _SEPARATOR, _OTHER = 10, 11, 12

_Places = npt.NDArray[np.int64]
_Flags = npt.NDArray[np.bool_]


@cache
def _bytes() -> _Flags:
    """Which bytes may be part of a spelled id."""
    table = np.zeros(256, np.bool_)
    table[np.frombuffer(("0123456789xXｘＸ" + _FULL_WIDTH + _SEPARATORS).encode(), np.uint8)] = True
    return table


@cache
def _meanings() -> Bytes:
    """For each character of the basic plane: its digit, _X, _SEPARATOR or _OTHER."""
    table = np.full(0x10000, _OTHER, np.uint8)
    for c in _SEPARATORS:
        table[ord(c)] = _SEPARATOR
    for digit in range(10):
        table[ord("0") + digit] = table[0xFF10 + digit] = digit
    for c in "xXｘＸ":
        table[ord(c)] = _X
    return table


@cache
def _provinces() -> _Flags:
    table = np.zeros(100, np.bool_)
    table[[*_PROVINCES, *_ELSEWHERE]] = True
    return table


@kernel
def _suspects(data: Bytes, offsets: Spans, table: _Flags, least: int) -> _Flags:
    """Rows with `least` such bytes in a row: every run of them holds one of the bytes that are looked at."""
    out = np.zeros(len(offsets) - 1, np.bool_)
    for row in range(len(out)):
        begin, end = offsets[row], offsets[row + 1]
        i = begin + least - 1
        while i < end:
            if table[data[i]]:
                left = i
                while left > begin and table[data[left - 1]]:
                    left -= 1
                right = i + 1
                while right < end and right - left < least and table[data[right]]:
                    right += 1
                if right - left >= least:
                    out[row] = True
                    break
            i += least
    return out


@kernel
def _is_day(year: int, month: int, day: int) -> bool:
    if month < 1 or month > 12 or day < 1 or year < 1800 or year > 2199:
        return False
    most = 30 if month in (4, 6, 9, 11) else 31
    if month == 2:
        most = 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return day <= most


@kernel
def _is_id(run: Bytes, provinces: _Flags, weights: Bytes, checks: Bytes) -> bool:
    """Whether 15 or 18 digits, the last of 18 perhaps an X, are a resident id."""
    d = run.astype(np.int64)
    for i in range(len(d) - 1):
        if d[i] > 9:
            return False
    if not provinces[d[0] * 10 + d[1]]:
        return False
    if len(d) == 15:
        return d[14] <= 9 and _is_day(1900 + d[6] * 10 + d[7], d[8] * 10 + d[9], d[10] * 10 + d[11])
    if not _is_day(d[6] * 1000 + d[7] * 100 + d[8] * 10 + d[9], d[10] * 10 + d[11], d[12] * 10 + d[13]):
        return False
    total = 0
    for i in range(17):
        total += d[i] * weights[i]
    check = checks[total % 11]
    return bool(d[17] == (10 if check == 88 else check - 48))  # 88 is X, 48 is 0


@kernel
def _hide(
    texts: Texts, meanings: Bytes, provinces: _Flags, weights: Bytes, checks: Bytes, old: bool, out: Texts
) -> _Flags:
    """Copy the texts with `***` for every id; True for each text that had one.

    An id of 18 may stand anywhere among digits; 15 digits are one only by themselves.
    """
    hit = np.zeros(len(texts.starts) - 1, np.bool_)
    digits = np.empty(len(texts.codes), np.uint8)
    places = np.empty(len(texts.codes), np.int64)
    at = 0
    for row in range(len(hit)):
        out.starts[row] = at
        i, end = texts.starts[row], texts.starts[row + 1]
        while i < end:
            # The digits from here on, blanks and hyphens between them passed over.
            n = 0
            j = i
            while j < end:
                c = texts.codes[j]
                meaning = meanings[c] if c < 0x10000 else _OTHER
                if meaning == _OTHER or (meaning == _SEPARATOR and n == 0):
                    break
                if meaning != _SEPARATOR:
                    digits[n] = meaning
                    places[n] = j
                    n += 1
                j += 1
            k = 0
            while k < n:
                length = 0
                if k + 18 <= n and _is_id(digits[k : k + 18], provinces, weights, checks):
                    length = 18
                elif old and k == 0 and n == 15 and _is_id(digits[:15], provinces, weights, checks):
                    length = 15
                if length:
                    hit[row] = True
                    for _ in range(3):
                        out.codes[at] = 42  # an asterisk
                        at += 1
                    k += length
                    i = places[k - 1] + 1
                else:
                    k += 1
                stop = places[k] if k < n else j
                while i < stop:
                    out.codes[at] = texts.codes[i]
                    at += 1
                    i += 1
            if n == 0:
                out.codes[at] = texts.codes[i]
                at += 1
                i += 1
    out.starts[len(hit)] = at
    return hit


def masked(s: pl.Series, *, old: bool = True) -> pl.Series:
    """`s` with `***` in place of every resident id, however it is spelled.

    Found are 18 characters whose province, day of birth and check digit hold, in full or half width, with
    blanks and hyphens between them, and with `old` also 15 digits by themselves with a province and a day of
    birth. Texts without one are handed back as they are; null stays null.
    """
    data, offsets = buffers(s)
    rows = pl.Series(_suspects(data, offsets, _bytes(), _OLD)).arg_true()
    if not len(rows):
        return s
    texts = decode(s.gather(rows))
    out = Texts(np.empty_like(texts.codes), np.empty_like(texts.starts))
    tables = (_meanings(), _provinces(), np.array(WEIGHTS, np.uint8), np.frombuffer(CHECKS, np.uint8))
    hit = _hide(texts, *tables, old, out)
    if not hit.any():
        return s
    hidden = encode(out.codes, out.starts[:-1][hit], out.starts[1:][hit])
    # Of a copy: scatter writes in place.
    return s.clone().scatter(rows.filter(pl.Series(hit)), hidden)


def holds_id(s: pl.Series, *, old: bool = True) -> pl.Series:
    """Boolean: whether each text holds a resident id, as `masked` finds them; null does not."""
    return (s != masked(s, old=old)).fill_null(value=False)
