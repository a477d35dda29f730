"""Pairs of addresses made from a register, and how well they are told apart, kind by kind.

`python -m bench.address_pairs REGISTER [--half development|held-out]`: REGISTER is a folder of CSV files
with a column 注册地址. Every pair is one address of the register and either another spelling of it (same)
or a small change to it (different), that one perhaps spelled in another way as well. The halves are of
addresses; the held-out one is for the last figure, not for looking at.
"""

import argparse
import hashlib
import random
import re
import unicodedata
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
from sklearn.metrics import average_precision_score

from bench.address_edits import EDITS, Change
from bench.address_rewritings import REWRITINGS
from bench.tables import table
from graph.matching.addresses import compare_addresses
from graph.matching.blocking_addresses import block_addresses
from graph.matching.comparison import Verdict
from graph.normalise.addresses import addresses
from graph.normalise.distinct import numbered
from graph.spellings import join_spellings

HALVES = ("development", "held-out")
PER_KIND = 400
LEAST_AT_ONCE, MOST_AT_ONCE = 3, 5
# Where an edit has changed the ending, a rewriting that replaces it could undo the edit.
_HARMLESS = (
    "province dropped", "province and city dropped", "division suffix dropped", "building numeral",
    "marker added", "full width", "traditional", "blanks", "street suffix", "unit numeral",
)  # fmt: skip


def _half(address: str) -> str:
    return HALVES[hashlib.blake2b(address.encode(), digest_size=1).digest()[0] & 1]


def addresses_of(register: Path, half: str) -> list[str]:
    """The distinct addresses of one half that hold a number, in a fixed order.

    Without those that tell a former name: a change within it changes nothing.
    """
    columns = [
        pl.read_csv(file, columns=["注册地址"], infer_schema=False)["注册地址"]
        for file in sorted(register.rglob("*.csv"))
    ]
    texts = pl.concat(columns).drop_nulls().unique().sort().to_list()
    return [t for t in texts if _half(t) == half and any(c.isdecimal() for c in t) and "原" not in t]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(" ", "")


def _names_building(text: str) -> bool:
    """Whether an address names its building, as far as a text can tell."""
    return re.search(r"号楼|\d[栋幢座#]|[A-Z][栋幢座]|大厦|[路街道巷弄村]\d+(?:-\d+)?号", text) is not None


def _several(text: str, rng: random.Random) -> str | None:
    """Three kinds of rewriting or more, one after the other."""
    done = 0
    for kind in rng.sample(list(REWRITINGS), len(REWRITINGS)):
        other = REWRITINGS[kind](text, rng) if kind not in ("full width", "traditional") else None
        if other is not None and done < MOST_AT_ONCE:
            text, done = other, done + 1
    return text if done >= LEAST_AT_ONCE else None


def pairs(addresses: list[str], per_kind: int = PER_KIND, seed: int = 5) -> pl.DataFrame:
    """Columns left, right, kind, same (Boolean), same_building (Boolean, null where it is open)."""
    rng = random.Random(seed)
    rows: list[tuple[str, str, str, bool, bool | None]] = []

    def add(kind: str, change: Change, most: int, same: bool, building: bool | None) -> None:
        made = 0
        for address in rng.sample(addresses, len(addresses)):
            text = _plain(address)
            other = change(text, rng)
            if other is None or other == text:
                continue
            if not same and rng.random() < 0.5:
                other = REWRITINGS[rng.choice(_HARMLESS)](other, rng) or other
            known = building is not None and (not building or _names_building(text))
            rows.append((address, other, kind, same, building if known else None))
            made += 1
            if made == most:
                break

    for kind, rewriting in REWRITINGS.items():
        add(kind, rewriting, per_kind, True, True)
    for kind, edit in EDITS.items():
        add(kind, edit.change, per_kind, False, edit.same_building)
    add("several at once", _several, 5 * per_kind, True, True)
    columns = ["left", "right", "kind", "same", "same_building"]
    return pl.DataFrame(rows, columns, orient="row").sample(fraction=1, shuffle=True, seed=seed)


