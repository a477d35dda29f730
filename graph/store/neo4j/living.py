"""What people's use leaves behind in the store, kept through every publication.

Of the people asked about it holds public ids only; of those who ask, their address.
"""

from dataclasses import asdict
from typing import Final

from graph.store.neo4j.connection import Connection
from graph.store.records import PrecheckRecord

_MOST_SWEEPS: Final = 10_000  # thirty years of nights


class Living:
    """Pre-checks, look-ups and the history of sweeps."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_precheck(self, record: PrecheckRecord) -> None:
        """Keep a pre-check; the same request id again replaces it."""
        properties = {**asdict(record), "codes": list(record.codes)}
        self._connection.write("write/keep_precheck", request_id=record.request_id, properties=properties)

    def prechecks(self, limit: int) -> list[PrecheckRecord]:
        """The latest, newest first."""
        rows = self._connection.read("read/prechecks", limit=limit)
        return [PrecheckRecord(**{**row["kept"], "codes": tuple(row["kept"]["codes"] or ())}) for row in rows]

    def add_lookup(self, at: str, who: str, what: str, subject_id: str) -> None:
        """Keep who looked up what."""
        self._connection.write("write/keep_lookup", at=at, who=who, what=what, subject_id=subject_id)

    def sweeps(self) -> list[str]:
        """Descriptions (JSON) of all that was published, newest first, each sweep once."""
        return [row["info"] for row in self._connection.read("read/sweeps", limit=_MOST_SWEEPS)]
