"""From strings to typed tables: what cannot be used is rejected with its reason, never dropped silently."""

from dataclasses import dataclass

import polars as pl

from graph.report import IngestReport


@dataclass(frozen=True)
class ValidRegister:
    """Tables that later rooms may trust.

    `tables` holds all nine tables of the layout (empty ones too), each with every column of the layout,
    typed: dates `Date`, money, shares and numbers `Float64`, booleans `Boolean`, the rest `String`; null is
    unknown. `rejects` (rows not kept) and `repairs` (values set to unknown in rows that are kept) have the
    columns table, file, line, column, reason, value; a personal column's value is never in them.
    """

    tables: dict[str, pl.DataFrame]
    rejects: pl.DataFrame
    repairs: pl.DataFrame
    report: IngestReport
