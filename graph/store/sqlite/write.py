"""Writing a published file: without a journal, under a name nobody reads, checked before it goes live."""

import os
import sqlite3
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
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


def _made_ahead(publication: Publication) -> Iterator[tuple[Table, list[tuple[Any, ...]]]]:
    """Batches of every table's rows, made on another core while the ones before them are written."""
    made = ((table, rows) for table in TABLES for rows in _batches(ROWS[table.name](publication)))
    with ThreadPoolExecutor(1) as maker:
        coming = deque(maker.submit(next, made, None) for _ in range(_AHEAD))
        while (batch := coming.popleft().result()) is not None:
            coming.append(maker.submit(next, made, None))
            yield batch


def _batches(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    left = iter(rows)
    while batch := list(islice(left, _AT_ONCE)):
        yield batch
