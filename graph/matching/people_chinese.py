"""Chinese names of people, compared character by character and by sound."""

from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.jit import kernel
from graph.matching.people_rarity import (
    RAREST_NAME,
    character_chances,
    given_chances,
    readings,
    sound_chances,
    spoken_alike,
    surname_chances,
)
from graph.matching.people_weights import Chinese, Levels
from graph.normalise import lexicon
from graph.normalise.codepoints import Codes, Spans, decode

Ints = npt.NDArray[np.int32]
Shorts = npt.NDArray[np.int16]
Floats = npt.NDArray[np.float64]
Nodes = npt.NDArray[np.int8]

_READINGS = 4  # of one character, at most
_COURTESIES = "(先生|女士|小姐)$"
_LONG = 5  # characters from which on a name is not surname and given name
_LONG_NAME, _LONG_SLIP, _LONG_PART = 1e-6, 1e-5, 1e-4  # chances of such a name, and of one so close to it


class ChineseNames(NamedTuple):
    """Distinct names, by characters: name i is `codes[starts[i]:starts[i + 1]]`.

    Per character the sounds it may have (numbered, -1 where fewer), the group of characters it looks like
    (-1 none) and p of it in a given name. Per name the characters of its surname (0 where none shows), and
    the chances of the name, its surname, its given name, and any name that sounds like it.
    """

    codes: Codes
    starts: Spans
    sounds: Shorts
    looks: Shorts
    chances: Floats
    surname_length: Nodes
    name: Floats
    surname: Floats
    given: Floats
    sound: Floats


@cache
def _looks() -> dict[str, int]:
    return {c: group for group, row in enumerate(lexicon.rows("look_alikes")) for c in row}


def read_chinese(names: pl.DataFrame) -> ChineseNames:
    """Read names as `graph.normalise.person_names` gives them; without a Chinese character they are empty."""
    text = names["name"].fill_null("").str.replace_all(r"\P{Han}", "").str.replace(_COURTESIES, "")
    long = text.str.len_chars() >= _LONG
    surname = names["surname"].set(long | names["surname"].str.contains(r"\P{Han}"), None)
    length = surname.str.len_chars().fill_null(0)
    given = pl.select(text.str.slice(length)).to_series()
    texts = decode(text)
    distinct, of_character = np.unique(texts.codes, return_inverse=True)
    characters = [chr(c) for c in distinct]
    spoken = [tuple(dict.fromkeys(map(spoken_alike, readings(c))))[:_READINGS] for c in characters]
    numbers = {sound: i for i, sound in enumerate(sorted({s for all_ in spoken for s in all_}))}
    sounds = np.full((len(distinct), _READINGS), -1, np.int16)
    for i, all_ in enumerate(spoken):
        sounds[i, : len(all_)] = [numbers[s] for s in all_]
    looks = np.array([_looks().get(c, -1) for c in characters], np.int16)
    chance = character_chances(pl.Series(characters, dtype=pl.String))
    nothing = (given.str.len_chars() == 0).to_numpy()  # 王先生 says no more than a surname
    whole = np.where(nothing, 1.0, given_chances(given)) * surname_chances(surname)
    return ChineseNames(
        texts.codes,
        texts.starts,
        sounds[of_character],
        looks[of_character],
        chance[of_character],
        length.to_numpy().astype(np.int8),
        np.where(length.to_numpy() == 0, _LONG_NAME, np.maximum(whole, RAREST_NAME)),
        surname_chances(surname),
        given_chances(given),
        sound_chances(surname, given),
    )


@kernel
def _alike(n: ChineseNames, i: int, j: int) -> bool:
    """Whether two characters are the same, sound the same or look the same."""
    if n.codes[i] == n.codes[j] or (n.looks[i] >= 0 and n.looks[i] == n.looks[j]):
        return True
    for a in n.sounds[i]:
        if a >= 0:
            for b in n.sounds[j]:
                if a == b:
                    return True
    return False


@kernel
def _same(n: ChineseNames, i: int, j: int, length: int) -> bool:
    for k in range(length):
        if n.codes[i + k] != n.codes[j + k]:
            return False
    return True


@kernel
def _all_alike(n: ChineseNames, i: int, j: int, length: int) -> bool:
    for k in range(length):
        if not _alike(n, i + k, j + k):
            return False
    return True


