from datetime import date

import polars as pl
import pytest

from graph.normalise.ids import keyed, resident_ids

EXAMPLE = "11010519491231002X"  # the example of GB 11643


def test_a_valid_id_tells_birth_and_home() -> None:
    read = resident_ids(pl.Series([EXAMPLE])).row(0, named=True)
    assert read == {
        "id_ok": True,
        "masked": False,
        "birth_date": date(1949, 12, 31),
        "home_region": "110105",
    }


@pytest.mark.parametrize(
    "spelling",
    [
        "11010519491231002x",
        " 110105 19491231 002X ",
        "110105491231002",
        "１１０１０５１９４９１２３１００２Ｘ",
    ],
)
def test_spellings_of_one_id_have_one_key(spelling: str) -> None:
    keys = keyed(pl.Series([EXAMPLE, spelling]), b"secret")
    assert keys[0] == keys[1]
    assert resident_ids(pl.Series([spelling]))["id_ok"].item()


@pytest.mark.parametrize(
    "wrong",
    ["110105194912310021", "11010519490230002X", "01010519491231002X", "GB-1234567", "11010519491231002"],
)
def test_wrong_ids_and_other_systems_tell_nothing(wrong: str) -> None:
    read = resident_ids(pl.Series([wrong])).row(0, named=True)
    assert read == {"id_ok": False, "masked": False, "birth_date": None, "home_region": None}


@pytest.mark.parametrize("masked", ["110105********002X", "110105XXXXXXXX002X"])
def test_masked_ids_are_never_joined(masked: str) -> None:
    assert resident_ids(pl.Series([masked]))["masked"].item()
    assert keyed(pl.Series([masked]), b"secret").item() is None


def test_the_key_matters_and_hides_the_id() -> None:
    one, other = (keyed(pl.Series([EXAMPLE, "P-77"]), key) for key in (b"one", b"o" * 100))
    assert set(one).isdisjoint(other)
    assert one.str.contains(r"^[0-9a-f]{32}$").all()
    assert one[0] != one[1]
