"""Writing a published file: without a journal, under a name nobody reads, checked before it goes live."""

import os
import sqlite3
from pathlib import Path

from graph.published import Publication
from graph.store.sqlite.connection import speaking_plainly
from graph.store.sqlite.form import FORM
from graph.store.sqlite.rows import ROWS
from graph.store.sqlite.tables import APPLICATION_ID, TABLES

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
                connection.executemany(table.insert, ROWS[table.name](publication))
                for statement in table.create_indexes:
                    connection.execute(statement)
            connection.execute("COMMIT")
        finally:
            connection.close()
    with path.open("rb+") as file:
        os.fsync(file.fileno())
