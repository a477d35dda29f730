import polars as pl
import pytest

from graph.normalise.phones import phones


@pytest.mark.parametrize(
    "written",
    [
        "13959112346",
        "+86 139 5911 2346",
        "8613959112346",
        "0086-139-5911-2346",
        "１３９５９１１２３４６",
        "13959112346/0591-1",
    ],
)
def test_one_mobile_number(written: str) -> None:
    assert phones(pl.Series([written])).row(0) == ("+8613959112346", "mobile", False, False, False)


@pytest.mark.parametrize(
    "written",
    ["0591-83571246", "(0591)83571246转801", "+86 591 8357 1246", "+8605918357 1246", "059183571246 ext. 2"],
)
def test_one_landline(written: str) -> None:
    assert phones(pl.Series([written])).row(0) == ("+8659183571246", "landline", False, False, False)


def test_numbers_without_an_international_form_stay_national() -> None:
    read = phones(pl.Series(["83571246", "4008220396", "95598"]))
    assert read["phone"].to_list() == ["83571246", "4008220396", "95598"]
    assert read["kind"].to_list() == ["landline", "other", "other"]


@pytest.mark.parametrize("number", ["13800000000", "13812345678", "13987654321", "0591-88888888", "87654321"])
def test_numbers_typed_to_fill_the_field(number: str) -> None:
    assert phones(pl.Series([number]))["dummy"].item()


@pytest.mark.parametrize("prefix", ["162", "165", "167", "170", "171"])
def test_virtual_operators(prefix: str) -> None:
    assert phones(pl.Series([prefix + "59112346"]))["virtual"].item()


@pytest.mark.parametrize("wrong", ["123", "1395911234", "12959112346", "no phone"])
def test_what_is_no_number_is_bad(wrong: str) -> None:
    read = phones(pl.Series([wrong])).row(0, named=True)
    assert (read["phone"], read["bad"]) == (None, True)


def test_foreign_numbers() -> None:
    assert phones(pl.Series(["+44 20 7946 0958"]))["phone"].item() == "+442079460958"
    read = phones(pl.Series(["020 7946 0958", "07911 123456"]), country="GB")
    assert read["phone"].to_list() == ["+442079460958", "+447911123456"]
    assert read["kind"].to_list() == ["landline", "mobile"]
