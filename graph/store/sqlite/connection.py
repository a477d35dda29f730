"""Connections to SQLite files, and what its errors mean in plain words."""

import queue
import sqlite3
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import StoreError
from graph.store.sqlite.form import FORM
from graph.store.sqlite.tables import APPLICATION_ID

_MMAP_BYTES = 2**31 - 65536  # SQLite's own upper limit


@contextmanager
def speaking_plainly(path: Path) -> Iterator[None]:
    """Turn SQLite's errors on `path` into StoreError."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "disk is full" in str(error) or "disk I/O" in str(error):
            raise StoreError(
                f"The disk refused to write {path} ({error}); free some space and run again.",
                f"磁盘无法写入 {path}（{error}）；请释放空间后重试。",
            ) from error
        raise _unreadable(path, error) from error
    except sqlite3.DatabaseError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> StoreError:
    return StoreError(
        f"The published file {path} is damaged or cannot be read ({error}); run the sweep again.",
        f"已发布文件 {path} 已损坏或无法读取（{error}）；请重新运行扫描。",
    )


def _open(path: Path) -> sqlite3.Connection:
    # immutable: SQLite takes no lock and never looks whether the file changed, because it never does.
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA mmap_size = {_MMAP_BYTES}")
    connection.execute("PRAGMA query_only = ON")
    return connection


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def check(path: Path) -> None:
    """Raise StoreError unless `path` is a whole published file of the form that this program reads."""
    with speaking_plainly(path):
        connection = _open(path)
        try:
            ours = _pragma(connection, "application_id") == APPLICATION_ID
            version = _pragma(connection, "user_version")
            size = _pragma(connection, "page_count") * _pragma(connection, "page_size")
        finally:
            connection.close()
    if not ours or size != path.stat().st_size:
        raise _unreadable(path, ValueError("not a whole published file"))
    if version != FORM:
        raise StoreError(
            f"The published file {path} was written by another version of this program; run the sweep again.",
            f"已发布文件 {path} 由本程序的其他版本写出；请重新运行扫描。",
        )


class Pool:
    """Read connections to one published file, handed out one at a time and kept for the next caller."""

    def __init__(self, path: Path) -> None:
        check(path)
        self.path = path
        self._idle: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue()
        with speaking_plainly(path):
            self._idle.put(_open(path))
        weakref.finalize(self, _close_all, self._idle)

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """A connection of the caller's own for the length of the block."""
        with speaking_plainly(self.path):
            taken = self._take()
            try:
                yield taken
            finally:
                self._idle.put(taken)

    def _take(self) -> sqlite3.Connection:
        try:
            return self._idle.get_nowait()
        except queue.Empty:
            pass
        try:
            return _open(self.path)
        except sqlite3.OperationalError:
            # The file was removed after two newer publications: those who still read it share what is open.
            return self._idle.get()


def _close_all(idle: "queue.LifoQueue[sqlite3.Connection]") -> None:
    while True:
        try:
            idle.get_nowait().close()
        except queue.Empty:
            return
