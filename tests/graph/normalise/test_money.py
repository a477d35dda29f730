import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.normalise.money import amounts


@pytest.mark.parametrize(
    ("written", "amount", "currency"),
    [
        ("1,000(万元人民币)", 10_000_000.0, "CNY"),
        ("100万人民币", 1_000_000.0, "CNY"),
        ("500(万元)", 5_000_000.0, "CNY"),
        ("200(万)", 2_000_000.0, "CNY"),
        ("100万人民币元", 1_000_000.0, "CNY"),
        ("50万美元", 500_000.0, "USD"),
        ("300万元港币", 3_000_000.0, "HKD"),
        ("5(万香港元)", 50_000.0, "HKD"),
        ("人民币100万元", 1_000_000.0, "CNY"),
        ("１．５亿元", 150_000_000.0, "CNY"),
        ("20 USD", 20.0, "USD"),
        ("12.5", 12.5, "CNY"),
        ("0", 0.0, "CNY"),
        ("-3万", -30_000.0, "CNY"),
    ],
)
def test_amounts_are_in_whole_units(written: str, amount: float, currency: str) -> None:
    assert amounts(pl.Series([written])).row(0) == (pytest.approx(amount), currency, False)


@pytest.mark.parametrize("empty", [None, "N/A", "-", ""])
def test_unknown_is_never_zero(empty: str | None) -> None:
    assert amounts(pl.Series([empty], dtype=pl.String)).row(0) == (None, None, False)


@pytest.mark.parametrize("wrong", ["60(元/万元)", "many", "5万贝壳", "1-2万", "万元"])
def test_what_is_no_amount_is_bad(wrong: str) -> None:
    assert amounts(pl.Series([wrong])).row(0) == (None, None, True)


def test_the_default_currency_is_only_a_default() -> None:
    read = amounts(pl.Series(["7", "7万美元", "7万"]), default_currency="GBP")
    assert read["currency"].to_list() == ["GBP", "USD", "GBP"]


@given(value=st.decimals(0, 10**10, places=2, allow_nan=False))
@settings(deadline=None)
def test_plain_decimals_are_read_as_they_are(value: object) -> None:
    assert amounts(pl.Series([str(value)]))["amount"].item() == pytest.approx(float(str(value)))
