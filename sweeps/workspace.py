"""A workspace: the one folder that holds all state."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

from graph.errors import Busy, UsageError


@dataclass(frozen=True)
class Workspace:
    """Layout of a workspace folder; the store's part of it is `graph.store.sqlite.layout`."""

    path: Path

    @property
    def snapshots(self) -> Path:
        """Folder of snapshots, one subfolder each."""
        return self.path / "snapshots"

    @property
    def results(self) -> Path:
        """Folder of result files, one subfolder per sweep."""
        return self.path / "results"

    def keep_results(self, newest: int) -> None:
        """Remove the result files of all but the newest sweeps, as the store does with what it published."""
        sweeps = sorted(self.results.iterdir(), key=lambda folder: folder.stat().st_mtime_ns)
        for old in sweeps[:-newest]:
            rmtree(old, ignore_errors=True)

    def clear_drafts(self) -> None:
        """Remove what runs that died left half-written. Only for who holds the lock."""
        for draft in self.snapshots.glob(".draft-*"):
            rmtree(draft, ignore_errors=True)

    @contextmanager
    def lock(self, name: str = "sweep") -> Iterator[None]:
        """Hold the workspace for one job. The system lets go of it however the holder dies.

        `name` is "sweep" for a whole run, "publish" for its last step. Raises Busy when it is held.
        """
        if self.path.exists() and not self.path.is_dir():
            raise UsageError(
                f"The workspace {self.path} is a file; name a folder with --workspace.",
                f"工作区 {self.path} 是文件；请用 --workspace 指定文件夹。",
            )
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / f"{name}.lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Busy(
                    f"Another {name} is running in {self.path}; wait for it to end or use another workspace.",
                    f"{self.path} 中已有另一个任务（{name}）在运行；请等待其结束或使用其他工作区。",
                ) from None
            yield
