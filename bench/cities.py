"""Generated cities for measurements, read as any register is, and kept for the next time.

A city is kept under RINGWATCH_BENCH_CACHE (default: a folder of its own where temporary files go), named by
what made it: its parameters, and the code that generates and reads it.
"""

import hashlib
import os
import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from pathlib import Path
from typing import TypeVar

import polars as pl

from fixtures.city import write_city
from graph.columns import slice_of
from graph.readers.register import read_register
from graph.slice import RegisterSlice
from graph.snapshot import build
from graph.validate import validate

HOUSE = Path(__file__).parents[1]
MADE_BY = ("fixtures", "graph")
WORKERS = 2
T = TypeVar("T")


@dataclass(frozen=True)
class City:
    """A generated city: its firms' ids in row order, its columns, and the truth about its firms."""

    ids: pl.Series
    register: RegisterSlice
    truth: pl.DataFrame


@dataclass(frozen=True, order=True)
class Plan:
    """What a city is made from."""

    habit: str
    seed: int
    prevalence: float
    firms: int = 20_000


@cache
def _code() -> str:
    """What generates and reads a city, as a digest."""
    digest = hashlib.blake2b(digest_size=8)
    for room in MADE_BY:
        for path in sorted((HOUSE / room).rglob("*")):
            if path.is_file() and path.suffix != ".pyc" and "store" not in path.parts:
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _cache() -> Path:
    named = os.environ.get("RINGWATCH_BENCH_CACHE", "")
    folder = Path(named) if named else Path(tempfile.gettempdir()) / "ringwatch-cities"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def city(plan: Plan) -> City:
    """Generate a city and read it, or take it from the cache."""
    kept = _cache() / f"{plan.habit}-{plan.seed}-{plan.prevalence}-{plan.firms}-{_code()}.pickle"
    if kept.exists():
        found: City = pickle.loads(kept.read_bytes())
        return found
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_city(folder, firms=plan.firms, seed=plan.seed, prevalence=plan.prevalence, habit=plan.habit)
        snapshot = build(validate(read_register(folder)).tables, id_key=b"bench")
        truth = pl.read_csv(folder / "truth" / "firms.csv", infer_schema_length=0)
    fake = (pl.col("fake") == "true").alias("fake")
    made = City(snapshot.firms["firm_id"], slice_of(snapshot)[0], truth.with_columns(fake))
    fresh = kept.with_suffix(f".{os.getpid()}")
    fresh.write_bytes(pickle.dumps(made, protocol=pickle.HIGHEST_PROTOCOL))
    fresh.replace(kept)
    return made


def _at(work: Callable[[City], object], plan: Plan) -> object:
    return work(city(plan))


def over(work: Callable[[City], T], plans: Iterable[Plan], workers: int = WORKERS) -> Iterator[T]:
    """`work` done on each city, in the order of the plans, on several cores."""
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(_at, repeat(work), plans)  # type: ignore[misc]
