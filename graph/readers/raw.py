"""A register as read: strings under the layout's names, each row with its file and line."""

from dataclasses import dataclass, field

import polars as pl

from graph.model import Table

FILE, LINE = "_file", "_line"  # provenance columns: index into RawRegister.files, and the physical line


@dataclass(frozen=True)
class SourceFile:
    """A file as it was read; `name` is its path below the source."""

    name: str
    encoding: str = "utf-8"


@dataclass(frozen=True)
class RawTable:
    """Rows of one table.

    `frame` has every column of the layout as strings (null is empty), then `_file` and `_line`; money that
    a mapping reads with its unit is parsed already. `rejects` are rows that could not even be cut into
    fields: `_file`, `_line`, `reason`. `unreadable` are values that the mapping's parser could not read:
    `_file`, `_line`, `column`, `value`.
    """

    table: Table
    frame: pl.DataFrame
    rejects: pl.DataFrame
    unreadable: pl.DataFrame
    unknown_columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class RawRegister:
    """All tables of a source, in the layout's order."""

    format: str
    files: tuple[SourceFile, ...]
    tables: dict[str, RawTable]
    files_left_out: tuple[str, ...] = field(default=())


REJECT_SCHEMA = {FILE: pl.UInt32, LINE: pl.UInt32, "reason": pl.String}
UNREADABLE_SCHEMA = {FILE: pl.UInt32, LINE: pl.UInt32, "column": pl.String, "value": pl.String}
