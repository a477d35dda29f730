"""Open pairs of addresses in three classes: same place, partly, not (CCKS 2021, track 3)."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl
from sklearn.ensemble import HistGradientBoostingClassifier

from bench.matching_baselines.beside import jaro_winkler, wratio
from bench.matching_measures import Scores, f1, macro_f1
from bench.matching_table import OURS, Measure, Part
from graph.matching.addresses import compare_addresses
from graph.words import Text

FILE = Path("matching", "address_pairs", "pairs.tsv")
BAR = 0.66
CLASSES = ("different", "partly", "same")
Classes = npt.NDArray[np.int8]


def halves(file: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Pairs left, right, label; those of one left address stay together, even ones to learn from."""
    names = ["left", "right", "label"]
    rows = pl.read_csv(file, separator="\t", has_header=False, new_columns=names, quote_char=None)
    rows = rows.with_columns(pl.col("label").cast(pl.Int8))
    number = rows["left"].rle_id() % 2
    return rows.filter(number == 0), rows.filter(number == 1)


def features(pairs: pl.DataFrame) -> npt.NDArray[np.float64]:
    """Similarities of the strings, of their numbers and beginnings, and their lengths."""
    left, right = pairs["left"], pairs["right"]
    numbers = [side.str.extract_all(r"\d+").list.join(" ") for side in (left, right)]
    han = [side.str.replace_all(r"[^\p{Han}]", "") for side in (left, right)]
    columns: list[Scores] = []
    for a, b in ((left, right), tuple(numbers), tuple(han)):
        columns += [wratio(a, b), jaro_winkler(a, b)]
        columns += [side.str.len_chars().to_numpy().astype(np.float64) for side in (a, b)]
    for n in (3, 6, 9):
        columns.append(wratio(left.str.slice(0, n), right.str.slice(0, n)))
        columns.append(wratio(left.str.tail(n), right.str.tail(n)))
    columns.append((numbers[0] == numbers[1]).to_numpy().astype(np.float64))
    return np.column_stack(columns)


def boosted(dev: pl.DataFrame, test: pl.DataFrame) -> Classes:
    """Gradient boosting on string features, trained on the other half."""
    model = HistGradientBoostingClassifier(random_state=0, class_weight="balanced")
    model.fit(features(dev), dev["label"].to_numpy())
    return np.asarray(model.predict(features(test)), np.int8)


def cut(dev: pl.DataFrame, test: pl.DataFrame) -> Classes:
    """WRatio with the two thresholds that do best on the other half."""
    score, truth = wratio(dev["left"], dev["right"]), dev["label"].to_numpy()
    steps = np.linspace(0.3, 1.0, 29)
    trials = [(low, high) for low in steps for high in steps if low <= high]
    best = max(trials, key=lambda at: macro_f1(truth, np.digitize(score, at).astype(np.int8)))
    return np.digitize(wratio(test["left"], test["right"]), best).astype(np.int8)


def part(data: Path) -> Part:
    """The figures on both halves of ours, on the held-out half of the others."""
    dev, test = halves(data / FILE)
    verdicts = {
        f"{OURS}, the half to learn from": (dev, _ours(dev)),
        OURS: (test, _ours(test)),
        f"{OURS}, one building taken for the same": (test, _by_building(test)),
        "rapidfuzz WRatio, two thresholds": (test, cut(dev, test)),
        "gradient boosting on string features": (test, boosted(dev, test)),
    }
    rows, scores = [], {}
    for method, (pairs, said) in verdicts.items():
        truth = pairs["label"].to_numpy()
        scores[method] = macro_f1(truth, said)
        by_class = [f"{f1(truth == c, said == c)[0]:.3f}" for c in range(3)]
        rows.append([method, f"{scores[method]:.3f}", *by_class])
    others = {m: s for m, s in scores.items() if not m.startswith(OURS)}
    words = Text("CCKS 地址对，宏平均 F1", "CCKS address pairs, macro F1")
    return Part(
        "matching-ccks",
        ("method", "macro F1", *(f"F1 {c}" for c in CLASSES)),
        rows,
        [Measure(words, BAR, scores[OURS], others)],
        f"{len(test):,} open pairs of addresses, none of which a method was trained on; {len(dev):,} to "
        "learn from. The labels follow map points, not rooms.",
    )


def _ours(pairs: pl.DataFrame) -> Classes:
    return compare_addresses(pairs["left"], pairs["right"])["verdict"].to_numpy().astype(np.int8)


def _by_building(pairs: pl.DataFrame) -> Classes:
    """The verdict, but two places of one building are one place, as they are on a map."""
    found = compare_addresses(pairs["left"], pairs["right"])
    one = found["same_building"].fill_null(value=False).to_numpy()
    return np.where(one, np.int8(2), found["verdict"].to_numpy().astype(np.int8))
