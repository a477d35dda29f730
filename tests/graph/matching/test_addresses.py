"""Which pairs of addresses are one place."""

import polars as pl

from graph.matching.addresses import compare_addresses
from graph.matching.comparison import VERDICT_NAMES


def verdict(left: str | None, right: str | None) -> str:
    compared = compare_addresses(pl.Series([left]), pl.Series([right]))
    return VERDICT_NAMES[compared["verdict"][0]]


def test_another_spelling_of_the_same_room_is_the_same() -> None:
    assert verdict("福州市鼓楼区五一路1号楼101室", "福州市鼓楼区五一路1号楼0101室") == "same"


def test_the_neighbouring_room_is_different() -> None:
    assert verdict("福州市鼓楼区五一路1号3栋101室", "福州市鼓楼区五一路1号3栋102室") != "same"


def test_nothing_is_the_same_as_nothing_known() -> None:
    assert verdict(None, "福州市鼓楼区五一路1号3栋102室") == "different"
