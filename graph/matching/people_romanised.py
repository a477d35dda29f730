"""A Chinese name and one in Latin script: whether the second is the first in pinyin."""

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.jit import kernel
from graph.matching.people_chinese import ChineseNames
from graph.matching.people_rarity import readings
from graph.matching.people_weights import Chinese, Levels
from graph.normalise.codepoints import Texts, decode

Ints = npt.NDArray[np.int32]
_MOST = 6  # readings of one character
_LETTERS = 62  # of a name; longer ones are not Chinese


@kernel
def _read_on(reached: int, sounds: Ints, texts: Texts, letters: Texts, word: int) -> int:
    """The places (bits) that the letters are read up to, one character after `reached`."""
    begin, end = letters.starts[word], letters.starts[word + 1]
    after = 0
    for sound in sounds:
        if sound < 0:
            break
        first, last = texts.starts[sound], texts.starts[sound + 1]
        for at in range(end - begin - (last - first) + 1):
            if reached >> at & 1:
                k = 0
                while first + k < last and texts.codes[first + k] == letters.codes[begin + at + k]:
                    k += 1
                if first + k == last:
                    after |= 1 << (at + k)
    return after


@kernel
def _compare(
    n: ChineseNames, sounds: Ints, texts: Texts, letters: Texts, chinese: Ints, latin: Ints, level: Levels
) -> None:
    for row in range(len(chinese)):
        name, word = chinese[row], latin[row]
        begin, end = n.starts[name], n.starts[name + 1]
        size = letters.starts[word + 1] - letters.starts[word]
        if end == begin or size == 0:
            level[row] = Chinese.UNKNOWN
            continue
        level[row] = Chinese.ROMANISED_OTHER
        given = begin + n.surname_length[name]
        if size > _LETTERS:
            continue
        for turn in range(2):  # the surname first, or the given name
            reached = 1
            first, second = (begin, given) if turn == 0 else (given, begin)
            first_end, second_end = (given, end) if turn == 0 else (end, given)
            for i in range(first, first_end):
                reached = _read_on(reached, sounds[i], texts, letters, word)
            for i in range(second, second_end):
                reached = _read_on(reached, sounds[i], texts, letters, word)
            if reached >> size & 1:
                level[row] = Chinese.ROMANISED


def compare_romanised(names: ChineseNames, letters: pl.Series, chinese: Ints, latin: Ints) -> Levels:
    """int8 per pair, ROMANISED or ROMANISED_OTHER: of a Chinese name (row of `names`) and of `letters`, the
    names' Latin letters alone, in lower case."""
    distinct, of_character = np.unique(names.codes, return_inverse=True)
    read = [readings(chr(c))[:_MOST] for c in distinct]
    words = sorted({sound for all_ in read for sound in all_})
    numbers = {sound: i for i, sound in enumerate(words)}
    sounds = np.full((len(distinct), _MOST), -1, np.int32)
    for i, all_ in enumerate(read):
        sounds[i, : len(all_)] = [numbers[sound] for sound in all_]
    level = np.zeros(len(chinese), np.int8)
    texts = decode(pl.Series(words, dtype=pl.String))
    _compare(names, sounds[of_character], texts, decode(letters), chinese, latin, level)
    return level
