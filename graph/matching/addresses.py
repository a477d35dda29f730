"""Whether two addresses are one place: over columns, pair by pair."""

import numpy as np
import polars as pl

from graph.matching.address_kinds import ADDRESS_PARTS
from graph.matching.address_tokens import read
from graph.matching.address_verdict import compare_tokens
from graph.matching.comparison import comparison
from graph.normalise.distinct import numbered
from graph.normalise.regions import region_table

__all__ = ["ADDRESS_PARTS", "compare_addresses"]

CHUNK = 200_000  # pairs whose tokens lie in memory at once


def _compare_chunk(left: pl.Series, right: pl.Series) -> pl.DataFrame:
    n = len(left)
    rows, texts = numbered(pl.concat([left, right]))
    known = read(texts)
    verdict, building = np.empty(n, np.int8), np.empty(n, np.int8)
    score = np.empty(n, np.float64)
    agree, differ = np.empty(n, np.uint32), np.empty(n, np.uint32)
    compare_tokens(
        known.tokens, known.weights, known.starts, known.regions, known.namesakes, region_table(),
        rows[:n].astype(np.int64), rows[n:].astype(np.int64), verdict, score, building, agree, differ,
    )  # fmt: skip
    same_building = pl.Series("same_building", building == 1).set(pl.Series(building < 0), None)
    return comparison(score, verdict, agree, differ).with_columns(same_building)


def compare_addresses(left: pl.Series, right: pl.Series) -> pl.DataFrame:
    """Compare two columns of addresses, row by row.

    Columns: those of `comparison`, the bits of `agree` and `differ` after `ADDRESS_PARTS`, and
    same_building (Boolean; null where what both name does not tell).
    """
    left, right = left.cast(pl.String), right.cast(pl.String)
    chunks = [
        _compare_chunk(left.slice(i, CHUNK), right.slice(i, CHUNK))
        for i in range(0, max(len(left), 1), CHUNK)
    ]
    return pl.concat(chunks)
