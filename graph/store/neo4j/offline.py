"""Importing a publication while the server is stopped, with the commands of whoever owns it.

The files to import are a journal: once they are whole, whatever kills the import, the next publication starts
by doing it again. What people left behind in the store is among them.
"""

import json
import shutil
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from graph.errors import StoreError, StoreUnavailable
from graph.store.neo4j.bulk import Parts, bulk_import, other_nodes, run
from graph.store.neo4j.connection import Connection, Neo4jSettings
from graph.store.neo4j.import_files import write_files
from graph.store.neo4j.lease import LeasedConnection

_READY: Final = "ready.json"
_START_SECONDS: Final = 300.0
_LOOK_SECONDS: Final = 0.5
_MOST: Final = 10_000_000  # look-ups and the like, of a city's thirty years
# Of the pointer: what readers and publishers go by, which the import makes anew.
_OF_THE_PAST: Final = ("sweep", "previous", "previous_sweep", "lease_asked", "lease_since", "lease_until")


@dataclass(frozen=True)
class OwnServer:
    """The commands that run `neo4j-admin` on the server's files, stop the server and start it."""

    admin: Sequence[str]
    stop: Sequence[str]
    start: Sequence[str]


class OfflineImport:
    """Imports into the database of `settings`; `folder` must be where `neo4j-admin` can read it."""

    def __init__(self, own: OwnServer, settings: Neo4jSettings, folder: Path) -> None:
        self._own = own
        self._settings = settings
        self._folder = folder.absolute()

    def resume(self, workspace: Path) -> None:
        """Do an import again that was killed, unless somebody has published since; nothing where none was.

        Raises Busy where the server answers and another publisher than `workspace`'s is at work.
        """
        ready = self._folder / _READY
        if not ready.is_file():
            return
        if not self._answers():
            self._import()
            return
        with LeasedConnection(self._settings, workspace) as connection:
            if connection.write("read/standing")[0]["last"] > json.loads(ready.read_text("utf-8"))["number"]:
                shutil.rmtree(self._folder)
            else:
                self._import()

    def replace(self, connection: Connection, sweep: dict[str, Any], *parts: Parts) -> None:
        """Put the nodes and relationships of `parts` in the place of what is published; nothing is live then.

        `sweep` are the properties of the publication's own node. Pre-checks, look-ups, the history of sweeps
        and the lease stay. Raises StoreError where a command fails.
        """
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)
        options = write_files(
            self._folder,
            [*(nodes for part in parts for nodes in part[0]), *_kept(connection, sweep)],
            [relationships for part in parts for relationships in part[1]],
        )
        beside = self._folder / f"{_READY}.tmp"
        beside.write_text(json.dumps({"number": sweep["number"], "options": options}), "utf-8")
        beside.rename(self._folder / _READY)
        self._import()

    def _import(self) -> None:
        options = json.loads((self._folder / _READY).read_text("utf-8"))["options"]
        run(self._own.stop)
        try:
            bulk_import(self._own.admin, options, self._settings.database)
        except StoreError:
            with suppress(StoreError):  # what was live may still be whole: an import that never began
                run(self._own.start)
            raise
        run(self._own.start)
        self._wait()
        shutil.rmtree(self._folder)

    def _wait(self) -> None:
        """Return once the server answers; StoreUnavailable where it does not."""
        deadline = time.monotonic() + _START_SECONDS
        while not self._answers(or_raise=time.monotonic() > deadline):
            time.sleep(_LOOK_SECONDS)

    def _answers(self, *, or_raise: bool = False) -> bool:
        with closing(Connection(self._settings)) as connection:
            try:
                connection.read("read/schema_version")
            except StoreUnavailable:
                if or_raise:
                    raise
                return False
        return True


def _kept(connection: Connection, sweep: dict[str, Any]) -> list[Any]:
    """What is not of the register or of results, and the pointer with nothing live."""
    rows = connection.write("read/kept_nodes", limit=_MOST)
    if len(rows) == _MOST:
        raise StoreError(
            f"The Neo4j store keeps more than {_MOST} look-ups and pre-checks, too many for an import; "
            "publish without the settings neo4j_admin, neo4j_stop and neo4j_start.",
            f"Neo4j 存储中的查询与预审记录超过 {_MOST} 条，无法离线导入；"
            "请去掉 neo4j_admin、neo4j_stop 和 neo4j_start 设置后发布。",
        )
    by_label: dict[str, list[dict[str, Any]]] = {"Live": [], "Sweep": []}
    for label, properties in rows:
        by_label.setdefault(label, []).append(properties)
    live = {name: value for name, value in by_label["Live"][0].items() if name not in _OF_THE_PAST}
    by_label["Live"] = [{**live, "number": 0}]
    by_label["Sweep"] = [*(each for each in by_label["Sweep"] if each["number"] != sweep["number"]), sweep]
    return [other_nodes(label, properties) for label, properties in sorted(by_label.items())]
