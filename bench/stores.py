"""Both stores in one run: `python -m bench.stores [--firms 100000 1000000] [--write]`.

A synthetic city is swept into the embedded store and a Neo4j server of our own, then once more, then with one
percent of its firms changed while a reader asks; every kind of question is asked of both, and another server
is filled by offline import. Beyond `--by-driver` firms the server is filled by that import alone. `--write`
puts the tables into docs/stores.md.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl

from bench import own_server
from bench.asking import Keys, latencies
from bench.sweep import SEED, city, machine
from bench.tables import HOUSE, put, table
from bootstrap.compose import open_store
from bootstrap.settings import Settings

EMBEDDED, SERVER = "embedded", "Neo4j"
CHANGED = 0.01  # share of firms that another night finds changed
FIRST, IMPORTED = "first night", "first night, offline import"
_SWEEP = (sys.executable, "-c", "from cli import main; main()", "sweep", "--json", "--lang", "en")
_BEFORE_LAST, _LAST = " 85%", "100%"  # progress when publication begins and when it is done


@dataclass
class Measured:
    """Seconds of publications and milliseconds of questions, by store."""

    firms: int
    publications: dict[str, dict[str, float]] = field(default_factory=dict)
    meanwhile: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    questions: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    megabytes: dict[str, float] = field(default_factory=dict)

    def took(self, what: str, store: str, seconds: float) -> None:
        """Keep a publication."""
        print(f"{self.firms:,} firms, {store}, {what}: {seconds:.1f} s", flush=True)
        self.publications.setdefault(what, {})[store] = seconds


@dataclass(frozen=True)
class Place:
    """A workspace, and the store that a sweep publishes to."""

    workspace: Path
    name: str
    variables: dict[str, str]

    def sweep(
        self, source: Path | None = None, more: Mapping[str, str] | None = None
    ) -> tuple[float, tuple[float, float]]:
        """Sweep into it; seconds of the publication, and when that began and ended."""
        arguments = [*([str(source)] if source else []), "--workspace", str(self.workspace)]
        with subprocess.Popen(
            [*_SWEEP, *arguments, "--out", str(self.workspace / "out")],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **self.variables, **(more or {})},
        ) as process:
            moments: dict[str, float] = {}
            watch = threading.Thread(target=_watch, args=(process, moments))
            watch.start()
            assert process.stdout is not None
            printed = process.stdout.read()
            watch.join()
        if process.returncode:
            raise RuntimeError(f"the sweep into the {self.name} store failed")
        (published,) = [s["wall_s"] for s in json.loads(printed)["stages"] if s["name"] == "publish"]
        return published, (moments[_BEFORE_LAST], moments[_LAST])

    @contextmanager
    def read(self, keys: Path) -> Iterator[Path]:
        """A reader that asks this store meanwhile; the file of what it measured."""
        out = self.workspace / f"read-{self.name}.tsv"
        store = self.variables.get("RINGWATCH_STORE", "sqlite")
        command = [sys.executable, "-m", "bench.asking", str(self.workspace), store, str(keys), str(out)]
        with subprocess.Popen(command, env={**os.environ, **self.variables}, cwd=HOUSE) as process:
            try:
                yield out
            finally:
                process.terminate()
        if process.returncode:
            raise RuntimeError(f"the reader of the {self.name} store failed")


def _watch(process: "subprocess.Popen[str]", moments: dict[str, float]) -> None:
    """When which line of progress came; everything else is passed on."""
    assert process.stderr is not None
    for line in process.stderr:
        if line[:4] in (_BEFORE_LAST, _LAST):
            moments[line[:4]] = time.time()
        elif not line[:4].strip().endswith("%"):
            sys.stderr.write(line)


def night_after(register: Path, to: Path) -> Path:
    """The register with another capital and another phone for some of its firms."""
    shutil.copytree(register, to)
    firms = pl.read_csv(to / "firms.csv", infer_schema=False)
    ids = firms["firm_id"].unique(maintain_order=True)
    other = set(ids.gather(np.random.default_rng(SEED).random(len(ids)).argsort()[: int(len(ids) * CHANGED)]))
    is_other = pl.col("firm_id").is_in(list(other))
    capital = pl.col("capital").cast(pl.Float64, strict=False)
    firms.with_columns(
        pl.when(is_other & capital.is_not_null())
        .then((capital * 2).cast(pl.String))
        .otherwise(pl.col("capital"))
        .alias("capital")
    ).write_csv(to / "firms.csv")
    contacts = pl.read_csv(to / "contacts.csv", infer_schema=False)
    number = (13_000_000_000 + pl.int_range(pl.len()) * 7919 % 999_999_999).cast(pl.String)
    contacts.with_columns(
        pl.when(is_other & (pl.col("kind") == "phone")).then(number).otherwise(pl.col("value")).alias("value")
    ).write_csv(to / "contacts.csv")
    return to


def measured(register: Path, firms: int, folder: Path, *, by_driver: bool) -> Measured:
    """Everything, in `folder`, which may be thrown away; the first load `by_driver` or by import alone."""
    done, workspace = Measured(firms), folder / "workspace"
    with _server(folder / "server") as variables:
        places = (Place(workspace, EMBEDDED, {}), Place(workspace, SERVER, variables))
        done.took(FIRST, EMBEDDED, places[0].sweep(register)[0])
        if by_driver:
            done.took(FIRST, SERVER, places[1].sweep()[0])
        else:
            done.took(IMPORTED, SERVER, places[1].sweep(None, own_server.owned(folder / "server"))[0])
        for place in places:
            # With another prior, so that every result is another while the register is the same.
            done.took(
                "the same register, other results",
                place.name,
                place.sweep(None, {"RINGWATCH_PRIOR": "0.006"})[0],
            )
        Keys.draw(workspace / "out", register).save(folder / "keys.json")
        changed: Path | None = night_after(register, folder / "night-after")
        for place in places:
            with place.read(folder / "keys.json") as read:
                seconds, window = place.sweep(changed)
            changed = None  # the second store takes the snapshot of the first
            done.took("the night after", place.name, seconds)
            done.meanwhile[place.name] = _within(read, window)
        keys = Keys.draw(workspace / "out", register)  # rings of the night that is live
        for place in places:
            done.questions[place.name] = _asked(place, keys)
        done.megabytes[EMBEDDED] = _size(workspace / "published")
    done.megabytes[SERVER] = _size(folder / "server" / "data" / "databases")  # all of it, once stopped
    if by_driver:
        with _server(folder / "imported") as variables:
            place = Place(workspace, SERVER, variables)
            done.took(IMPORTED, SERVER, place.sweep(None, own_server.owned(folder / "imported"))[0])
    return done


@contextmanager
def _server(home: Path) -> Iterator[dict[str, str]]:
    """A running server with nothing in it; the variables that name it as the store."""
    uri = own_server.make(home)
    own_server.start(home)
    try:
        yield {"RINGWATCH_STORE": uri, "RINGWATCH_NEO4J_PASSWORD_FILE": str(home / "password")}
    finally:
        own_server.stop(home)


def _asked(place: Place, keys: Keys) -> dict[str, list[float]]:
    os.environ.update(place.variables)  # this process reads its settings where every command does
    store = open_store(Settings(workspace=place.workspace))
    try:
        return latencies(store.view(), keys)
    finally:
        store.close()
        for name in place.variables:
            del os.environ[name]


def _within(file: Path, window: tuple[float, float]) -> dict[str, list[float]]:
    """The milliseconds of what was asked while a publication ran, by kind."""
    frame = pl.read_csv(file, separator="\t", has_header=False, new_columns=["at", "kind", "ms"])
    inside = frame.filter(pl.col("at").is_between(*window))
    return {str(kind): part["ms"].to_list() for (kind,), part in inside.group_by("kind", maintain_order=True)}


def _size(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def tables(done: Measured) -> str:
    """What was measured of one size, in Markdown."""
    stores = (EMBEDDED, SERVER)
    told = {(FIRST, SERVER): "not measured", (IMPORTED, EMBEDDED): "–"}
    seconds = [
        [what, *(f"{by[store]:.1f}" if store in by else told[what, store] for store in stores)]
        for what, by in done.publications.items()
    ]
    seconds.append(["on disk, MB", *(f"{done.megabytes[store]:,.0f}" for store in stores)])
    asked = [
        [kind, *(_spread(by[store][kind]) for store in stores for by in (done.questions, done.meanwhile))]
        for kind in done.questions[EMBEDDED]
    ]
    header = ("p50 / p95 / p99, ms", *(f"{s}{when}" for s in stores for when in ("", ", readers meanwhile")))
    return "\n\n".join(
        (f"**{done.firms:,} firms**", table(("publication, s", *stores), seconds), table(header, asked))
    )


def _spread(milliseconds: list[float]) -> str:
    if not milliseconds:
        return "–"
    return " / ".join(f"{value:.1f}" for value in np.percentile(milliseconds, (50, 95, 99)))


def main() -> None:
    """Print the tables; with --write, put them into the document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, nargs="+", default=[100_000])
    parser.add_argument("--cache", type=Path, default=Path(".ringwatch/bench"))
    parser.add_argument(
        "--by-driver", type=int, default=200_000, help="most firms that are loaded by the driver first"
    )
    parser.add_argument("--write", action="store_true", help="rewrite the tables in docs/stores.md")
    args = parser.parse_args()
    memory = f"{own_server.HEAP} of heap and {own_server.PAGE_CACHE} of page cache"
    parts = [f"{machine()}; the server with {memory}."]
    for firms in args.firms:
        register = city(args.cache, firms)
        with tempfile.TemporaryDirectory(dir=args.cache) as folder:
            by_driver = firms <= args.by_driver
            parts.append(tables(measured(register, firms, Path(folder).absolute(), by_driver=by_driver)))
    print("\n\n".join(parts))
    if args.write:
        put(HOUSE / "docs/stores.md", "stores", "\n\n".join(parts))


if __name__ == "__main__":
    main()
