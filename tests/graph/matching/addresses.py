"""One pair of addresses, compared."""

from typing import NamedTuple

import polars as pl

from graph.matching.addresses import ADDRESS_PARTS, compare_addresses
from graph.matching.comparison import VERDICT_NAMES


class Outcome(NamedTuple):
    """What a comparison said of one pair; parts by their English names."""

    verdict: str
    score: float
    same_building: bool | None
    agree: set[str]
    differ: set[str]


def compare(left: str | None, right: str | None) -> Outcome:
    """Compare one pair through the entry point for columns."""
    row = compare_addresses(pl.Series([left], dtype=pl.String), pl.Series([right], dtype=pl.String)).row(
        0, named=True
    )
    agree, differ = (
        {part.en for i, part in enumerate(ADDRESS_PARTS) if row[side] >> i & 1}
        for side in ("agree", "differ")
    )
    return Outcome(VERDICT_NAMES[row["verdict"]], row["score"], row["same_building"], agree, differ)
