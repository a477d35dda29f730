"""The parts of one address as rows of a table that kernels fill."""

import numpy as np
import numpy.typing as npt

from graph.jit import kernel
from graph.normalise.address_words import WORD_SHIFT, Part
from graph.normalise.trie import NOTHING

MAX_PARTS = 40  # a longer address keeps its first parts; the rest becomes one name

# A row for each part: kind; where it begins with what stands before its value (第3栋, 负1层) and where the
# value begins; its end with its word and without it; number of the word (NOTHING if none); whether a dash
# ties it to the designator before. Positions are in the code points.
Parts = npt.NDArray[np.int64]
KIND_OF, FIRST, BEGIN, END, VALUE_END, WORD, DASHED = range(7)

NAME = int(Part.NAME)


def scratch() -> Parts:
    """Room for the parts of one address."""
    return np.empty((MAX_PARTS + 2, 7), np.int64)


@kernel
def emit(parts: Parts, n: int, kind: int, begin: int, end: int, value_end: int, word: int) -> int:
    """Add a part; returns how many there are."""
    if n >= MAX_PARTS:  # the last part takes in what is left
        parts[n - 1, KIND_OF] = NAME
        parts[n - 1, END] = end
        parts[n - 1, VALUE_END] = end
        parts[n - 1, WORD] = NOTHING
        return n
    parts[n, KIND_OF] = kind
    parts[n, FIRST] = begin
    parts[n, BEGIN] = begin
    parts[n, END] = end
    parts[n, VALUE_END] = value_end
    parts[n, WORD] = NOTHING if word == NOTHING else word >> WORD_SHIFT
    parts[n, DASHED] = 0
    return n + 1
