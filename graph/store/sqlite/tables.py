"""The tables of a published file, declared once; the DDL is generated from here.

Small tables are the frames of `graph.published` as they are. The four large ones are packed: see
`packing`, `blocks` and `postings` for what their blobs hold.
"""

from dataclasses import dataclass

import polars as pl

from graph.published import RESULTS
from graph.snapshot_tables import Schema

APPLICATION_ID = 0x52494E47  # "RING"


@dataclass(frozen=True)
class Table:
    """A table; `columns` map names to SQLite types, `indexes` are column lists."""

    name: str
    columns: dict[str, str]
    indexes: tuple[str, ...] = ()

    @property
    def create(self) -> str:
        """The CREATE TABLE statement."""
        parts = [f"{name} {kind}" for name, kind in self.columns.items()]
        return f"CREATE TABLE {self.name} ({', '.join(parts)})"

    @property
    def create_indexes(self) -> tuple[str, ...]:
        """The CREATE INDEX statements, to be run once the table is full."""
        return tuple(
            f"CREATE INDEX {self.name}_{i} ON {self.name} ({on})" for i, on in enumerate(self.indexes)
        )

    @property
    def insert(self) -> str:
        """The INSERT statement for one row in declared order."""
        return f"INSERT INTO {self.name} VALUES ({', '.join('?' * len(self.columns))})"  # noqa: S608

    @property
    def count(self) -> str:
        """The statement that counts its rows: where they bear numbers in a row, by the first and the last,
        since to count them all is to read gigabytes."""
        if "row" in self.columns:
            ends = [f"(SELECT {end}(row) FROM {self.name})" for end in ("max", "min")]  # noqa: S608
            return f"SELECT coalesce({ends[0]} - {ends[1]} + 1, 0)"
        return f"SELECT count(*) FROM {self.name}"  # noqa: S608


def _affinity(dtype: pl.DataType) -> str:
    if dtype.is_integer() or dtype == pl.Boolean():
        return "INTEGER"
    return "REAL" if dtype.is_float() else "TEXT"


def _result(name: str, first: dict[str, str], *indexes: str, more: dict[str, str] | None = None) -> Table:
    schema: Schema = RESULTS[name]
    columns = {column: _affinity(dtype) for column, dtype in schema.items()}
    return Table(name, first | columns | (more or {}), indexes)


ROW = {"row": "INTEGER PRIMARY KEY"}
TABLES = (
    Table("meta", {"name": "TEXT PRIMARY KEY", "value": "TEXT"}),
    Table("baselines", {"name": "TEXT PRIMARY KEY", "data": "BLOB"}),
    Table("reference", {"name": "TEXT PRIMARY KEY", "data": "BLOB"}),
    Table(
        "firms",
        ROW
        | {
            "firm_id": "TEXT",
            "name": "TEXT",
            "record": "BLOB",  # packing.FIRM
            "links": "BLOB",  # packing.LINK, many
            "events": "BLOB",  # packing.EVENT, many
            "findings": "BLOB",  # int32 rows of findings
        },
    ),
    Table(
        "firm_blocks",
        {
            "block": "INTEGER PRIMARY KEY",
            "facts": "BLOB",
            "holdings": "BLOB",
            "events": "BLOB",
            "ties_out": "BLOB",
            "ties_in": "BLOB",
        },
    ),
    Table(
        "key_blocks",
        {
            "block": "INTEGER PRIMARY KEY",
            "kind": "INTEGER",  # of the block's first key
            "value": "TEXT",
            "records": "BLOB",  # packing.KEY
            "texts": "BLOB",
            "starts": "BLOB",  # int32, where each key's firms begin, one more than keys
            "firms": "BLOB",  # int32, at most port.CAP for each key
        },
        ("kind, value",),
    ),
    Table(
        "lookups",
        {"space": "TEXT", "first": "TEXT", "ids": "TEXT", "rows": "BLOB"},
        ("space, first",),
    ),
    Table(
        "postings",
        {"first": "INTEGER PRIMARY KEY", "ids": "BLOB", "counts": "BLOB", "rows": "BLOB"},  # postings.Block
    ),
    _result("rings", ROW, "ring_id"),
    _result("ring_members", {}, "ring, strength DESC, firm"),
    _result("ring_edges", {}, "ring, minimal"),
    _result("ring_hubs", {}, "ring"),
    _result("hubs", {}, "key"),
    _result("detectors", {}, "detector"),
    _result("findings", ROW, "finding_id", "ring", more={"firms": "BLOB"}),
)
BY_NAME = {table.name: table for table in TABLES}
