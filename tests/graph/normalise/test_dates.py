from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.normalise.dates import days, partial_dates


@given(day=st.dates(date(1800, 1, 1), date(2200, 12, 31)))
@settings(deadline=None)
def test_every_spelling_of_a_day(day: date) -> None:
    y, m, d = day.year, day.month, day.day
    spellings = [
        f"{y}-{m:02}-{d:02}",
        f"{y}/{m}/{d}",
        f"{y}.{m:02}.{d:02}",
        f"{y}年{m}月{d}日",
        f"{y}{m:02}{d:02}",
        f"{y}-{m:02}-{d:02} 00:00:00",
        f"{y}-{m:02}-{d:02}T09:30:00Z",
        f" {y}-{m}-{d}",
    ]
    read = days(pl.Series(spellings))
    assert read["date"].to_list() == [day] * len(spellings)
    assert not read["bad"].any()


@pytest.mark.parametrize(
    "wrong", ["2019-02-30", "2019-13-01", "1799-01-01", "2201-01-01", "2019-03", "yesterday"]
)
def test_no_such_day(wrong: str) -> None:
    assert days(pl.Series([wrong])).row(0) == (None, True)


@pytest.mark.parametrize("empty", [None, "", "N/A", "-"])
def test_an_empty_day_is_not_bad(empty: str | None) -> None:
    assert days(pl.Series([empty], dtype=pl.String)).row(0) == (None, False)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1980-05-02", "1980-05-02"),
        ("1980/5/2", "1980-05-02"),
        ("1980-5", "1980-05"),
        ("1980年5月", "1980-05"),
        ("198005", "1980-05"),
        ("1980", "1980"),
        ("1980年", "1980"),
    ],
)
def test_partial_dates_keep_what_is_known(written: str, value: str) -> None:
    assert partial_dates(pl.Series([written])).row(0) == (value, False)


@pytest.mark.parametrize("wrong", ["1980-13", "1700", "80-05", "1980-02-30"])
def test_no_such_partial_date(wrong: str) -> None:
    assert partial_dates(pl.Series([wrong])).row(0) == (None, True)
