"""How common rings are in a register, read off what is expected of its candidates."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detectors.rings.prevalence import LEAST, MOST, prevalence

SURE, DOUBTFUL = 4.0, 0.5


def test_a_register_with_as_many_rings_as_usual_changes_nothing() -> None:
    assert abs(prevalence(np.full(7, SURE), 20_000)) < 0.1


def test_the_same_rings_in_a_register_ten_times_as_large_are_worth_less() -> None:
    assert prevalence(np.full(7, SURE), 200_000) < -1.0


def test_many_sure_rings_make_a_doubtful_one_likelier() -> None:
    assert prevalence(np.r_[np.full(40, SURE), DOUBTFUL], 20_000) > 0.5


def test_a_small_register_without_candidates_says_little() -> None:
    assert -0.1 < prevalence(np.empty(0), 1_000) < 0.0


@given(
    st.lists(st.floats(-8, 8), max_size=30),
    st.integers(0, 29),
    st.floats(0, 5),
    st.integers(1, 10_000_000),
)
def test_more_evidence_for_one_ring_never_lowers_another(
    found: list[float], which: int, more: float, firms: int
) -> None:
    before = np.array(found)
    after = before.copy()
    after[which : which + 1] += more
    assert LEAST <= prevalence(before, firms) <= prevalence(after, firms) + 1e-9 <= MOST + 1e-9


@given(st.permutations([-3.0, -1.0, 0.0, 0.3, 2.0, 6.0]))
def test_order_of_candidates_does_not_matter(found: list[float]) -> None:
    assert prevalence(np.array(found), 5_000) == prevalence(np.sort(found), 5_000)
