"""Writing a published file: without a journal, under a name nobody reads, checked before it goes live."""

import os
import sqlite3
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from graph.published import Publication
from graph.store.sqlite.connection import speaking_plainly
from graph.store.sqlite.form import FORM
from graph.store.sqlite.rows import ROWS
from graph.store.sqlite.tables import APPLICATION_ID, TABLES, Table

# Nobody reads the file before it is whole, so neither journal nor locks nor flushes are needed.
_PRAGMAS = (
    "page_size = 16384",
    "journal_mode = OFF",
    "synchronous = OFF",
    "locking_mode = EXCLUSIVE",
    "secure_delete = OFF",
    "cache_size = -65536",
    "temp_store = MEMORY",
    f"application_id = {APPLICATION_ID}",
    f"user_version = {FORM}",
)

Rows = list[tuple[Any, ...]]

_AT_ONCE = 256  # rows; one may be a block of many firms
_AHEAD = 8  # batches of rows made before they are written


def write(path: Path, publication: Publication) -> None:
    """Write the whole file at `path`, which must not exist yet, and flush it to the disk."""
    with speaking_plainly(path):
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
            connection.execute("BEGIN")
            for table in TABLES:
                connection.execute(table.create)
            for table, rows in _made_ahead(publication):
                connection.executemany(table.insert, rows)
            for table in TABLES:
                for statement in table.create_indexes:
                    connection.execute(statement)
            connection.execute("COMMIT")
        finally:
            connection.close()
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _made_ahead(publication: Publication) -> Iterator[tuple[Table, Rows]]:
    """Batches of every table's rows, made while the ones before are written and the next table is begun."""
    with ThreadPoolExecutor(1) as maker, ThreadPoolExecutor(1) as other:
        beside: _Lane | None = None
        for table, own in zip(TABLES, cycle((maker, other))):
            lane = _Lane(table, publication, own)
            if beside:
                yield from beside.batches()
            beside = lane
        assert beside is not None
        yield from beside.batches()


class _Lane:
    """One table's rows on their way: a thread makes some batches ahead of whoever takes them."""

    def __init__(self, table: Table, publication: Publication, maker: Executor) -> None:
        self._table, self._maker = table, maker
        self._made = _batches(ROWS[table.name](publication))
        self._coming = deque(self._next() for _ in range(_AHEAD))

    def batches(self) -> Iterator[tuple[Table, Rows]]:
        """All of them, in their order."""
        while batch := self._coming.popleft().result():
            self._coming.append(self._next())
            yield self._table, batch

    def _next(self) -> "Future[Rows]":
        return self._maker.submit(next, self._made, [])


def _batches(rows: Iterable[tuple[Any, ...]]) -> Iterator[Rows]:
    left = iter(rows)
    while batch := list(islice(left, _AT_ONCE)):
        yield batch
