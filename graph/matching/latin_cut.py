"""An address in Latin script as tokens: the kernel that reads it word by word.

The text is in upper case without accents or dots, its postcode taken out; a comma stands between blanks. A
number belongs to the street behind it, or to the house whose name follows (12 Oak House); what follows FLAT
or UNIT is a room; names end where a word such as STREET or HOUSE or a comma says so.
"""

import numpy as np
import numpy.typing as npt

from graph.jit import kernel
from graph.matching.address_kinds import BARE, ONE_BUILDING, PLAIN, SHOP, SYMBOLS, Kind
from graph.matching.address_store import Tokens, put, sort_tokens
from graph.matching.latin_words import (
    BASEMENT,
    BLOCK,
    COUNT,
    COUNTRY,
    DESK,
    ESTATE,
    FLAT,
    FLOOR_WORD,
    HOUSE,
    LANE,
    NAME,
    NOISE,
    ORDINAL,
    PREFIX,
    SAINT,
    SIDE,
    STREET,
    UNIT_WORD,
    VALUE,
    Canon,
    is_digit,
    read_word,
)  # fmt: skip
from graph.normalise.codepoints import Codes
from graph.normalise.numerals import write_int
from graph.normalise.trie import Trie

TOWN, ROAD, PARK, NUMBER = int(Kind.TOWN), int(Kind.ROAD), int(Kind.PARK), int(Kind.NUMBER)
BUILDING, FLOOR, ROOM, STATION = int(Kind.BUILDING), int(Kind.FLOOR), int(Kind.ROOM), int(Kind.STATION)
GROUP = int(Kind.GROUP)
MAX_WORDS = 60
# The words of one address, a row each: begin, end, kind, form, whether a comma stands before it.
Words = npt.NDArray[np.int64]
BEGIN, END, KIND, FORM, BREAK = range(5)
_BLANK, _COMMA, _SLASH, _DASH = ord(" "), ord(","), ord("/"), ord("-")
_S, _T, _A, _H = ord("S"), ord("T"), ord("A"), ord("H")


def scratch_words() -> Words:
    """Room for the words of one address."""
    return np.empty((MAX_WORDS, 5), np.int64)


@kernel
def split_words(codes: Codes, begin: int, end: int, trie: Trie, words: Words) -> int:
    """Cut a text into words; returns how many."""
    n = 0
    at = begin
    comma = True
    while at < end and n < MAX_WORDS:
        if codes[at] in (_BLANK, _COMMA):
            comma = comma or codes[at] == _COMMA
            at += 1
            continue
        stop = at
        while stop < end and codes[stop] not in (_BLANK, _COMMA):
            stop += 1
        kind, form = read_word(trie, codes, at, stop)
        words[n, BEGIN], words[n, END], words[n, KIND], words[n, FORM] = at, stop, kind, form
        words[n, BREAK] = comma
        n += 1
        comma = False
        at = stop
    return n


@kernel
def _is_type(kind: int) -> bool:
    return STREET <= kind <= ESTATE


@kernel
def _is_saint(words: Words, n: int, k: int, first: int, codes: Codes) -> bool:
    """ST before a name: not the end of one, and no name stands before it."""
    if words[k, KIND] != STREET or words[k, END] - words[k, BEGIN] != 2 or codes[words[k, BEGIN]] != _S:
        return False
    if codes[words[k, BEGIN] + 1] != _T or k + 1 >= n or words[k + 1, BREAK]:
        return False
    for i in range(first, k):
        if words[i, KIND] in (NAME, SIDE) or _is_type(words[i, KIND]):
            return False
    return True


@kernel
def _write(
    codes: Codes, words: Words, n: int, first: int, last: int, forms: Canon, out: Codes, at: int
) -> int:
    """Write the words first:last as one name; returns the end."""
    ending = last - 1
    while ending > first and not _is_type(words[ending, KIND]):
        ending -= 1
    for k in range(first, last):
        kind, form = words[k, KIND], words[k, FORM]
        if kind in (NOISE, COUNTRY):
            continue
        if kind == SAINT or _is_saint(words, n, k, first, codes):
            out[at], out[at + 1] = _S, _T
            at += 2
        elif kind == SIDE or (k == ending and _is_type(kind)):
            out[at] = SYMBOLS + form
            at += 1
        elif _is_type(kind) or kind == PREFIX:
            for i in range(forms[form], forms[form + 1]):
                out[at] = forms[i]
                at += 1
        elif kind == ORDINAL and form >= 0:
            at = write_int(form, out, at)
        else:
            for i in range(words[k, BEGIN], words[k, END]):
                out[at] = codes[i]
                at += 1
    return at


