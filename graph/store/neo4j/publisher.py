"""Publishing on a server: write beside what is live, check, move one pointer. Whatever kills the publisher or
the server, the last sweep stays live and whole, and the next publication makes good what was left."""

from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Final

import structlog

from graph.errors import OutcomeUnknown, StoreError
from graph.published import Publication
from graph.store.neo4j import schema
from graph.store.neo4j.bulk import register_parts, result_parts
from graph.store.neo4j.connection import BATCH, Neo4jSettings
from graph.store.neo4j.digests import Loaded, changes, keep, read_loaded
from graph.store.neo4j.frames import RegisterFrames, register_frames
from graph.store.neo4j.kept_sweep import sweep_properties
from graph.store.neo4j.lease import LeasedConnection
from graph.store.neo4j.load import load, relabel, remove_superseded, roll_back
from graph.store.neo4j.offline import OfflineImport, OwnServer
from graph.store.neo4j.overlay import remove_results, result_frames, write_results

_ATTEMPTS: Final = 3
_INDEX_SECONDS: Final = 600.0
_SHARE_TO_IMPORT: Final = 1 / 3  # of the firms changed, from which an import is quicker
_FOLDER: Final = "neo4j"  # of the workspace: what the server is known to hold


class Neo4jPublisher:
    """The `Publisher` of a Neo4j database; its caller holds the lock of `workspace`.

    Each publication has a number of its own, higher than any before. What it changes in the register is
    written as new versions of firms and beside what keys were, what it found as nodes of its own: readers of
    the live publication see nothing of it until the pointer moves.
    """

    steps = (
        "leased",
        "cleaned",
        "loaded",
        "written",
        "checked",
        "flipped",
        "relabelled",
        "recorded",
        "removed",
    )

    def __init__(self, settings: Neo4jSettings, workspace: Path, own: OwnServer | None = None) -> None:
        self._settings = settings
        self._workspace = workspace
        folder = workspace / _FOLDER / "import"
        self._offline = OfflineImport(own, settings, folder) if own else None

    def publish(self, publication: Publication, at: Callable[[str], None]) -> None:
        """Make `publication` the live sweep; `at` is told each of `steps` when it is done."""
        publication = publication.checked()
        if self._offline:
            self._offline.resume(self._workspace)
        with LeasedConnection(self._settings, self._workspace) as connection:
            at("leased")
            schema.upgrade(connection)
            schema.wait_until_online(connection, _INDEX_SECONDS)
            with ThreadPoolExecutor(1) as beside:
                folder = self._workspace / _FOLDER
                _Publishing(connection, publication, beside, folder, self._offline).run(at)


class _Publishing:
    """One publication under way. Each step may be done twice: what it finds of itself it does anew."""

    def __init__(
        self,
        connection: LeasedConnection,
        publication: Publication,
        beside: Executor,
        folder: Path,
        offline: OfflineImport | None,
    ) -> None:
        self._connection = connection
        self._publication = publication
        # Rows are made on one core while the server clears away on another.
        self._frames: Future[RegisterFrames] | None = beside.submit(register_frames, publication, 0)
        self._folder = folder
        self._offline = offline
        self._imported = False
        self._results = result_frames(publication)
        # Asked as a write, so that in a cluster the member that writes answers.
        standing = connection.write("read/standing")[0]
        self._before = int(standing["live"])  # 0 for none
        self._store_id = str(standing["store_id"])
        self._number = 0

    def run(self, at: Callable[[str], None]) -> None:
        """Do every step after the first."""
        steps = (
            self._clean,
            self._load,
            self._write_results,
            self._check_counts,
            self._flip,
            self._relabel,
            self._record,
            self._remove_older,
        )
        for name, step in zip(Neo4jPublisher.steps[1:], steps, strict=True):
            for again in reversed(range(_ATTEMPTS)):
                try:
                    step()
                    break
                except OutcomeUnknown:
                    if not again:
                        raise
                    structlog.get_logger().warning("publication_step_again", step=name)
            at(name)

    @property
    def _oldest(self) -> int:
        """The oldest publication that stays readable."""
        return self._before or self._number

    def _clean(self) -> None:
        connection, before = self._connection, self._before
        if before:
            roll_back(connection, before + 1)
            remove_results(connection, before + 1)
        elif not self._offline:  # an import takes the place of whatever there is
            connection.repeat("write/remove_published", limit=BATCH)
        connection.write("write/remove_unfinished_sweeps")
        # A key keeps two states: with a third on its way, the publication before the live one must go.
        connection.write("write/drop_previous")
        self._number = before
        if before:  # its publisher may have been killed after the flip
            self._relabel()
            self._record()
            self._remove_older()
        self._number = int(connection.write("write/take_number")[0]["number"])

    def _load(self) -> None:
        connection, folder, store_id = self._connection, self._folder, self._store_id
        roll_back(connection, self._number)
        loaded = read_loaded(connection, folder, store_id, self._before)
        assert self._frames is not None, "loaded once"
        frames = replace(self._frames.result(), number=self._number)
        delta = changes(loaded, frames)
        if self._offline and len(delta.firms) >= _SHARE_TO_IMPORT * len(frames.firms):
            self._import(self._offline, frames)
        else:
            load(connection, frames, delta)
        keep(folder, Loaded.of(store_id, frames))
        self._frames = None  # gigabytes

    def _import(self, offline: OfflineImport, frames: RegisterFrames) -> None:
        connection, sweep = self._connection, sweep_properties(self._publication, self._number)
        offline.replace(connection, sweep, register_parts(frames), result_parts(frames, self._results))
        schema.create(connection)
        schema.wait_until_online(connection, _INDEX_SECONDS)
        self._before, self._imported = 0, True

    def _write_results(self) -> None:
        if not self._imported:
            write_results(self._connection, self._publication, self._number, self._results)

    def _check_counts(self) -> None:
        register, connection = self._publication.register, self._connection
        wanted = {"firms": len(register.firms), "keys": int((register.keys.degree > 0).sum())}
        for name in ("scores", "rings", "findings", "detectors"):
            wanted[name] = len(self._results[f"write/add_{name}"])
        found = connection.write("read/counts", number=self._number)[0]
        for name, count in wanted.items():
            if found[name] != count:
                server = connection.settings.server
                raise StoreError(
                    f"The Neo4j store {server} holds {found[name]} {name} instead of {count}; sweep again.",
                    f"Neo4j 图存储 {server} 中 {name} 为 {found[name]} 个，应为 {count} 个；请重新运行扫描。",
                )

    def _flip(self) -> None:
        connection, number = self._connection, self._number
        if connection.write("read/standing")[0]["live"] == number:
            return  # an attempt of which nobody knew how it ended
        before = self._before or None
        if not connection.write("write/flip", number=number, before=before, holder=connection.holder):
            raise connection.lost()

    def _relabel(self) -> None:
        relabel(self._connection, self._number)

    def _record(self) -> None:
        self._connection.write("write/make_history", oldest=self._oldest)

    def _remove_older(self) -> None:
        remove_results(self._connection, 0, self._oldest - 1)
        remove_superseded(self._connection, self._oldest)
