"""One publisher at a time: a lease on the pointer's node, by the server's clock."""

import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from secrets import token_hex
from types import TracebackType
from typing import Final, Self, TypeVar

from graph.errors import Busy, StoreError, StoreUnavailable
from graph.store.neo4j import schema
from graph.store.neo4j.connection import Connection, Neo4jSettings, Work

SECONDS: Final = 60  # what the lease of a publisher that died lasts at most
_RENEWED_AFTER: Final = 15.0  # seconds
_WORKSPACE_FILE: Final = "publisher.id"

T = TypeVar("T")


class LeasedConnection(Connection):
    """A connection that writes only while its lease is in force: within a `with` block.

    Each write transaction first makes sure of the lease and holds the pointer's lock to its end, so that
    nothing is ever written beside another publisher, however long this one stood still. Another workspace's
    lease is waited out; whoever publishes from the same `workspace` holds its lock, so that its last
    publisher is dead.
    """

    def __init__(self, settings: Neo4jSettings, workspace: Path) -> None:
        super().__init__(settings)
        self.holder = token_hex(8)
        self._workspace = _workspace_id(workspace)
        self._end = threading.Event()
        self._renewer = threading.Thread(target=self._renew, daemon=True)

    def together(self, steps: Callable[[Work], T]) -> T:
        """As `Connection.together`; raises Busy once another publisher has taken over."""

        def alone(work: Work) -> T:
            self._hold(work)
            return steps(work)

        return super().together(alone)

    def take(self) -> None:
        """Take the lease. Raises Busy, saying whose it is, while another's is in force."""
        row = super().together(
            lambda work: work.run(
                "write/take_lease",
                holder=self.holder,
                workspace=self._workspace,
                by=f"{socket.gethostname()}:{os.getpid()}",
                seconds=SECONDS,
            )
        )[0]
        if not row["taken"]:
            server, by, since, until = self.settings.server, row["by"], row["since"], row["until"]
            raise Busy(
                f"Another publisher ({by}) has held the Neo4j store {server} since {since}; wait for it to "
                f"end, or until {until} if it died.",
                f"另一发布进程（{by}）自 {since} 起占用 Neo4j 图存储 {server}；请等待其结束，"
                f"若其已退出则等到 {until}。",
            )

    def lost(self) -> Busy:
        """What to say when the lease is another's."""
        server = self.settings.server
        return Busy(
            f"Another publisher took over the Neo4j store {server} while this one stood still; "
            "it writes no more: sweep again.",
            f"本进程停顿期间，另一发布进程已接管 Neo4j 图存储 {server}；本进程不再写入，请重新运行扫描。",
        )

    def __enter__(self) -> Self:
        try:
            schema.create(self)  # without its constraint there could be two pointers
            self.take()
        except BaseException:
            self.close()
            raise
        self._renewer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end.set()
        self._renewer.join()
        try:
            if not isinstance(error, StoreUnavailable):  # nobody would hear
                self.attempt("write/release_lease", holder=self.holder)
        except StoreError:
            pass  # it ends by itself
        finally:
            self.close()

    def _hold(self, work: Work) -> None:
        if not work.run("write/renew_lease", holder=self.holder, seconds=SECONDS):
            raise self.lost()

    def _renew(self) -> None:
        while not self._end.wait(_RENEWED_AFTER):
            try:
                self.attempt("write/renew_lease", holder=self.holder, seconds=SECONDS)
            except StoreError:
                continue  # the server may come back in time; the next write says what is wrong


def _workspace_id(workspace: Path) -> str:
    """A random name of the workspace, made once. Only for who holds its lock."""
    file = workspace / _WORKSPACE_FILE
    if not file.exists():
        workspace.mkdir(parents=True, exist_ok=True)
        beside = file.with_suffix(".tmp")
        beside.write_text(token_hex(8))
        beside.rename(file)
    return file.read_text()
