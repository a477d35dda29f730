"""A register as read: strings under the layout's names, each row with its file and line."""

from dataclasses import dataclass

import polars as pl

from graph.model import Table
from graph.words import Text

# Rows of a table keep these beside their columns.
FILE, LINE = "_file", "_line"  # provenance columns: index into RawRegister.files, and the physical line


@dataclass(frozen=True)
class SourceFile:
    """A file as it was read; `name` is its path below the source."""

    name: str
    encoding: str = "utf-8"


@dataclass(frozen=True)
class RawTable:
    """Rows of one table.

    `frame` has every column of the layout, then `_file` and `_line`: trimmed strings, null where nothing is
    known; amounts that the mapping parsed are Float64 in whole units. `faults` are rows that could not even
    be cut into fields: `_file`, `_line`, `reason`. `unreadable` are values that the mapping's parser could
    not read: `_file`, `_line`, `column`, `value`.
    """

    table: Table
    frame: pl.DataFrame
    faults: pl.DataFrame
    unreadable: pl.DataFrame
    files: tuple[int, ...]  # which of the register's files gave rows, in order
    unknown_columns: tuple[str, ...] = ()

    def rows_in(self, file: int) -> int:
        """Rows that one file gave, whether or not they could be cut."""
        return sum(len(f.filter(pl.col(FILE) == file)) for f in (self.frame, self.faults))


@dataclass(frozen=True)
class RawRegister:
    """All tables of a source, in the layout's order."""

    format: str
    files: tuple[SourceFile, ...]
    tables: dict[str, RawTable]
    files_left_out: tuple[str, ...] = ()
    notes: tuple[Text, ...] = ()


FAULT_SCHEMA = pl.Schema({LINE: pl.UInt32, "reason": pl.String})
ROW_FAULT_SCHEMA = pl.Schema({FILE: pl.UInt32, LINE: pl.UInt32, "reason": pl.String})
UNREADABLE_SCHEMA = pl.Schema({FILE: pl.UInt32, LINE: pl.UInt32, "column": pl.String, "value": pl.String})
