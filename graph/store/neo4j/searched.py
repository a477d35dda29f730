"""Texts in a form in which full-text search finds any part of them.

The `cjk` analyzer makes pairs of neighbouring Chinese characters, but whole words of letters and digits, and
drops the commonest English ones: it finds no 禾6 in 青禾66. So a text that is more than plain Chinese is
indexed once more with every other character replaced by a rare Chinese one. Two characters may share one:
whatever is found is compared with the real text afterwards.
"""

from typing import Final

import numpy as np
import polars as pl
import pyarrow as pa

from graph.store.closeness import folded, folded_column

_FIRST, _LAST = 0x4E00, 0x9FA5  # characters that stay: what every version of Unicode knows as Chinese
_RARE: Final = 0x3400  # CJK extension A
_RARE_ONES: Final = 0x4DB5 - _RARE + 1
_PLAIN: Final = f"^[{chr(_FIRST)}-{chr(_LAST)}]*$"


def searched(text: str) -> str:
    """A text as it is looked for."""
    points = (ord(c) for c in folded(text))
    return "".join(chr(p if _FIRST <= p <= _LAST else _RARE + p % _RARE_ONES) for p in points)


def searched_column(texts: pl.Series) -> pl.Series:
    """Texts as they are indexed beside themselves; null for those that are plain Chinese, and for null."""
    plain = texts.str.contains(_PLAIN).fill_null(True)
    rows = np.flatnonzero(~plain.to_numpy())
    more = folded_column(texts.gather(rows))
    points = np.frombuffer("".join(more.to_list()).encode("utf-32-le"), "<u4")
    stays = (points >= _FIRST) & (points <= _LAST)
    points = np.where(stays, points, _RARE + points % _RARE_ONES)
    # Each of these characters is three bytes of UTF-8.
    data = np.stack([0xE0 | points >> 12, 0x80 | points >> 6 & 0x3F, 0x80 | points & 0x3F], axis=1)
    ends = 3 * np.append(0, np.cumsum(more.str.len_chars().to_numpy())).astype(np.int64)
    made = pa.LargeStringArray.from_buffers(
        len(rows), pa.py_buffer(ends), pa.py_buffer(np.ascontiguousarray(data, np.uint8))
    )
    out = pl.Series("searched", [None], pl.String).new_from_index(0, len(texts))
    return out.scatter(rows, pl.Series(made))
