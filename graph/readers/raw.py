"""A register as read: strings under the layout's names, each row with its file and line."""

from dataclasses import dataclass

import polars as pl

from graph.model import Table
from graph.words import Text

# Rows of a table keep these beside their columns.
FILE, LINE = "_file", "_line"  # provenance columns: index into RawTable.files, and the physical line


@dataclass(frozen=True)
class SourceFile:
    """A file as it was read; `name` is its path below the source."""

    name: str
    encoding: str = "utf-8"


@dataclass(frozen=True)
class Rows:
    """One file's rows: the wanted columns as strings plus `_line`.

    `faults` holds `_line` and `reason` of the rows that could not be cut into fields. `tidy`: no value needs
    trimming, and where nothing stands there is null, not an empty string.
    """

    frame: pl.DataFrame
    faults: pl.DataFrame
    encoding: str
    tidy: bool


@dataclass(frozen=True)
class RawTable:
    """Rows of one table, from all files that give it.

    `frame` has every column of the layout, then `_file` and `_line`: trimmed strings, null where nothing is
    known; amounts that the mapping parsed are Float64 in whole units. `faults` are rows that could not even
    be cut into fields: `_file`, `_line`, `reason`. `unreadable` are values that the mapping's parser could
    not read: `_file`, `_line`, `column`, `value`.
    """

    table: Table
    files: tuple[SourceFile, ...]
    frame: pl.DataFrame
    faults: pl.DataFrame
    unreadable: pl.DataFrame
    unknown_columns: tuple[str, ...] = ()
    notes: tuple[Text, ...] = ()


FAULT_SCHEMA = pl.Schema({LINE: pl.UInt32, "reason": pl.String})
UNREADABLE_SCHEMA = pl.Schema({FILE: pl.UInt32, LINE: pl.UInt32, "column": pl.String, "value": pl.String})
