"""Sweeps for tests: in this process, or as the command in a process of its own."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from bootstrap.settings import Settings
from sweeps.run import SweepOutcome, sweep

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-c", "from cli import main; main()")
FILES = ("firms", "rings", "ring_members", "findings")


@dataclass(frozen=True)
class Swept:
    """One finished sweep: what it returned, its workspace and its result files."""

    outcome: SweepOutcome
    workspace: Path
    out: Path

    def file(self, name: str) -> pl.DataFrame:
        """One result file."""
        return pl.read_parquet(self.out / f"{name}.parquet")

    def content(self) -> dict[str, bytes]:
        """The bytes of every result file."""
        return content(self.out)


def content(out: Path) -> dict[str, bytes]:
    """The bytes of every file in a folder of result files."""
    return {file.name: file.read_bytes() for file in sorted(out.iterdir())}


def swept(source: Path | None, folder: Path) -> Swept:
    """Sweep into `folder/workspace` and `folder/out`."""
    workspace, out = folder / "workspace", folder / "out"
    return Swept(sweep(source, Settings(workspace=workspace), out=out), workspace, out)


def command(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    """The `ringwatch` command with plain English lines on its pipes."""
    return subprocess.Popen(
        [*COMMAND, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "RINGWATCH_LANG": "en", **environment},
    )


def copied(city: Path, to: Path, without: tuple[str, ...] = ()) -> Path:
    """A copy of a city's tables, all but some."""
    to.mkdir(parents=True)
    for file in city.glob("*.csv"):
        if file.stem not in without:
            shutil.copy(file, to)
    return to


def table(city: Path, name: str) -> pl.DataFrame:
    """A table of the register, all columns as text."""
    return pl.read_csv(city / f"{name}.csv", infer_schema_length=0)
