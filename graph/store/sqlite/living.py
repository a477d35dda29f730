"""The living file: what people's use leaves behind, kept through every publication.

It holds no personal data: request ids, public ids, decisions and times only.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.store.records import PrecheckRecord, SweepInfo
from graph.store.sqlite.connection import speaking_plainly
from graph.store.sqlite.statements import sql
from graph.store.sweep_info import info_json

_TABLES = ("create_prechecks", "create_lookups", "create_sweeps")
_BUSY_SECONDS = 10.0


class Living:
    """The living file of a workspace; made when something is first written."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with speaking_plainly(self._path):
            connection = sqlite3.connect(self._path, isolation_level=None, timeout=_BUSY_SECONDS)
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = NORMAL")
                for table in _TABLES:
                    connection.execute(sql(table))
                yield connection
            finally:
                connection.close()

    def add_precheck(self, record: PrecheckRecord) -> None:
        """Keep a pre-check; the same request id again replaces it."""
        with self._connection() as connection:
            connection.execute(sql("add_precheck"), {**record.__dict__, "codes": json.dumps(record.codes)})

    def prechecks(self, limit: int) -> list[PrecheckRecord]:
        """The latest, newest first."""
        if not self._path.exists():
            return []
        with self._connection() as connection:
            found = connection.execute(sql("prechecks"), {"limit": limit}).fetchall()
        return [PrecheckRecord(*(*row[:-1], tuple(json.loads(row[-1])))) for row in found]

    def add_lookup(self, at: str, who: str, what: str, subject_id: str) -> None:
        """Keep who looked up what."""
        with self._connection() as connection:
            connection.execute(sql("add_lookup"), {"at": at, "who": who, "what": what, "subject": subject_id})

    def add_sweep(self, info: SweepInfo) -> None:
        """Keep a publication in the history; once."""
        with self._connection() as connection:
            connection.execute(sql("add_sweep"), {"sweep_id": info.sweep_id, "info": info_json(info)})

    def sweeps(self) -> list[str]:
        """Descriptions of all publications, newest first."""
        if not self._path.exists():
            return []
        with self._connection() as connection:
            return [row[0] for row in connection.execute(sql("sweeps"))]
