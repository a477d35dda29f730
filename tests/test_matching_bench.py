"""The figures of the matching bench, on pairs whose figures can be worked out by hand."""

import numpy as np
import polars as pl
import pytest

from bench.matching_baselines.environments import NotInstalled
from bench.matching_measures import best_threshold, f1, macro_f1, quality
from bench.matching_pairs import measure
from bench.matching_table import Measure, summary
from graph.words import Text

TRUTH = np.array([True, True, True, False, False, False])
SCORE = np.array([0.9, 0.8, 0.4, 0.6, 0.3, 0.1])
KINDS = pl.Series(["a", "a", "a", "near", "near", "far"])


def test_quality_of_scores_and_verdicts() -> None:
    found = quality(TRUTH, SCORE, SCORE >= 0.5, KINDS)
    assert (found.precision, found.recall, found.f1) == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    assert found.average_precision == pytest.approx((1 + 1 + 3 / 4) / 3)
    assert found.recall_at_99 == pytest.approx(2 / 3)
    assert found.worst == ("near", 0.5)


def test_the_threshold_of_the_best_f1() -> None:
    at = best_threshold(TRUTH, SCORE)
    assert at == 0.4
    assert f1(TRUTH, at <= SCORE)[0] == pytest.approx(6 / 7)


def test_macro_f1_weighs_classes_alike() -> None:
    truth, said = np.array([0, 0, 0, 2], np.int8), np.array([0, 0, 0, 0], np.int8)
    assert macro_f1(truth, said) == pytest.approx((6 / 7 + 0) / 2)


def test_a_method_that_is_not_installed_is_named_and_left_out() -> None:
    pairs = pl.DataFrame({"same": TRUTH, "kind": KINDS})
    compared = pl.DataFrame({"score": SCORE, "verdict": np.where(TRUTH, 2, 0)})

    def absent(_: pl.DataFrame) -> np.ndarray:
        raise NotInstalled("nowhere")

    found = measure(pairs, pairs, compared, {"absent": absent, "known": lambda _: SCORE})
    assert found.ours.f1 == 1.0
    assert [*found.others] == ["known"]
    assert found.rows[1][:2] == ["absent", "not installed: `python -m bench.matching_baselines.environments`"]
    assert len({len(row) for row in found.rows}) == 1


def test_no_figure_is_rounded_over_its_bar() -> None:
    most = Measure(Text("甲", "a"), 0.99, 0.98999, {"x": 0.5, "y": 0.7})
    least = Measure(Text("乙", "b"), 0.03, 0.0301, {"x": 0.2, "y": 0.1}, least=False)
    exact = Measure(Text("丙", "c"), 0, 0, least=False, places=0)
    assert most.cells("en") == ["a", "≥ 0.990", "0.989 ✗", "0.700", "y"]
    assert least.cells("zh") == ["乙", "≤ 0.030", "0.031 ✗", "0.100", "y"]
    assert exact.cells("en") == ["c", "≤ 0", "0", "–", "–"]
    assert summary([most, exact], "en").count("\n") == 3
