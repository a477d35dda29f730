"""What a row holds as one number, so that what is the same from night to night need not be written again.

To be made of ids and values only, never of row numbers, which change with the register.
"""

import numpy as np
import polars as pl

from graph.keys import digests
from graph.store.neo4j.packed import key_numbers

_AT_ONCE = 100_000  # rows whose texts lie in memory
_BETWEEN, _BETWEEN_ROWS, _NONE = "\x1f", "\x1e", "\x1d"


def contents(frame: pl.DataFrame) -> pl.Series:
    """int64 per row, of all its columns."""
    parts = [
        key_numbers(digests(block.select(_told(block)).to_series())) for block in frame.iter_slices(_AT_ONCE)
    ]
    numbers = np.concatenate(parts) if parts else np.empty(0, np.uint64)
    return pl.Series("digest", numbers.view(np.int64))


def hanging(frame: pl.DataFrame, rows: int) -> pl.Series:
    """Text per `firm` 0..rows-1, of all rows that name it, in the frame's order; null without any."""
    told = frame.select("firm", _told(frame.drop("firm")).alias("text"))
    texts = told.group_by("firm", maintain_order=True).agg(pl.col("text").str.join(_BETWEEN_ROWS))
    return spread(texts["firm"], texts["text"], rows)


def spread(rows: pl.Series, values: pl.Series, n: int) -> pl.Series:
    """`values` at their rows of n, null elsewhere."""
    at = np.full(n, len(values), np.int64)
    at[rows.to_numpy()] = np.arange(len(values))
    return values.extend_constant(None, 1).gather(at)


def _told(frame: pl.DataFrame) -> pl.Expr:
    texts = (
        pl.col(name).list.join(_BETWEEN_ROWS) if isinstance(kind, pl.List) else pl.col(name).cast(pl.String)
        for name, kind in frame.schema.items()
    )
    return pl.concat_str(*(text.fill_null(_NONE) for text in texts), separator=_BETWEEN).alias("text")
