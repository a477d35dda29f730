"""The store on a Neo4j server."""

from threading import Lock

from graph.errors import NotPublished
from graph.store.neo4j import schema
from graph.store.neo4j.connection import Connection, Neo4jSettings
from graph.store.neo4j.living import Living
from graph.store.neo4j.pinned import Pinned, gone
from graph.store.neo4j.view import Neo4jView
from graph.store.records import PrecheckRecord, SweepInfo
from graph.store.sweep_info import info_of


class Neo4jStore:
    """A `GraphStore` on a Neo4j database. Threads may share it.

    It opens while the server is away; each operation then raises StoreUnavailable until the server is back.
    """

    def __init__(self, settings: Neo4jSettings) -> None:
        self._connection = Connection(settings)
        self._living = Living(self._connection)
        self._lock = Lock()
        # By the store's contents and the number: live and previous, with what was read of them once.
        self._pinned: dict[tuple[str, int], Pinned] = {}

    def view(self, sweep_id: str | None = None) -> Neo4jView:
        """The live sweep, or the named one while it is kept."""
        live, previous = self._pointer()
        if sweep_id in (None, live.sweep_id):
            return Neo4jView(live, live=True)
        if previous is not None and sweep_id == previous.sweep_id:
            return Neo4jView(previous, live=False)
        raise gone(str(sweep_id))

    def sweeps(self) -> list[SweepInfo]:
        """Every sweep ever published here, newest first."""
        try:
            live = self.view().info
        except NotPublished:
            return []
        history = [info_of(text, live=False) for text in self._living.sweeps()]
        return [live, *(info for info in history if info and info.sweep_id != live.sweep_id)]

    def log_precheck(self, record: PrecheckRecord) -> None:
        """Keep a pre-check's outcome."""
        self._living.add_precheck(record)

    def precheck_log(self, limit: int = 100) -> list[PrecheckRecord]:
        """The latest pre-checks, newest first."""
        return self._living.prechecks(limit)

    def log_lookup(self, at: str, who: str, what: str, subject_id: str) -> None:
        """Keep who looked up what."""
        self._living.add_lookup(at, who, what, subject_id)

    def close(self) -> None:
        """Give back the connections."""
        self._connection.close()

    def _pointer(self) -> tuple[Pinned, Pinned | None]:
        """What is live and what was before it."""
        found = self._connection.read_one("read/live")
        if found is None:
            server = self._connection.settings.server
            raise NotPublished(
                f"Nothing has been published in the Neo4j store {server} yet; run a sweep first.",
                f"Neo4j 图存储 {server} 中尚无已发布的结果；请先运行一次扫描。",
            )
        if found["schema"] != schema.VERSION:
            schema.check(self._connection)
        kept = {(found["store_id"], found["number"]): found["sweep"]}
        if found["previous"] is not None:
            kept[found["store_id"], found["previous"]] = found["previous_sweep"]
        with self._lock:
            self._pinned = {
                at: self._pinned.get(at) or Pinned(self._connection, at[1], sweep)
                for at, sweep in kept.items()
            }
            live, *previous = self._pinned.values()
        return live, previous[0] if previous else None
