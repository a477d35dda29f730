"""Pairs of firm names made from a register by rules: how well `compare_names` tells them apart, and how fast.

    python -m bench.name_pairs REGISTER [--half 0|1] [--each 400] [--seed 1]

REGISTER is a folder of the Chinese register's CSV files. Names fall into two halves by a hash, so that one
half can be left alone until the last figure.
"""

import argparse
import hashlib
import random
import time
from collections import Counter
from pathlib import Path

import numpy as np
import polars as pl
from pypinyin import lazy_pinyin
from sklearn.metrics import average_precision_score, precision_recall_curve

from bench.name_rules import DIFFERENT, SAME, UNSAID, Rule
from bench.name_world import Firm, World, take_apart
from bench.tables import table
from graph.matching.comparison import Verdict
from graph.matching.names import compare_names

PRECISE = 0.99
HEAD = ("kind", "pairs", "called the same", "mean score")


def half_of(text: str) -> int:
    """0 or 1, by a hash of the text."""
    return hashlib.blake2b(text.encode()).digest()[0] % 2


def read_register(folder: Path, half: int) -> list[Firm]:
    """The firms of one half whose names come apart cleanly, in order of their names."""
    files = sorted(folder.rglob("*.csv"))
    rows = (
        pl.concat(pl.read_csv(f, infer_schema=False).select("企业名称", "所在省份", "地区") for f in files)
        .unique()
        .drop_nulls()
        .sort("企业名称")
    )
    apart = [firm for row in rows.iter_rows() if half_of(row[0]) == half and (firm := take_apart(*row))]
    # What ends many long brands belongs to the trade: 通信 in 云江通信|科技.
    ends = Counter(firm.brand[-2:] for firm in apart if len(firm.brand) == 4)
    return [firm for firm in apart if len(firm.brand) == 2 or ends[firm.brand[-2:]] < 3]


def make_world(firms: list[Firm], rng: random.Random) -> World:
    """What the rules draw from: the cities, brands and characters of the firms themselves."""
    characters = sorted({c for firm in firms for c in firm.brand + firm.trade})
    sounds: dict[str, list[str]] = {}
    for c in characters:
        sounds.setdefault(lazy_pinyin(c)[0], []).append(c)
    cities = sorted({(firm.province, firm.city) for firm in firms if firm.city != firm.province})
    return World(rng, tuple(cities), sounds, tuple(sorted({firm.brand for firm in firms})))


def make_pairs(firms: list[Firm], each: int, seed: int) -> pl.DataFrame:
    """Columns kind, same (null where the rules do not say), left, right; `each` of every kind at most."""
    rng = random.Random(seed)
    world = make_world(firms, rng)
    made: list[tuple[str, bool | None, str, str]] = []
    for rules, same in ((SAME, True), (DIFFERENT, False), (UNSAID, None)):
        for rule in rules:
            made += [(rule.__name__, same, *pair) for pair in _pairs(rule, firms, world, each)]
    return pl.DataFrame(
        made, {"kind": pl.String, "same": pl.Boolean, "left": pl.String, "right": pl.String}, orient="row"
    )


def _pairs(rule: Rule, firms: list[Firm], world: World, each: int) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for firm in world.rng.choices(firms, k=4 * each):
        pair = rule(firm, world)
        if pair and pair[0] != pair[1]:
            pairs.append(pair if world.rng.random() < 0.5 else pair[::-1])
    return pairs[:each]


def figures(same: np.ndarray, score: np.ndarray, called: np.ndarray) -> dict[str, float]:
    """Average precision and recall at precision 0.99 of the scores; F1 of the verdict `same`."""
    precision, recall, _ = precision_recall_curve(same, score)
    right = int((same & called).sum())
    return {
        "average precision": float(average_precision_score(same, score)),
        f"recall at precision {PRECISE}": float(recall[precision >= PRECISE].max(initial=0.0)),
        "F1 of the verdict": 2 * right / max(int(same.sum()) + int(called.sum()), 1),
        "precision of the verdict": right / max(int(called.sum()), 1),
        "recall of the verdict": right / max(int(same.sum()), 1),
    }


def by_kind(pairs: pl.DataFrame) -> str:
    """A table of the kinds: `+` is to be called the same, `-` is not, `?` is not said."""
    kinds = pairs.group_by("kind", "same", maintain_order=True).agg(
        pl.len(), pl.col("called").mean().alias("rate"), pl.col("score").mean()
    )
    marks = {None: "?", True: "+", False: "-"}
    return table(
        HEAD,
        [
            (f"{marks[same]} {kind}", str(n), f"{rate:.3f}", f"{score:.2f}")
            for kind, same, n, rate, score in kinds.iter_rows()
        ],
    )


def main() -> None:
    """Print the kinds, the figures and the speed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("register", type=Path)
    parser.add_argument("--half", type=int, default=0)
    parser.add_argument("--each", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--errors", type=int, default=0, help="how many wrong verdicts of a kind to print")
    args = parser.parse_args()
    firms = read_register(args.register, args.half)
    pairs = make_pairs(firms, args.each, args.seed)
    compare_names(pairs["left"].head(9), pairs["right"].head(9))  # compiles
    clock = time.process_time()
    compared = compare_names(pairs["left"], pairs["right"])
    clock = time.process_time() - clock
    pairs = pairs.with_columns(compared["score"], called=compared["verdict"] == Verdict.SAME)
    print(by_kind(pairs))
    said = pairs.drop_nulls("same")
    measured = figures(*(said[column].to_numpy() for column in ("same", "score", "called")))
    for name, value in measured.items():
        print(f"{name}: {value:.4f}")
    print(f"{len(firms)} names; {2 * len(pairs) / clock:,.0f} names/s read and compared on one core")
    wrong = said.filter(pl.col("same") != pl.col("called"))
    for (kind,), group in wrong.group_by("kind", maintain_order=True):
        for left, right in group.select("left", "right").head(args.errors).iter_rows():
            print(kind, left, right)


if __name__ == "__main__":
    main()