@kernel
def _name(
    codes: Codes, words: Words, n_words: int, first: int, last: int, kind: int, flags: int, forms: Canon,
    t: Tokens, n: int, at: int,
) -> tuple[int, int]:  # fmt: skip
    stop = _write(codes, words, n_words, first, last, forms, t.codes, at)
    return put(t, n, kind, flags, at, stop, stop), stop


@kernel
def _value(codes: Codes, begin: int, end: int, out: Codes, at: int) -> int:
    """Write a designator without leading zeros, every joiner as a hyphen; returns the end."""
    fresh = True
    for i in range(begin, end):
        c = codes[i]
        if c == 48 and fresh and i + 1 < end and is_digit(codes[i + 1]):
            continue
        fresh = not is_digit(c)
        out[at] = _DASH if c == _SLASH else c
        at += 1
    return at


@kernel
def _designates(words: Words, n: int, k: int) -> bool:
    """Whether word k can be what FLAT or UNIT asks for."""
    return k < n and not words[k, BREAK] and words[k, KIND] in (VALUE, COUNT)


@kernel
def _joins_letter(codes: Codes, words: Words, n: int, k: int) -> bool:
    """12 A HIGH STREET: the letter belongs to the number k."""
    if k + 2 >= n or words[k + 1, BREAK] or words[k + 2, BREAK] or words[k + 1, KIND] != VALUE:
        return False
    begin = words[k + 1, BEGIN]
    letter = words[k + 1, END] - begin == 1 and _A <= codes[begin] <= _H
    return bool(letter and is_digit(codes[words[k, END] - 1]))


@kernel
def _designator(
    codes: Codes, words: Words, n_words: int, k: int, kind: int, mark: int, t: Tokens, n: int, at: int
) -> tuple[int, int, int]:
    """Write the value at word k; returns (tokens, the text's end, words read)."""
    start = at
    if words[k, KIND] == COUNT:
        at = write_int(words[k, FORM], t.codes, at)
    else:
        at = _value(codes, words[k, BEGIN], words[k, END], t.codes, at)
    read = 1
    if _joins_letter(codes, words, n_words, k):
        t.codes[at] = codes[words[k + 1, BEGIN]]
        at += 1
        read = 2
    return put(t, n, kind, mark, start, at, at), at, read


@kernel
def _ends(codes: Codes, words: Words, n: int, k: int, first: int, numbered: bool) -> bool:
    """Whether the name begun at `first` ends with word k."""
    if k + 1 >= n or words[k + 1, BREAK]:
        return True
    following = words[k + 1, KIND]
    if following in (FLAT, UNIT_WORD, BLOCK, DESK):
        return k + 2 < n and not words[k + 2, BREAK] and words[k + 2, KIND] in (VALUE, COUNT)
    if following == VALUE:
        return True
    if following == ORDINAL:
        return k + 2 < n and words[k + 2, KIND] == FLOOR_WORD
    kind = words[k, KIND]
    if kind == SIDE:
        kind = words[k - 1, KIND] if k > first else NAME
    if not _is_type(kind) or (following == SIDE and kind in (STREET, LANE) and words[k, KIND] != SIDE):
        return False
    if _is_type(following) and not _is_saint(words, n, k + 1, k + 1, codes):
        # Oak House + Mill Lane, but Oak Park Road
        more = k + 2 < n and not words[k + 2, BREAK] and _is_type(words[k + 2, KIND])
        return bool(more and k > first and kind in (HOUSE, ESTATE))
    if k == first or _is_saint(words, n, k, first, codes):
        return False
    if numbered and kind in (HOUSE, ESTATE):
        for i in range(k + 1, n):
            if words[i, BREAK]:
                break
            if words[i, KIND] in (STREET, LANE):
                return False  # 12 HALL GREEN ROAD
    return True


@kernel
def _type_of(codes: Codes, words: Words, n: int, first: int, last: int) -> int:
    """The kind of the last word of first:last that ends a name, or NAME."""
    for k in range(last - 1, first - 1, -1):
        if _is_type(words[k, KIND]) and not _is_saint(words, n, k, first, codes):
            return int(words[k, KIND])
    return NAME


