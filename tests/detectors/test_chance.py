"""The statistics detectors share, against values known from elsewhere."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, poisson

from detectors.chance import (
    binomial_surprise,
    damped_sum,
    effective,
    group_surprise,
    poisson_surprise,
    poisson_tail,
    surprise_of_sharing,
    wilson_lower,
)

COUNTS = st.integers(1, 400)
RATES = st.floats(0.001, 0.9)


@given(COUNTS, st.floats(0.01, 300))
def test_the_poisson_tail_is_scipys(count: int, expected: float) -> None:
    [ours] = poisson_tail(np.array([count]), np.array([expected]))
    assert ours == pytest.approx(poisson.sf(count - 1, expected), rel=1e-6, abs=1e-300)


@given(COUNTS, st.data())
def test_the_wilson_bound_is_scipys(n: int, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, n))
    [ours] = wilson_lower(np.array([k]), np.array([n]), 1.959963984540054)
    theirs = binomtest(k, n).proportion_ci(0.95, method="wilson").low
    assert ours == pytest.approx(theirs, abs=1e-9)


@given(COUNTS, RATES, st.data())
def test_a_further_hit_is_never_less_surprising(n: int, rate: float, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, n))
    hits, of = np.array([k, k + 1]), np.array([n, n + 1])
    for surprise in (group_surprise, binomial_surprise):
        less, more = surprise(hits, of, rate)
        assert more >= less - 1e-9
        assert less >= 0


def test_what_is_usual_is_no_surprise() -> None:
    assert binomial_surprise(np.array([3]), np.array([30]), 0.1)[0] == 0
    assert poisson_surprise(np.array([3]), np.array([3.0]))[0] == 0
    assert poisson_surprise(np.array([9]), np.array([3.0]))[0] == pytest.approx(9 * np.log(3) - 6)


def test_a_group_counts_for_fewer_than_it_has_and_for_no_more_than_thirty() -> None:
    n = np.arange(1, 600)
    assert (effective(n) <= n).all()
    assert (np.diff(effective(n)) >= 0).all()
    assert effective(np.array([600]))[0] == effective(np.array([30]))[0] == pytest.approx(1.5 * 30**0.6)


def test_sharing_is_as_surprising_as_it_is_rare_and_never_out_of_reach() -> None:
    sharing = np.array([1.0, 1.0, 0.2, 0.05])
    assert surprise_of_sharing(np.array([1, 2, 3, 900]), sharing) == pytest.approx(
        [0.0, np.log(5), np.log(20), np.log(20)]
    )


@given(
    st.lists(st.tuples(st.integers(0, 3), st.floats(0, 20)), max_size=40),
    st.tuples(st.integers(0, 3), st.floats(0, 20)),
)
def test_a_further_fact_never_lowers_a_damped_sum(
    facts: list[tuple[int, float]], further: tuple[int, float]
) -> None:
    def total(of: list[tuple[int, float]]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        groups = np.array([g for g, _ in of], np.int64)
        return damped_sum(groups, np.array([v for _, v in of], np.float64), 4)

    before, after = total(facts), total([*facts, further])
    assert (after >= before - 1e-9).all()
    others = np.arange(4) != further[0]
    assert after[others] == pytest.approx(before[others])
    assert total([*reversed(facts)]) == pytest.approx(before)
