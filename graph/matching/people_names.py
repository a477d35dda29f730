"""Names of two mentions: how they compare, and how much that says given how rare they are.

Chinese names are compared character by character and by sound (people_chinese), names in Latin script word
by word (people_words), one of each by pinyin (people_romanised).
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.matching.people_chinese import compare_chinese, read_chinese
from graph.matching.people_columns import both
from graph.matching.people_romanised import compare_romanised
from graph.matching.people_weights import CHINESE, Chinese, Levels
from graph.matching.people_words import Words, compare_words, plain_letters, read_words
from graph.normalise.person_names import nameable, person_names

Floats = npt.NDArray[np.float64]


class Likeness(IntEnum):
    """How two names compare, all in all."""

    UNKNOWN = 0
    SAME = 1
    VARIANT = 2  # one may be written for the other: a slip, a short form, pinyin
    RENAMED = 3  # the given name with another surname, as after a marriage
    PARTLY = 4  # a surname or a character in common
    OTHER = 5


_OF_CHINESE = {
    Chinese.UNKNOWN: Likeness.UNKNOWN,
    Chinese.SAME: Likeness.SAME,
    Chinese.SOUNDS_ALIKE: Likeness.VARIANT,
    Chinese.TURNED_ROUND: Likeness.VARIANT,
    Chinese.LEFT_OUT: Likeness.VARIANT,
    Chinese.ONE_CHARACTER: Likeness.VARIANT,
    Chinese.SAME_GIVEN: Likeness.PARTLY,
    Chinese.SAME_SURNAME: Likeness.PARTLY,
    Chinese.OTHER: Likeness.OTHER,
    Chinese.ROMANISED: Likeness.VARIANT,
    Chinese.ROMANISED_OTHER: Likeness.PARTLY,
}
_OF_WORDS = {
    Words.UNKNOWN: Likeness.UNKNOWN,
    Words.SAME: Likeness.SAME,
    Words.VARIANT: Likeness.VARIANT,
    Words.RENAMED: Likeness.RENAMED,
    Words.SURNAME: Likeness.PARTLY,
    Words.OTHER: Likeness.OTHER,
}


@dataclass(frozen=True)
class ComparedNames:
    """Per pair: int8, a `Likeness`; float64[3, n], ln P(names so alike | one person, strangers, a family)."""

    likeness: Levels
    nats: Floats


def compare_person_names(left: pl.Series, right: pl.Series) -> ComparedNames:
    """Compare names pair by pair; null is unknown."""
    texts, *codes = both(left, right)
    names = person_names(texts)
    latin = np.append(names["latin"].fill_null(value=False).to_numpy(), np.False_)
    named = np.append(nameable(names["name"]).fill_null(value=False).to_numpy(), np.False_)
    unknown = ~(named[codes[0]] & named[codes[1]])
    in_latin = [latin[code] for code in codes]
    likeness, nats = np.zeros(len(left), np.int8), np.zeros((3, len(left)))

    chinese = read_chinese(names)
    rows = np.flatnonzero(~unknown & ~in_latin[0] & ~in_latin[1])
    level, chance = compare_chinese(chinese, codes[0][rows], codes[1][rows])
    _put_chinese(likeness, nats, rows, level, chance)

    rows = np.flatnonzero(~unknown & (in_latin[0] != in_latin[1]))
    if len(rows):
        a, b = (code[rows] for code in codes)
        han, words = np.where(in_latin[0][rows], b, a), np.where(in_latin[0][rows], a, b)
        letters = plain_letters(names["name"].fill_null("")).str.replace_all(r"\P{L}", "").str.to_lowercase()
        level = compare_romanised(chinese, letters, han, words)
        chance = np.where(level == Chinese.ROMANISED, chinese.sound[han], 1.0)
        _put_chinese(likeness, nats, rows, level, chance)

    rows = np.flatnonzero(~unknown & in_latin[0] & in_latin[1])
    if len(rows):
        words_level, nats[0, rows], nats[2, rows] = compare_words(
            read_words(names["name"]), codes[0][rows], codes[1][rows]
        )
        likeness[rows] = _table(_OF_WORDS)[words_level]
    return ComparedNames(likeness, nats)


def _table(of: dict[Chinese, Likeness] | dict[Words, Likeness]) -> Levels:
    return np.array([of[level] for level in sorted(of)], np.int8)  # type: ignore[index]


def _put_chinese(
    likeness: Levels, nats: Floats, rows: npt.NDArray[np.int64], level: Levels, chance: Floats
) -> None:
    likeness[rows] = _table(_OF_CHINESE)[level]
    known = np.log(np.array([CHINESE[outcome] for outcome in sorted(CHINESE)]))
    nats[0, rows], nats[2, rows] = known[level, 0], known[level, 1]
    nats[1, rows] = np.log(chance)