@kernel
def cut_latin(
    codes: Codes, words: Words, n_words: int, forms: Canon, t: Tokens, n: int, at: int
) -> tuple[int, int]:
    """Write one address behind the first `n` tokens of `t`; returns (how many there are, text's end)."""
    first_token = n
    numbered = -1  # the number that waits for its street, as a token
    roads = 0
    k = 0
    while k < n_words:
        kind = words[k, KIND]
        if numbered >= 0 and words[k, BREAK] and k > 0 and kind in (VALUE, COUNT, FLAT, UNIT_WORD):
            numbered = -1
        if kind in (FLAT, UNIT_WORD, BLOCK, DESK):
            value = k + 1
            while value < n_words and words[value, KIND] == NOISE and not words[value, BREAK]:
                value += 1
            if _designates(words, n_words, value):
                to = BUILDING if kind == BLOCK else STATION if kind == DESK else ROOM
                mark = SHOP if kind == UNIT_WORD else PLAIN
                n, at, read = _designator(codes, words, n_words, value, to, mark, t, n, at)
                k = value + read
                continue
            alone = k + 1 >= n_words or words[k + 1, BREAK] or words[k + 1, KIND] == VALUE
            if kind == FLAT and alone:  # GROUND FLOOR FLAT
                n, at = _name(codes, words, n_words, k, k + 1, ROOM, PLAIN, forms, t, n, at)
                k += 1
                continue
        if kind == BASEMENT or (kind == ORDINAL and k + 1 < n_words and words[k + 1, KIND] == FLOOR_WORD):
            start = at
            if words[k, FORM] < 0:
                t.codes[at] = _DASH
                at += 1
            at = write_int(abs(words[k, FORM]), t.codes, at)
            n = put(t, n, FLOOR, PLAIN, start, at, at)
            k += 1
            while k < n_words and words[k, KIND] in (FLOOR_WORD, BASEMENT):
                k += 1
            continue
        if kind == FLOOR_WORD and _designates(words, n_words, k + 1):
            n, at, read = _designator(codes, words, n_words, k + 1, FLOOR, PLAIN, t, n, at)
            k += 1 + read
            continue
        if kind == VALUE or (kind == COUNT and words[k, BREAK]):
            n, at, read = _designator(codes, words, n_words, k, NUMBER, BARE, t, n, at)
            numbered = n - 1
            last = k + read >= n_words or words[k + read, BREAK]
            if last and not words[k, BREAK] and n > first_token + 1 and t.kinds[n - 2] in (TOWN, PARK, ROAD):
                t.kinds[n - 2], t.flags[n - 2] = ROAD, 0  # HAUPTSTRASSE 12
                roads += 1
                numbered = -1
            k += read
            continue
        stop = k
        while not _ends(codes, words, n_words, stop, k, numbered >= 0):
            stop += 1
        stop += 1
        ending = _type_of(codes, words, n_words, k, stop)
        flags = ONE_BUILDING if ending == HOUSE else 0
        if ending == STREET or (numbered >= 0 and ending in (NAME, LANE)):
            to = ROAD
        elif ending == NAME or (ending == LANE and roads):
            to = TOWN  # 71 Shelton Street, Covent Garden
        else:
            to = PARK
        if to == PARK and numbered >= 0 and ending in (HOUSE, ESTATE):
            t.kinds[numbered] = ROOM  # 12 OAK HOUSE
        if to == ROAD and roads and numbered < 0 and ending == NAME:
            to = TOWN
        roads += to == ROAD
        n, at = _name(codes, words, n_words, k, stop, to, flags, forms, t, n, at)
        numbered = -1
        k = stop
    _settle(t, first_token, n)
    sort_tokens(t, first_token, n)
    return n, at


@kernel
def _settle(t: Tokens, first: int, n: int) -> None:
    """What only the whole address tells: names before the street are houses, and 12 Tudor Court, 5 High
    Street has a flat 12."""
    road = first
    while road < n and t.kinds[road] != ROAD:
        road += 1
    for k in range(first, road if road < n else first):
        if t.kinds[k] == TOWN:
            t.kinds[k] = PARK
            t.flags[k] = ONE_BUILDING
    numbers = 0
    for k in range(first, n):
        numbers += t.kinds[k] == NUMBER
    for k in range(first, n):
        if numbers < 2 or t.kinds[k] != NUMBER:
            continue
        if k + 1 < n and t.kinds[k + 1] == ROAD:
            for j in range(k + 2, n):
                if t.kinds[j] == ROAD:
                    t.kinds[k], t.kinds[k + 1] = ROOM, PARK
                    t.flags[k + 1] = ONE_BUILDING
                    numbers -= 1
                    break
        elif k + 1 < n:
            t.kinds[k] = ROOM
            numbers -= 1
