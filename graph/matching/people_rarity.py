"""How likely it is that somebody met by chance bears a name, from what is publicly known of names.

p(name) = p(surname) · p(given name); of a given name of two characters p(a) · p(b), doubled, since they
are not chosen independently. The shares stand in `graph/normalise/lexicons`.
"""

import re
from collections.abc import Callable
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.normalise import lexicon

Floats = npt.NDArray[np.float64]

# What no list names: one in ten thousand has the surname, one in thirty thousand the word in a Latin name,
# one in five thousand characters of given names is this one.
UNLISTED_SURNAME = 1e-4
UNLISTED_WORD = 3e-5
UNLISTED_CHARACTER = 2e-4
SINGLE = 0.2  # share of given names with one character
DEPENDENCE = 2.0
# However rare its parts, a given name runs in families and places.
RAREST_GIVEN = 1e-4
RAREST_NAME = 3e-7


@cache
def _shares(name: str) -> dict[str, float]:
    """A lexicon whose lines are a share in ten thousand and those that have it."""
    return {word: float(share) / 10_000 for share, *words in lexicon.rows(name) for word in words}


@cache
def readings(character: str) -> tuple[str, ...]:
    """How a character may be read, in pinyin without tones, the usual reading first; ü also as u and yu."""
    from pypinyin import Style, pinyin

    read = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    sounds = [sound for sound in (read[0] if read else ()) if sound.isascii()]
    sounds += [sound.replace("v", other) for sound in sounds if "v" in sound for other in ("u", "yu")]
    return tuple(dict.fromkeys(sounds))


@cache
def spoken_alike(sound: str) -> str:
    """A sound as those speak it who do not tell zh from z or -ng from -n."""
    return re.sub("^([zcs])h", r"\1", re.sub("ng$", "n", sound))


def _sound(text: str) -> str:
    return "".join(spoken_alike("".join(readings(character)[:1])) for character in text)


@cache
def _sound_shares(name: str) -> dict[str, float]:
    """The shares of a lexicon summed by sound."""
    summed: dict[str, float] = {}
    for word, share in _shares(name).items():
        summed[_sound(word)] = summed.get(_sound(word), 0.0) + share
    return summed


def word_share(word: str) -> float:
    """Share of people with a word, in capitals, in their name in Latin script; it may be pinyin."""
    sound = spoken_alike(word.lower())
    return max(
        _shares("latin_names").get(word, UNLISTED_WORD),
        *(_sound_shares(name).get(sound, 0.0) for name in ("surnames", "given_characters")),
    )


def _told(texts: pl.Series, of: Callable[[str], float]) -> Floats:
    """`of` for every text, asked once for each distinct one; 1 for null."""
    distinct = texts.unique().drop_nulls()
    told = {text: of(text) for text in distinct}
    values: Floats = (
        texts.replace_strict(told, default=1.0, return_dtype=pl.Float64).fill_null(1.0).to_numpy()
    )
    return values


def _given(given: pl.Series, of: Callable[[str], float]) -> Floats:
    length = given.str.len_chars().fill_null(0).to_numpy()
    first, second = (_told(given.str.slice(i, 1), of) for i in (0, 1))
    chance = np.where(length == 1, SINGLE * first, (1 - SINGLE) * DEPENDENCE * first * second)
    return np.where((length < 1) | (length > 2), RAREST_GIVEN, np.maximum(chance, RAREST_GIVEN))


def surname_chances(surname: pl.Series) -> Floats:
    """p(surname) of Chinese surnames, float64 per row; null is as rare as an unlisted one."""
    shares = _shares("surnames")
    return _told(surname.fill_null(""), lambda text: shares.get(text, UNLISTED_SURNAME))


def character_chances(character: pl.Series) -> Floats:
    """p that one character of a given name is this one, float64 per row; 1 for null."""
    shares = _shares("given_characters")
    return _told(character, lambda text: shares.get(text, UNLISTED_CHARACTER))


def given_chances(given: pl.Series) -> Floats:
    """p(given name), as listed or by its characters, float64 per row, never below `RAREST_GIVEN`."""
    shares, whole = _shares("given_characters"), _shares("given_names")
    listed = given.replace_strict(whole, default=0.0, return_dtype=pl.Float64).fill_null(0.0)
    by_character = _given(given, lambda text: shares.get(text, UNLISTED_CHARACTER))
    return np.asarray(np.maximum(listed.to_numpy(), by_character), np.float64)


def sound_chances(surname: pl.Series, given: pl.Series) -> Floats:
    """p of a Chinese name that sounds like this one in all its syllables, float64 per row."""
    families, characters = _sound_shares("surnames"), _sound_shares("given_characters")
    family = _told(surname.fill_null(""), lambda text: families.get(_sound(text), 0.0) + UNLISTED_SURNAME)
    own = _given(given, lambda text: characters.get(_sound(text), 0.0) + UNLISTED_CHARACTER)
    own = np.maximum(own, given_chances(given))
    return np.maximum(family * own, RAREST_NAME)


def given_names(names: pl.DataFrame) -> pl.Series:
    """What is left of `name` without `surname`, which stands first in Chinese and last in Latin names."""
    surname = pl.col("surname").fill_null("")
    return names.select(
        given=pl.when(pl.col("name").str.starts_with(surname))
        .then(pl.col("name").str.strip_prefix(surname))
        .otherwise(pl.col("name").str.strip_suffix(surname))
        .str.strip_chars(" ,")
    )["given"]


def prior_chances(names: pl.DataFrame) -> tuple[Floats, Floats]:
    """p(surname) and p(given name) of names in any script, float64 per row of `name`, `surname`, `latin`."""
    given = given_names(names)
    latin = names["latin"].fill_null(value=False).to_numpy()
    words = given.str.split(" ").list.eval(pl.element().filter(pl.element() != ""))
    first, second = (_told(words.list.get(i, null_on_oob=True), word_share) for i in (0, 1))
    return (
        np.where(latin, _told(names["surname"].fill_null(""), word_share), surname_chances(names["surname"])),
        np.where(latin, np.maximum(first * second, RAREST_GIVEN), given_chances(given)),
    )
