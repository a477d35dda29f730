"""The words of addresses in Latin script, and how a name is written with them.

A word that ends a name, and a direction, is written as one character of its own behind U+E000: road and lane
are two streets, and no slip of the pen for each other.
"""

from enum import IntEnum
from functools import cache

import numpy as np
import numpy.typing as npt

from graph.jit import kernel
from graph.normalise import lexicon
from graph.normalise.codepoints import Codes
from graph.normalise.trie import NOTHING, Trie, build, longest


class Word(IntEnum):
    """What a word is to an address."""

    NAME = 0  # not in the lexicon
    VALUE = 1  # begins with a digit, is one letter, or letters and digits
    STREET = 2
    LANE = 3
    HOUSE = 4
    ESTATE = 5
    FLAT = 6
    UNIT = 7
    DESK = 8
    BLOCK = 9
    FLOOR = 10
    BASEMENT = 11
    COUNT = 12
    ORDINAL = 13
    SIDE = 14
    SAINT = 15
    NOISE = 16
    COUNTRY = 17
    PREFIX = 18


_SHIFT = 8
KIND_OF_WORD = (1 << _SHIFT) - 1
# In front of the number of a word: that of its canonical form, or what it counts.
Canon = npt.NDArray[np.int64]


@cache
def _canonical() -> dict[str, int]:
    forms = sorted({form for _, _, form in lexicon.rows("latin_address_words")})
    return {form: i for i, form in enumerate(forms)}


def _value(kind: Word, form: str) -> int:
    """What the trie keeps beside a word's kind: the number it says, one up, or its form's place."""
    if kind in (Word.COUNT, Word.ORDINAL, Word.BASEMENT):
        return int(form) + 1
    return _canonical()[form]


@cache
def latin_forms() -> Canon:
    """The canonical forms as code points: those of form w are forms[forms[w]:forms[w + 1]]."""
    forms = [form.upper() for form in _canonical()]
    ends = np.cumsum([0] + [len(form) for form in forms]) + len(forms) + 1
    return np.array([*ends, *(ord(c) for form in forms for c in form)], np.int64)


@cache
def latin_trie() -> Trie:
    """Every word of the lexicon with its kind and form."""
    rows = [(word, Word[kind.upper()], form) for word, kind, form in lexicon.rows("latin_address_words")]
    return build([{word.upper(): int(kind) | (_value(kind, form) << _SHIFT) for word, kind, form in rows}])


@kernel
def is_digit(c: int) -> bool:
    """Whether a code point is 0-9."""
    return 48 <= c <= 57


@kernel
def read_word(trie: Trie, codes: Codes, begin: int, end: int) -> tuple[int, int]:
    """Kind of a word, and its form or what it says (-1 where there is none)."""
    value = end - begin == 1
    for i in range(begin, end):
        if is_digit(codes[i]):
            # 12A, A12 and 1ST are values; a name with a digit inside (K2HOUSE) is none.
            value = value or i - begin <= 1
    if value and not _is_ordinal(codes, begin, end):
        return VALUE, -1
    if value:
        return ORDINAL, _leading(codes, begin, end)
    word, length = longest(trie, 0, codes, begin, end)
    if word == NOTHING or length != end - begin:
        return NAME, -1
    kind = word & KIND_OF_WORD
    form = word >> _SHIFT
    return kind, form - 1 if kind in (COUNT, ORDINAL, BASEMENT) else form


@kernel
def _leading(codes: Codes, begin: int, end: int) -> int:
    value = 0
    i = begin
    while i < end and is_digit(codes[i]) and i < begin + 6:
        value = value * 10 + int(codes[i]) - 48
        i += 1
    return value


@kernel
def _is_ordinal(codes: Codes, begin: int, end: int) -> bool:
    """1ST, 2ND, 3RD, 14TH."""
    if end - begin < 3 or not is_digit(codes[begin]):
        return False
    for i in range(begin, end - 2):
        if not is_digit(codes[i]):
            return False
    a, b = codes[end - 2], codes[end - 1]
    return bool(
        (a == 83 and b == 84) or (a == 78 and b == 68) or (a == 82 and b == 68) or (a == 84 and b == 72)
    )


NAME, VALUE, STREET, LANE = int(Word.NAME), int(Word.VALUE), int(Word.STREET), int(Word.LANE)
HOUSE, ESTATE, FLAT, UNIT_WORD = int(Word.HOUSE), int(Word.ESTATE), int(Word.FLAT), int(Word.UNIT)
DESK, BLOCK, FLOOR_WORD = int(Word.DESK), int(Word.BLOCK), int(Word.FLOOR)
BASEMENT, COUNT, ORDINAL = int(Word.BASEMENT), int(Word.COUNT), int(Word.ORDINAL)
SIDE, SAINT, NOISE, COUNTRY = int(Word.SIDE), int(Word.SAINT), int(Word.NOISE), int(Word.COUNTRY)
PREFIX = int(Word.PREFIX)