@kernel
def _common_ends(n: ChineseNames, i: int, end: int, j: int, other_end: int) -> tuple[int, int]:
    """How many characters two spans share at the front, and behind these at the end."""
    front = 0
    while i + front < end and j + front < other_end and n.codes[i + front] == n.codes[j + front]:
        front += 1
    back = 0
    while (
        end - back > i + front
        and other_end - back > j + front
        and n.codes[end - back - 1] == n.codes[other_end - back - 1]
    ):
        back += 1
    return front, back


@kernel
def _long(n: ChineseNames, i: int, end: int, j: int, other_end: int) -> tuple[int, float]:
    """Names that do not show a surname: by what they share at both ends."""
    front, back = _common_ends(n, i, end, j, other_end)
    shorter, longer = min(end - i, other_end - j), max(end - i, other_end - j)
    if front + back == longer:
        return Chinese.SAME, _LONG_NAME
    if longer >= 4 and longer - front - back <= 1:
        return Chinese.SOUNDS_ALIKE, _LONG_SLIP
    if shorter >= 2 and front + back == shorter:
        return Chinese.LEFT_OUT, _LONG_PART
    if shorter == longer and _all_alike(n, i, j, shorter):
        return Chinese.SOUNDS_ALIKE, _LONG_SLIP
    return Chinese.OTHER, 1.0


@kernel
def _short(n: ChineseNames, a: int, b: int) -> tuple[int, float]:
    """Names of a surname and a given name: (Chinese, p of a stranger's name being so like the commoner)."""
    i, j = n.starts[a], n.starts[b]
    length, other_length = n.starts[a + 1] - i, n.starts[b + 1] - j
    if length == other_length and _same(n, i, j, length):
        return Chinese.SAME, max(n.name[a], n.name[b])
    if length == other_length and _all_alike(n, i, j, length):
        return Chinese.SOUNDS_ALIKE, max(n.sound[a], n.sound[b])
    family, other_family = n.surname_length[a], n.surname_length[b]
    given, other_given = i + family, j + other_family
    size, other_size = length - family, other_length - other_family
    if family != other_family or not _all_alike(n, i, j, family):
        if size == other_size and _same(n, given, other_given, size):
            return Chinese.SAME_GIVEN, max(n.given[a], n.given[b])
        if length == other_length and _same(n, i, j + other_size, family) and _same(n, given, j, size):
            return Chinese.TURNED_ROUND, max(n.name[a], n.name[b])  # the given name first
        return Chinese.OTHER, 1.0
    surname = max(n.surname[a], n.surname[b])
    chance = surname
    if size == other_size and size >= 2:
        if size == 2 and _same(n, given, other_given + 1, 1) and _same(n, given + 1, other_given, 1):
            return Chinese.TURNED_ROUND, max(n.name[a], n.name[b])
        alike = 0
        for k in range(size):
            if _alike(n, given + k, other_given + k):
                alike += 1
                chance *= max(n.chances[given + k], n.chances[other_given + k])
        if alike == size - 1:
            return Chinese.ONE_CHARACTER, chance
        return Chinese.SAME_SURNAME, surname
    if abs(size - other_size) == 1 and min(size, other_size) > 0:
        front, back = _common_ends(n, given, given + size, other_given, other_given + other_size)
        if front + back == min(size, other_size):
            part = given if size < other_size else other_given
            for k in range(front + back):
                chance *= n.chances[part + k]
            return Chinese.LEFT_OUT, chance
    return Chinese.SAME_SURNAME, surname


@kernel
def _compare(n: ChineseNames, left: Ints, right: Ints, level: Levels, chance: Floats) -> None:
    for row in range(len(left)):
        a, b = left[row], right[row]
        i, j = n.starts[a], n.starts[b]
        end, other_end = n.starts[a + 1], n.starts[b + 1]
        if min(end - i, other_end - j) == 0:
            level[row], chance[row] = Chinese.UNKNOWN, 1.0
        elif n.surname_length[a] == 0 or n.surname_length[b] == 0:
            level[row], chance[row] = _long(n, i, end, j, other_end)
        else:
            level[row], chance[row] = _short(n, a, b)


def compare_chinese(names: ChineseNames, left: Ints, right: Ints) -> tuple[Levels, Floats]:
    """int8 per pair, a `Chinese`, and the probability that a stranger's name is so like the left one's."""
    level, chance = np.zeros(len(left), np.int8), np.ones(len(left))
    _compare(names, left, right, level, chance)
    return level, chance
