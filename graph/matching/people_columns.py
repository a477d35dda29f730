"""A column of each side as its distinct texts and their numbers, so that every text is read once."""

from typing import TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.normalise.distinct import numbered
from graph.normalise.text import present

Ints = npt.NDArray[np.int32]
Number = TypeVar("Number", bound=np.generic)


def both(left: pl.Series, right: pl.Series) -> tuple[pl.Series, Ints, Ints]:
    """The distinct texts of both sides, folded, and their number in each row; -1 where nothing is said."""
    codes, written = numbered(pl.concat([left, right]))
    texts = present(written)
    codes = looked_up(np.where(texts.is_null(), -1, np.arange(len(texts))).astype(np.int32), codes, -1)
    return texts, codes[: len(left)], codes[len(left) :]


def looked_up(values: npt.NDArray[Number], codes: Ints, unknown: object) -> npt.NDArray[Number]:
    """`values[codes]`, `unknown` where a code is -1."""
    return np.append(values, np.array([unknown], values.dtype))[codes]
