"""Nodes and relationships as the CSV files that `neo4j-admin database import` reads.

Not Parquet, which would need no header and no quotes: in Neo4j 5.26 it is a beta, and the server's Maven
artifacts lack what reads it. The import leaves out empty lists.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

# In no name, address or JSON text.
_BETWEEN_STRINGS: Final = "\x1f"
_OPTIONS: Final = ("--id-type=integer", "--array-delimiter=U+001F", "--bad-tolerance=0")


@dataclass(frozen=True)
class Nodes:
    """Nodes with the same labels: `_id` (integers that name them within `group`) and their properties."""

    labels: tuple[str, ...]
    group: str
    frame: pl.DataFrame


@dataclass(frozen=True)
class Relationships:
    """Relationships of one type: `_start` and `_end`, ids of the groups of these names, and properties."""

    type: str
    start: str
    end: str
    frame: pl.DataFrame


def write_files(
    folder: Path, nodes: Sequence[Nodes], relationships: Sequence[Relationships]
) -> tuple[str, ...]:
    """Write everything into an empty folder; gives the options with which the import reads it."""
    options, lines = list[str](), False
    parts: list[Nodes | Relationships] = [*nodes, *relationships]
    for number, part in enumerate(parts):
        if not part.frame.is_empty():
            file = folder / f"{number:02d}.csv"
            lines |= _write(file, part)
            options.append(f"{_option(part)}={file}")
    # Slower to read, so only where a text has more than one line.
    report = f"--report-file={folder / 'import.report'}"
    return (*options, f"--multiline-fields={str(lines).lower()}", report, *_OPTIONS)


def _option(part: Nodes | Relationships) -> str:
    return f"--nodes={':'.join(part.labels)}" if isinstance(part, Nodes) else f"--relationships={part.type}"


def _write(file: Path, part: Nodes | Relationships) -> bool:
    """Write one part, its header first; True where a text in it has more than one line."""
    if isinstance(part, Nodes):
        ends = {"_id": f":ID({part.group})"}
    else:
        ends = {"_start": f":START_ID({part.start})", "_end": f":END_ID({part.end})"}
    known = [column for column in part.frame.get_columns() if column.null_count() < len(column)]
    frame = pl.DataFrame(
        [
            _text(column).alias(ends.get(column.name) or f"{column.name}:{_type(column.dtype)}")
            for column in known
        ]
    )
    frame.write_csv(file, quote_style="necessary")
    texts = frame.select(pl.col(pl.String).str.contains(r"[\r\n]").any())
    return any(texts.row(0)) if texts.width else False


def _type(kind: pl.DataType) -> str:
    match kind:
        case pl.Boolean():
            return "boolean"
        case pl.Date():
            return "date"
        case pl.Datetime():
            return "datetime"
        case pl.List():
            return "string[]"
        case _ if kind.is_integer():
            return "long"
        case _ if kind.is_float():
            return "double"
    return "string"


def _text(column: pl.Series) -> pl.Series:
    match column.dtype:
        case pl.List():
            return column.list.join(_BETWEEN_STRINGS)
        case pl.Datetime():
            return column.dt.convert_time_zone("UTC").dt.strftime("%Y-%m-%dT%H:%M:%S%.6fZ")
        case pl.Enum() | pl.Categorical():
            return column.cast(pl.String)
        case pl.Float32():
            return column.cast(pl.Float64)
    return column
