"""The embedded store of one workspace folder."""

import threading
from pathlib import Path

from graph.errors import Gone, NotPublished
from graph.store.records import PrecheckRecord, SweepInfo
from graph.store.sqlite.connection import Pool
from graph.store.sqlite.layout import Layout, Live
from graph.store.sqlite.living import Living
from graph.store.sqlite.view import SqliteView
from graph.store.sweep_info import info_of


class SqliteStore:
    """A `GraphStore` on a workspace folder. Threads may share it."""

    def __init__(self, workspace: Path) -> None:
        self._layout = Layout(workspace)
        self._living = Living(self._layout.living)
        self._lock = threading.Lock()
        self._stamp: object = None
        self._live: Live | None = None
        # By file, live and previous. A view keeps what it has read once, so requests share it.
        self._views: dict[tuple[str, bool], SqliteView] = {}

    def _pointer(self) -> Live:
        """The pointer as it is now; one stat when nothing moved."""
        stamp = self._layout.stamp()
        with self._lock:
            if self._live is None or stamp != self._stamp:
                live = self._layout.live()
                kept = {live.file, live.previous_file}
                self._views = {at: view for at, view in self._views.items() if at[0] in kept}
                self._live, self._stamp = live, stamp
            return self._live

    def _view(self, file: str, *, live: bool) -> SqliteView:
        with self._lock:
            if (file, live) not in self._views:
                self._views[file, live] = SqliteView(Pool(self._layout.published / file), live=live)
            return self._views[file, live]

    def view(self, sweep_id: str | None = None) -> SqliteView:
        """The live sweep, or the named one while it is kept."""
        pointer = self._pointer()
        if sweep_id in (None, pointer.sweep_id):
            return self._view(pointer.file, live=True)
        if sweep_id == pointer.previous_sweep_id and pointer.previous_file is not None:
            return self._view(pointer.previous_file, live=False)
        raise Gone(
            f"The sweep {sweep_id} is no longer kept; read the live one.",
            f"扫描 {sweep_id} 的结果已不再保留；请读取当前结果。",
        )

    def sweeps(self) -> list[SweepInfo]:
        """Every sweep ever published here, newest first."""
        try:
            live = self.view().info
        except NotPublished:
            return []
        # A publisher killed after moving the pointer has not written its history yet.
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
        """Let go of the published files."""
        with self._lock:
            self._views = {}
            self._live = None
