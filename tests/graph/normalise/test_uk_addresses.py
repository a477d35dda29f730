"""British addresses: the house by postcode and number, the flat in it."""

import polars as pl
import pytest

from graph.model import Granularity
from graph.normalise.uk_addresses import uk_places


def keys(text: str | None) -> tuple[str | None, str | None]:
    row = uk_places(pl.Series([text], dtype=pl.String)).row(0, named=True)
    return row["building_key"], row["room_key"]


@pytest.mark.parametrize(
    ("text", "house", "flat"),
    [
        ("12 High Street, Anytown, ZZ1 1AA", "12", None),
        ("12a High Street, Anytown, zz11aa", "12A", None),
        ("Flat 3, 12 High Street, Anytown, ZZ1 1AA", "12", "3"),
        ("Suite 4B, 71-75 Long Road, Anytown, ZZ1 1AA", "71-75", "4B"),
        ("Second Floor, 8 Low Road, Anytown ZZ1 1AA", "8", "SECOND FLOOR"),
        ("Rose Cottage, Anytown, ZZ1 1AA", "ROSE COTTAGE", None),
    ],
)
def test_a_house_is_a_number_or_name_at_a_postcode(text: str, house: str, flat: str | None) -> None:
    code = f"GB|ZZ1 1AA|{house}"
    assert keys(text) == (code, f"{code}|{flat}" if flat else None)


@pytest.mark.parametrize("text", ["12 High Street, Anytown", "", None])
def test_without_a_postcode_there_is_no_place(text: str | None) -> None:
    assert keys(text) == (None, None)


def test_one_house_written_in_two_ways_is_one() -> None:
    assert keys("12 High Street, Anytown, ZZ1 1AA") == keys("12, HIGH STREET;  ANYTOWN. ZZ1  1AA")


def test_how_finely_an_address_names_its_place() -> None:
    found = uk_places(pl.Series(["Flat 3, 12 High Street, ZZ1 1AA", "12 High Street, ZZ1 1AA", "nowhere"]))
    assert found["granularity"].to_list() == [Granularity.ROOM, Granularity.NUMBER, None]
