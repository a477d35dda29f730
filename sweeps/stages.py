"""What each stage of a run cost."""

import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Stage:
    """One finished stage: wall and CPU seconds (all threads), and the process's peak memory so far (MB)."""

    name: str
    wall_s: float
    cpu_s: float
    rss_mb: float


class Stopwatch:
    """Collects stages; each `lap` ends the one that began with the lap before."""

    def __init__(self, told: Callable[[str], None] = lambda _name: None) -> None:
        self.stages: list[Stage] = []
        self._told = told
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def lap(self, name: str) -> None:
        """End the current stage under this name."""
        wall, cpu = time.perf_counter(), time.process_time()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        peak_mb = peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)  # macOS counts bytes
        self.stages.append(Stage(name, wall - self._wall, cpu - self._cpu, peak_mb))
        self._wall, self._cpu = wall, cpu
        self._told(name)
