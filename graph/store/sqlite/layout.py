"""Where the embedded store keeps its files, and the pointer that says which publication is live."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from graph.errors import NotPublished, StoreError


@dataclass(frozen=True)
class Live:
    """The pointer: the live publication's file and sweep, and the one before it."""

    file: str
    sweep_id: str
    previous_file: str | None = None
    previous_sweep_id: str | None = None


@dataclass(frozen=True)
class Layout:
    """The store's part of a workspace folder."""

    root: Path

    @property
    def published(self) -> Path:
        """Folder of published files."""
        return self.root / "published"

    @property
    def pointer(self) -> Path:
        """The file that names the live publication."""
        return self.root / "live.json"

    @property
    def living(self) -> Path:
        """The file of what people add."""
        return self.root / "living.sqlite"

    def stamp(self) -> tuple[int, int, int] | None:
        """What changes whenever the pointer is moved; None before the first publication."""
        try:
            found = self.pointer.stat()
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size

    def live(self) -> Live:
        """What the pointer says. Raises NotPublished, or StoreError where it cannot be read."""
        try:
            return Live(**json.loads(self.pointer.read_text("utf-8")))
        except FileNotFoundError:
            raise NotPublished(
                f"Nothing has been published in {self.root} yet; run a sweep first.",
                f"{self.root} 中尚无已发布的结果；请先运行一次扫描。",
            ) from None
        except (OSError, ValueError, TypeError):
            raise StoreError(
                f"The pointer {self.pointer} cannot be read; run the sweep again to publish anew.",
                f"指针文件 {self.pointer} 无法读取；请重新运行扫描以重新发布。",
            ) from None

    def flip(self, live: Live) -> None:
        """Move the pointer in one step that survives a power cut."""
        beside = self.pointer.with_suffix(".json.tmp")
        with beside.open("w", encoding="utf-8") as out:
            json.dump(asdict(live), out)
            out.flush()
            os.fsync(out.fileno())
        beside.replace(self.pointer)
        sync_folder(self.root)


def sync_folder(folder: Path) -> None:
    """Make renames in a folder durable."""
    at = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(at)
    finally:
        os.close(at)
