"""Chinese characters by how they sound."""

from functools import cache

import numpy as np
import numpy.typing as npt
import pypinyin

Syllables = npt.NDArray[np.uint16]
_FIRST, _LAST = 0x3400, 0xA000


@cache
def syllables() -> Syllables:
    """For every character of the basic plane a number for its first reading without tone, 0 where none is."""
    characters = [chr(c) for c in range(_FIRST, _LAST)]
    read = pypinyin.lazy_pinyin(characters)  # a character without a reading stands for itself
    number = {reading: i for i, reading in enumerate(sorted(set(read)), 1)}
    table: Syllables = np.zeros(0x10000, np.uint16)
    table[_FIRST:_LAST] = [number[reading] for reading in read]
    return table
