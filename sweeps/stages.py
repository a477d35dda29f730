"""What each stage of a run cost."""

import re
import resource
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from graph.words import Text

NAMES = {
    "ingest": Text("读取与归一", "ingest"),
    "columns": Text("列式展开", "columns"),
    "hubs": Text("正当共用点", "hubs"),
    "detectors": Text("检测器", "detectors"),
    "evidence": Text("同一主体证据", "evidence"),
    "rings": Text("团伙", "rings"),
    "scores": Text("评分", "scores"),
    "results": Text("理由", "results"),
    "publish": Text("发布", "publish"),
}
_COST = Text(
    "  {wall:8.2f} 秒{cpu:9.2f} CPU 秒{rss:8.0f} MB  {name}",
    "  {wall:8.2f} s{cpu:9.2f} CPU-s{rss:8.0f} MB  {name}",
)


@dataclass(frozen=True)
class Stage:
    """One finished stage: wall and CPU seconds (all threads), and the process's peak memory so far (MB)."""

    name: str
    wall_s: float
    cpu_s: float
    rss_mb: float

    def line(self) -> Text:
        """What it cost, for a terminal."""
        name, cost = NAMES[self.name], {"wall": self.wall_s, "cpu": self.cpu_s, "rss": self.rss_mb}
        return Text(_COST.zh.format(name=name.zh, **cost), _COST.en.format(name=name.en, **cost))


class Stopwatch:
    """Collects stages; each `lap` ends the one that began with the lap before."""

    def __init__(self, told: Callable[[str], None] = lambda _name: None) -> None:
        self.stages: list[Stage] = []
        self._told = told
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def lap(self, name: str) -> None:
        """End the current stage under this name."""
        wall, cpu = time.perf_counter(), time.process_time()
        self.stages.append(Stage(name, wall - self._wall, cpu - self._cpu, _peak_mb()))
        self._wall, self._cpu = wall, cpu
        self._told(name)


def _peak_mb() -> float:
    """The process's own peak. Where Linux tells it, from there: rusage counts in what started the process."""
    with suppress(OSError):
        if own := re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii")):
            return int(own[1]) / (1 << 10)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)  # macOS counts bytes
