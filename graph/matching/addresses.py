"""Whether two addresses are one place: over columns, pair by pair."""

import numpy as np
import polars as pl

from graph.chunks import in_chunks
from graph.matching.address_kinds import ADDRESS_PARTS
from graph.matching.address_pairs import Compared, compare_pairs
from graph.matching.address_tokens import read
from graph.matching.comparison import comparison
from graph.normalise.distinct import numbered
from graph.normalise.regions import region_table

__all__ = ["ADDRESS_PARTS", "compare_addresses"]

CHUNK = 100_000  # pairs whose tokens lie in memory at once


def _compare_chunk(left: pl.Series, right: pl.Series) -> pl.DataFrame:
    n = len(left)
    rows, texts = numbered(pl.concat([left, right]))
    out = Compared(
        np.empty(n, np.int8), np.empty(n, np.float64), np.empty(n, np.int8), np.empty(n, np.uint32),
        np.empty(n, np.uint32),
    )  # fmt: skip
    compare_pairs(read(texts), region_table(), rows[:n], rows[n:], out)
    same_building = pl.Series("same_building", out.building == 1).set(pl.Series(out.building < 0), None)
    return comparison(out.score, out.verdict, out.agree, out.differ).with_columns(same_building)


def compare_addresses(left: pl.Series, right: pl.Series) -> pl.DataFrame:
    """Compare two columns of addresses, row by row; those in Latin script as those in Chinese.

    Columns: those of `comparison`, the bits of `agree` and `differ` after `ADDRESS_PARTS`, and
    same_building (Boolean; null where what both name does not tell). `docs/matching.md` says what is the
    same.
    """
    left, right = left.cast(pl.String), right.cast(pl.String)
    return pl.concat(
        in_chunks(lambda i: _compare_chunk(left.slice(i, CHUNK), right.slice(i, CHUNK)), len(left), CHUNK)
    )
