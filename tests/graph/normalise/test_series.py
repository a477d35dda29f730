"""A brand's series: what is left without the number at its end."""

import polars as pl
import pytest

from graph.normalise.series import series


@pytest.mark.parametrize(
    ("brand", "stem"),
    [
        ("鑫达一号", "鑫达"),
        ("鑫达十二号", "鑫达"),
        ("鑫达第三", "鑫达"),
        ("鑫达二", "鑫达"),
        ("鑫达02", "鑫达"),
        ("鑫达7号", "鑫达"),
        ("鑫达甲", "鑫达"),
        ("鑫达B", "鑫达"),
        ("ACME TRADING 12", "ACME TRADING"),
        ("ACME TRADING XIV", "ACME TRADING"),
        ("鑫达", None),
        ("三一", None),
        ("ACME TRADING", None),
        ("A1", None),
        ("", None),
        (None, None),
    ],
)
def test_the_number_at_the_end_is_taken_off(brand: str | None, stem: str | None) -> None:
    assert series(pl.Series([brand], dtype=pl.String)).to_list() == [stem]


def test_every_brand_has_its_own_answer_in_place() -> None:
    brands = pl.Series(["鑫达一号", None, "云杉", "鑫达二号"])
    assert series(brands).to_list() == ["鑫达", None, None, "鑫达"]
