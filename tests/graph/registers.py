"""Small registers for the tests of the graph: the nine valid tables, typed, with every column."""

from collections.abc import Mapping, Sequence

import polars as pl

from graph.model import TABLES, Type

Row = Mapping[str, object]

_TYPES: dict[Type, pl.DataType] = {
    Type.DATE: pl.Date(),
    Type.MONEY: pl.Float64(),
    Type.SHARE: pl.Float64(),
    Type.NUMBER: pl.Float64(),
    Type.BOOL: pl.Boolean(),
}


def layout(**rows: Sequence[Row]) -> dict[str, pl.DataFrame]:
    """layout(firms=[{...}], roles=[...]) as validation would hand them on."""
    return {
        name: pl.DataFrame(
            [{c: row.get(c) for c in table.names} for row in rows.get(name, ())],
            schema={c.name: _TYPES.get(c.type, pl.String()) for c in table.columns},
        )
        for name, table in TABLES.items()
    }
