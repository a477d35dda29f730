"""Which addresses are paired to be compared, and what is said of those that are not."""

from collections.abc import Sequence

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.matching.blocking_addresses import NEIGHBOURS, block_addresses


def paired(addresses: Sequence[str | None], cap: int = 200) -> set[tuple[int, int]]:
    found = block_addresses(pl.Series(addresses, dtype=pl.String), cap)
    return set(zip(found.left.tolist(), found.right.tolist(), strict=True))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("福州市鼓楼区五一北路8号1201室", "福建省福州市五一北路八号金源大厦12层1201室"),
        ("福州市鼓楼区湖滨路20号翠湖小区3号楼501室", "福州市鼓楼区翠湖小区3栋501"),
        ("鼓楼区五一北路8号1201室", "福州市鼓楼区五一北路8号1201室"),
        ("闽侯县上街镇新洲村3组12号", "福建省闽侯县新洲村委会三组12号"),
        ("Flat 3, 12 High Street, Leeds, LS1 4AB", "12 HIGH ST FLAT 3 LEEDS LS14AB"),
        ("7 Mill Lane, Leeds", "7 MILL LN, LEEDS, LS1 4AB"),
    ],
)
def test_spellings_of_one_place_are_paired(left: str, right: str) -> None:
    assert paired([left, "海口市美兰区海府路1号", right]) == {(0, 2)}


def test_equal_texts_are_paired_with_the_first_of_them() -> None:
    address = "福州市鼓楼区五一北路8号1201室"
    assert paired([None, address, "", address, address]) == {(1, 3), (1, 4)}


def test_nothing_gives_no_pairs() -> None:
    found = block_addresses(pl.Series([], dtype=pl.String))
    assert (len(found.left), len(found.capped_size)) == (0, 0)


def test_a_large_block_is_capped_and_told_with_its_size() -> None:
    addresses = [f"福州市鼓楼区五一北路8号{room}室" for room in range(1001, 1065)]
    found = block_addresses(pl.Series(addresses), cap=20)
    assert found.capped_size.tolist() == [64]
    assert 0 <= found.capped_row[0] < 64
    assert len(found.left) <= 64 * NEIGHBOURS
    whole = block_addresses(pl.Series(addresses))
    assert len(whole.left) == 64 * 63 // 2
    assert len(whole.capped_size) == 0


@given(st.permutations(range(12)))
def test_the_order_of_rows_does_not_matter(order: list[int]) -> None:
    addresses = [f"福州市鼓楼区五一北路{number}号{room}室" for number in (8, 9) for room in range(6)]
    shuffled = paired([addresses[i] for i in order])
    assert {tuple(sorted((order[a], order[b]))) for a, b in shuffled} == paired(addresses)


def test_pairs_are_told_once_and_in_order() -> None:
    found = block_addresses(
        pl.Series(["福州市鼓楼区五一北路8号翠湖小区3栋501室"] * 3 + ["五一北路8号3栋501室"])
    )
    packed = found.left.astype(np.int64) * 4 + found.right
    assert (np.diff(packed) > 0).all()
    assert (found.left < found.right).all()
