"""Keys under which names that may be one firm's meet: brands but for a character, sounds, beginnings.

A key is a 64-bit hash of a few code points and of what else has to agree; names that share one make a block.
"""

from enum import IntEnum

import numpy as np
import numpy.typing as npt

from graph.jit import kernel
from graph.matching.mixing import mix
from graph.normalise.codepoints import Codes
from graph.normalise.name_split import Names
from graph.normalise.pinyin import Syllables

Keys = npt.NDArray[np.uint64]
Int32s = npt.NDArray[np.int32]
Int8s = npt.NDArray[np.int8]
_LONG_BRAND = 3  # characters: leaving one out of a shorter brand leaves too little to meet under


class KeyKind(IntEnum):
    """What names of one block have in common."""

    BRAND_HERE = 0  # city, and the brand but for a character
    BRAND = 1  # the brand, anywhere: the region may be missing on one side
    SOUND = 2  # city, and how the brand sounds
    BEGINNING = 3  # city, and the first two characters: a slip may have spoilt where the brand ends


@kernel
def _hash(text: Codes, begin: int, end: int, without: int, place: int, kind: int) -> np.uint64:
    h = mix(mix(np.uint64(0xFF51AFD7ED558CCD), kind), place)
    for i in range(begin, end):
        if i != without:
            h = mix(h, int(text[i]))
    return h


@kernel
def _sound(text: Codes, begin: int, end: int, place: int, syllables: Syllables) -> np.uint64:
    h = mix(mix(np.uint64(0xFF51AFD7ED558CCD), 2), place)
    for i in range(begin, end):
        c = text[i]
        h = mix(h, int(syllables[c]) if c <= 0xFFFF and syllables[c] else int(c) + 0x10000)
    return h


@kernel
def _write(names: Names, syllables: Syllables, keys: Keys, rows: Int32s, kinds: Int8s) -> int:
    at = 0
    for row in range(len(names.region)):
        begin, end = names.brand[row, 0], names.brand[row, 1]
        core = begin if begin >= 0 else names.trade[row, 0]
        if core < 0:
            continue
        stop = names.trade[row, 1] if names.trade[row, 0] >= 0 else end
        place = names.region[row] - names.region[row] % 100
        first = at
        if begin >= 0:
            keys[at] = _hash(names.text, begin, end, -1, place, 0)
            at += 1
            if end - begin >= _LONG_BRAND:
                for without in range(begin, end):
                    keys[at] = _hash(names.text, begin, end, without, place, 0)
                    at += 1
            kinds[first:at] = 0
            keys[at] = _hash(names.text, begin, end, -1, 0, 1)
            kinds[at] = 1
            keys[at + 1] = _sound(names.text, begin, end, place, syllables)
            kinds[at + 1] = 2
            at += 2
        keys[at] = _hash(names.text, core, min(core + 2, stop), -1, place, 3)
        kinds[at] = 3
        at += 1
        rows[first:at] = row
    return at


def name_keys(names: Names, syllables: Syllables) -> tuple[Keys, Int32s, Int8s]:
    """Every key of every name: the keys, the row each is of, and its `KeyKind`. Linear in the text."""
    brand = np.maximum(names.brand[:, 1] - names.brand[:, 0], 0)
    most = int(brand.sum()) + 4 * len(brand)
    keys, rows, kinds = np.empty(most, np.uint64), np.empty(most, np.int32), np.empty(most, np.int8)
    n = _write(names, syllables, keys, rows, kinds)
    return keys[:n], rows[:n], kinds[:n]
