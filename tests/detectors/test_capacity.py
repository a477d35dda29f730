"""How many of the leads looked at turn out to be true."""

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detectors.capacity import LEVEL, expected_true

Probabilities = st.lists(st.floats(0, 1), max_size=9)


@given(Probabilities)
def test_the_interval_is_that_of_every_outcome_counted(probabilities: list[float]) -> None:
    found = expected_true(np.array(probabilities))
    chances = np.zeros(len(probabilities) + 1)
    for outcome in product((0, 1), repeat=len(probabilities)):
        parts = (p if true else 1 - p for p, true in zip(probabilities, outcome, strict=True))
        chances[sum(outcome)] += float(np.prod(list(parts)))
    tail, slack = (1 - LEVEL) / 2, 1e-9
    assert found.mean == np.sum(probabilities)
    assert chances[: found.low].sum() < tail + slack
    assert chances[: found.low + 1].sum() > tail - slack
    assert chances[: found.high].sum() < 1 - tail + slack
    assert chances[: found.high + 1].sum() > 1 - tail - slack


@given(Probabilities)
def test_the_order_of_the_leads_does_not_matter(probabilities: list[float]) -> None:
    forth, back = (expected_true(np.array(p)) for p in (probabilities, probabilities[::-1]))
    assert (forth.low, forth.high) == (back.low, back.high)


def test_what_is_certain_has_no_interval() -> None:
    assert (expected_true(np.ones(7)).low, expected_true(np.ones(7)).high) == (7, 7)
    assert (expected_true(np.zeros(7)).low, expected_true(np.zeros(7)).high) == (0, 0)
    assert expected_true(np.empty(0)).high == 0
