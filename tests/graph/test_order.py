"""Quick sorts give what numpy's own give."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.order import ascend, distinct, looked_up, stable_order

NUMBERS = st.lists(st.integers(0, 2**31 - 1) | st.integers(0, 3), max_size=50)


@given(numbers=NUMBERS)
@pytest.mark.parametrize("most", [2**31, 2**62])  # the latter leaves no room for the place
def test_equals_stay_as_they_stand(numbers: list[int], most: int) -> None:
    values = np.array(numbers, np.int64)
    np.testing.assert_array_equal(stable_order(values, most), np.argsort(values, kind="stable"))


@given(numbers=NUMBERS)
def test_what_is_distinct_and_where_each_of_all_stands(numbers: list[int]) -> None:
    values = np.array(numbers, np.int32)
    for found, wanted in zip(distinct(values), np.unique(values, return_inverse=True), strict=True):
        np.testing.assert_array_equal(found, wanted)


@given(numbers=NUMBERS)
@settings(deadline=None)  # compiled on the first call
def test_few_or_many_ascend(numbers: list[int]) -> None:
    values = np.array(numbers, np.int32)
    ascend(values)
    np.testing.assert_array_equal(values, np.sort(np.array(numbers, np.int32)))


@pytest.mark.parametrize("column", [[], [7, 8]])
def test_what_is_not_there_is_missing(column: list[int]) -> None:
    at = np.array([-1, *range(len(column))])
    assert looked_up(np.array(column, np.int8), at, -5).tolist() == [-5, *column]
