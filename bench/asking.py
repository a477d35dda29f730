"""Questions to a store, and how long they take: `python -m bench.asking WORKSPACE STORE KEYS OUT`.

It asks A_SECOND questions a second until it is stopped. STORE is what RINGWATCH_STORE would be, KEYS a file
of `Keys.save`; each line of OUT is the moment, the kind of question and its milliseconds.
"""

import argparse
import json
import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from itertools import cycle
from operator import methodcaller
from pathlib import Path

import polars as pl

from bootstrap.compose import open_store
from bootstrap.settings import Settings
from graph.store.port import GraphStore, GraphView

ASKED, WARM = 500, 100  # of each kind
A_SECOND = 20  # questions of a reader while a sweep is published
Ask = Callable[[GraphView], object]
_SEED = 1
_WORDS = 3  # characters of a name that are searched for


@dataclass(frozen=True)
class Keys:
    """What is asked about, drawn at random with a fixed seed."""

    firms: list[str]
    rings: list[str]
    words: list[str]
    pairs: list[tuple[str, str]]

    @classmethod
    def draw(cls, results: Path, register: Path) -> "Keys":
        """From the result files of a sweep and the register it swept."""
        draw, n = random.Random(_SEED), ASKED + WARM
        firms = pl.read_parquet(results / "firms.parquet")["firm_id"].to_list()
        members = pl.read_parquet(results / "ring_members.parquet")
        of_ring = members.group_by("ring_id", maintain_order=True).agg("firm_id")
        rings = of_ring["ring_id"].to_list()
        names = pl.read_csv(register / "firms.csv", columns=["name"])["name"].to_list()
        begins = [(name, draw.randrange(max(len(name) - _WORDS, 1))) for name in draw.choices(names, k=n)]
        # One hand's firms, which are connected, in turn with strangers, which hardly ever are.
        connected = [
            tuple(draw.sample(firms, 2)) for firms in draw.choices(of_ring["firm_id"].to_list(), k=n)
        ]
        strangers = [tuple(draw.sample(firms, 2)) for _ in range(n)]
        pairs = [pair for both in zip(connected, strangers, strict=True) for pair in both][:n]
        return cls(
            firms=draw.choices(firms, k=n),
            rings=draw.choices(rings, k=n),
            words=[name[at : at + _WORDS] for name, at in begins],
            pairs=[(a, b) for a, b in pairs],
        )

    def save(self, file: Path) -> None:
        """Write them to a file."""
        file.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, file: Path) -> "Keys":
        """What `save` wrote."""
        return cls(**json.loads(file.read_text(encoding="utf-8")))

    def questions(self) -> dict[str, list[Ask]]:
        """Every question of each kind."""
        return {
            "firm by id": [methodcaller("firm", key) for key in self.firms],
            "neighbourhood of a pre-check": [methodcaller("neighbourhood", [key]) for key in self.firms],
            "a page of rings": [methodcaller("rings") for _ in self.rings],
            "a ring with its case": [methodcaller("ring", key) for key in self.rings],
            "search, three characters": [methodcaller("search", key) for key in self.words],
            "shortest ways between two firms": [methodcaller("related_paths", *key) for key in self.pairs],
        }


def latencies(view: GraphView, keys: Keys) -> dict[str, list[float]]:
    """Milliseconds of every question but the first WARM of each kind, by kind."""
    return {kind: [_ms(view, ask) for ask in asks][WARM:] for kind, asks in keys.questions().items()}


def _ms(view: GraphView, ask: Ask) -> float:
    begin = time.perf_counter()
    if ask(view) is None:
        raise AssertionError("a question about something that is not there")
    return 1000 * (time.perf_counter() - begin)


def ask_until_stopped(store: GraphStore, keys: Keys, out: Path) -> None:
    """One question of each kind after the other, each on a view of its own as a request's is.

    Each has its moment, A_SECOND of them in a second, from which its time counts: one that had to wait for
    the one before is not told as quick.
    """
    every = keys.questions()
    turns = zip(*([(kind, ask) for ask in asks] for kind, asks in every.items()), strict=True)
    due = time.perf_counter()
    with out.open("w", encoding="utf-8") as file:
        for turn in cycle(list(turns)):
            for kind, ask in turn:
                due += 1 / A_SECOND
                time.sleep(max(due - time.perf_counter(), 0))
                ask(store.view())
                file.write(f"{time.time()}\t{kind}\t{1000 * (time.perf_counter() - due)}\n")
            file.flush()


def main() -> None:
    """Ask until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("store")
    parser.add_argument("keys", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    store = open_store(Settings(workspace=args.workspace, store=args.store))
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        ask_until_stopped(store, Keys.load(args.keys), args.out)


if __name__ == "__main__":
    main()
