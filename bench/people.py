"""Matching of people, side by side with general libraries: rates of every kind of pair, and the open sets.

Run it: `python -m bench.people` (the half to work on) or `python -m bench.people --held` (the other half).
"""

import argparse
import time

import jellyfish
import numpy as np
import polars as pl
from rapidfuzz import fuzz
from sklearn.metrics import average_precision_score

from bench.people_kinds import COLUMNS
from bench.people_open import PEOPLE, executives, historical, senzing
from bench.people_pairs import generated
from graph.matching.comparison import Verdict
from graph.matching.people import compare_people

EACH = 300


def sides(pairs: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The left and the right mentions."""
    left, right = (
        pairs.select(pl.col(f"{side}_{column}").alias(column) for column in COLUMNS)
        for side in ("left", "right")
    )
    return left, right


def scored(pairs: pl.DataFrame) -> pl.DataFrame:
    left, right = sides(pairs)
    return pl.concat([pairs, compare_people(left, right)], how="horizontal")


def f1(said: np.ndarray, same: np.ndarray) -> tuple[float, float, float]:
    """Precision, recall and F1."""
    hits = float((said & same).sum())
    precision, recall = hits / max(said.sum(), 1), hits / max(same.sum(), 1)
    return precision, recall, 2 * hits / max(said.sum() + same.sum(), 1)


def best_f1(score: np.ndarray, same: np.ndarray) -> float:
    """F1 at the threshold that suits the test set best: more than a baseline could know."""
    order = np.argsort(-score, kind="stable")
    last = np.append(score[order][1:] != score[order][:-1], True)
    hits = np.cumsum(same[order])
    return float((2 * hits / (np.arange(1, len(score) + 1) + same.sum()))[last].max())


def by_kind(result: pl.DataFrame) -> pl.DataFrame:
    return result.group_by("kind", maintain_order=True).agg(
        same=pl.col("same").first(),
        n=pl.len(),
        said_same=(pl.col("verdict") == Verdict.SAME).mean(),
        said_different=(pl.col("verdict") == Verdict.DIFFERENT).mean(),
        median_score=pl.col("score").median(),
    )


def report(title: str, pairs: pl.DataFrame) -> pl.DataFrame:
    scored(pairs)
    begun = time.perf_counter()
    result = scored(pairs)
    took = time.perf_counter() - begun
    known = result.filter(pl.col("same").is_not_null())
    same, score = known["same"].to_numpy(), known["score"].to_numpy()
    precision, recall, f = f1((known["verdict"] == Verdict.SAME).to_numpy(), same)
    names = known.select(pl.col("left_name").fill_null(""), pl.col("right_name").fill_null("")).rows()
    jaro = np.array([jellyfish.jaro_winkler_similarity(a, b) for a, b in names])
    ratio = np.array([fuzz.WRatio(a, b) for a, b in names])
    print(f"{title}: {len(known)} pairs, {same.mean():.0%} same; {len(result) / took:,.0f} pairs/s")
    figures = f"P {precision:.4f}  R {recall:.4f}  F1 {f:.4f}  (best F1 {best_f1(score, same):.4f})"
    print(f"  ours          AP {average_precision_score(same, score):.4f}  {figures}")
    for name, other in (("Jaro-Winkler", jaro), ("WRatio", ratio)):
        print(
            f"  {name:13} AP {average_precision_score(same, other):.4f}  best F1 {best_f1(other, same):.4f}"
        )
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held", action="store_true", help="the half that is only measured on")
    half = "held" if parser.parse_args().held else "dev"
    result = report("generated", generated(EACH, half, seed=2 if half == "held" else 1))
    with pl.Config(
        tbl_rows=100,
        fmt_str_lengths=40,
        tbl_hide_column_data_types=True,
        tbl_formatting="ASCII_MARKDOWN",
        float_precision=3,
    ):
        print(by_kind(result))
        if PEOPLE.is_dir():
            print(by_kind(report("historical figures, birth place", historical(half))))
            report("historical figures, postcode", historical(half, place="postcode_fake"))
            report("historical figures, first name and surname", historical(half, name="first_and_surname"))
            report("executives, namesakes", executives(half))
            report("senzing", senzing())


if __name__ == "__main__":
    main()