def measures(made: pl.DataFrame, compared: pl.DataFrame) -> list[tuple[str, float]]:
    """Average precision of the score; precision, recall and F1 of `same`; F1 of the building."""
    same = made["same"].to_numpy()
    called = compared["verdict"].to_numpy() == Verdict.SAME
    precision = float((called & same).sum() / max(called.sum(), 1))
    recall = float((called & same).sum() / same.sum())
    known = made["same_building"].is_not_null().to_numpy()
    truth = made["same_building"].fill_null(value=False).to_numpy()[known]
    building = compared["same_building"].fill_null(value=False).to_numpy()[known]
    return [
        ("average precision", float(average_precision_score(same, compared["score"].to_numpy()))),
        ("F1 of same", 2 * precision * recall / (precision + recall)),
        ("precision of same", precision),
        ("recall of same", recall),
        ("F1 of same building", float(2 * (building & truth).sum() / (building.sum() + truth.sum()))),
    ]


def by_key(made: pl.DataFrame) -> list[tuple[str, str]]:
    """What the sweep finds, which takes two addresses for one room where their keys are equal: as they are
    written, and joined where they are spellings of one room; all of them in one register."""
    read = addresses(pl.concat([made["left"], made["right"]]))
    days = pl.repeat(date(2020, 1, 1), len(read), eager=True)
    texts = pl.concat([made["left"], made["right"]])
    joined = join_spellings(read["room_key"], read["building_key"], texts, days)
    rooms = int((made["same"] & read["room_key"].head(len(made)).is_not_null()).sum())
    out = []
    for name, key in (("equal room keys", read["room_key"]), ("joined room keys", joined.room)):
        called = (key.head(len(made)) == key.tail(len(made))).fill_null(value=False)
        right_ones = int((called & made["same"]).sum())
        out.append((f"{name}: precision", f"{right_ones / max(int(called.sum()), 1):.4f}"))
        out.append((f"{name}: recall of rooms", f"{right_ones / rooms:.4f}"))
    return [*out, *((name.replace("_", " "), f"{n:,}") for name, n in joined.notes.items())]


def by_kind(made: pl.DataFrame, compared: pl.DataFrame) -> pl.DataFrame:
    """For each kind: how many pairs, the share called same, and the share whose building is told rightly."""
    return (
        made.with_columns(
            called=compared["verdict"] == Verdict.SAME,
            told=(compared["same_building"].fill_null(value=False) == made["same_building"]),
        )
        .group_by("same", "kind")
        .agg(pl.len().alias("pairs"), pl.col("called").mean(), pl.col("told").mean())
        .sort("same", "kind", descending=[True, False])
    )


def blocking(made: pl.DataFrame) -> list[tuple[str, str]]:
    """Recall of the blocking on the pairs that are the same, what it compares, and what it capped."""
    same = made.filter("same")
    column = pl.concat([same["left"], same["right"]])
    found = block_addresses(column)
    pairs = np.stack([found.left, found.right], 1).astype(np.int64) @ [len(column), 1]
    numbers, _ = numbered(column)
    first = np.zeros(len(column), np.int64)
    first[numbers[::-1]] = np.arange(len(column))[::-1]  # the first row that has a row's text
    left, right = first[numbers[: len(same)]], first[numbers[len(same) :]]
    low, high = np.minimum(left, right), np.maximum(left, right)
    kept = (low == high) | np.isin(low * len(column) + high, pairs)
    return [
        ("recall of blocking", f"{kept.mean():.4f}"),
        ("candidates per address", f"{len(found.left) / len(column):.1f}"),
        ("capped blocks", f"{len(found.capped_size):,}"),
    ]


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.1%}"


def main() -> None:
    """Print the measures and the kinds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("register", type=Path)
    parser.add_argument("--half", choices=HALVES, default=HALVES[0])
    parser.add_argument("--per-kind", type=int, default=PER_KIND)
    parser.add_argument("--wrong", type=Path, help="write the pairs that are told wrongly to this CSV file")
    args = parser.parse_args()
    made = pairs(addresses_of(args.register, args.half), args.per_kind)
    compared = compare_addresses(made["left"], made["right"])
    told = [(name, f"{value:.4f}") for name, value in measures(made, compared)]
    print(table(["measure", "value"], [*told, *by_key(made), *blocking(made)]))
    rows = [
        ("same" if same else "different", kind, f"{n:,}", _share(called), _share(told))
        for same, kind, n, called, told in by_kind(made, compared).iter_rows()
    ]
    print()
    print(table(["truth", "kind", "pairs", "called same", "building told"], rows))
    if args.wrong:
        verdicts = compared.select("verdict", "score", pl.col("same_building").alias("told"))
        made.hstack(verdicts).filter((pl.col("verdict") == Verdict.SAME) != pl.col("same")).write_csv(
            args.wrong
        )


if __name__ == "__main__":
    main()
