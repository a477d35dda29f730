"""The methods that our detection is measured beside, on a small city and on scores worked out by hand."""

import numpy as np
import pytest

from bench.baselines import METHODS, OURS, comparison, figures, measured, taught_by, top
from bench.cities import Plan, city
from bench.detection_baselines.address_rule import at_one_address
from bench.detection_baselines.boosting import learned

SCORE = np.array([0.9, 0.6, 0.6, 0.6, 0.1, 0.0])
FAKE = np.array([True, True, False, False, True, False])
ALIKE = np.array([False, False, True, False, False, False])


def test_firms_of_one_score_share_the_places_that_are_left() -> None:
    assert top(SCORE, 3).tolist() == pytest.approx([1, 2 / 3, 2 / 3, 2 / 3, 0, 0])
    assert top(SCORE, 0).sum() == 0
    assert top(SCORE, 99).sum() == pytest.approx(6)


def test_the_figures_of_a_list_and_of_the_capacity() -> None:
    found = figures(SCORE, FAKE, ALIKE, 0.5)
    assert (found.list_precision, found.list_recall) == pytest.approx((2 / 4, 2 / 3))
    assert found.capacity_precision == pytest.approx((1 + 2 / 3) / 3)
    assert (found.look_alikes, found.others) == pytest.approx((2 / 3, 1 / 3))
    assert found.of_alarms == pytest.approx(1 / 2)


def test_every_method_scores_a_city_alike_each_time(tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RINGWATCH_BENCH_CACHE", str(tmp_path_factory.mktemp("cities")))
        of, other = (city(Plan("wild-1", seed, 0.03, 2000)) for seed in (1, 2))
    trees = learned([taught_by(other)])
    found = measured(trees, of)
    assert found == measured(trees, of)
    assert [*found] == [*METHODS]
    assert all(0 <= one.average_precision <= 1 for one in found.values())
    assert found[OURS].average_precision > max(
        found[name].average_precision for name in ("recipe", "address")
    )
    told = comparison({"wild": [found]}, "zh").splitlines()
    assert len(told) == 2 + len(METHODS)
    assert len({line.count("|") for line in told}) == 1


def test_the_rule_counts_the_firms_of_a_room(tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RINGWATCH_BENCH_CACHE", str(tmp_path_factory.mktemp("cities")))
        register = city(Plan("fuzhou", 3, 0.03, 1000)).register
    count = at_one_address(register)
    assert count.min() == 0
    assert (count[register.firms.kind == 2] == 0).all()
    assert count.max() >= 5
