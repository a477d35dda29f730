"""What holds for any two addresses: order does not matter, nor what else stands in the column."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.matching.addresses import ADDRESS_PARTS, compare_addresses
from graph.matching.comparison import Verdict

REGIONS = st.sampled_from(
    ["", *"福建省福州市鼓楼区 福州市鼓楼区 鼓楼区 福州市 南京市鼓楼区 福州市台江区 闽侯县上街镇".split()]
)
ROADS = st.sampled_from("五一北路 五一南路 湖滨路 杨桥东路 工业路".split())
PLACES = st.sampled_from(["", "", "金源大厦", "翠湖小区", "万达广场A区", "福大怡园二期"])
BUILDINGS = st.sampled_from(["", "", "3号楼", "3栋", "5幢", "A座", "3#", "三号楼"])
UNITS = st.sampled_from(["", "", "2单元", "二单元", "1单元"])
FLOORS = st.sampled_from(["", "", "12层", "十二楼", "12F", "负一层", "3层"])
NUMBERS = st.sampled_from(["8号", "8号", "8-2号", "8号之二", "10号", "八号", ""])
INNER = st.sampled_from(
    ["1201室", "1202室", "01201室", "1201-1203室", "101铺", "3-1201", "1201室5号工位", "A12工位"]
)
ENDINGS = st.sampled_from(["", "", "(自主申报)", "旁", "东侧"])
ADDRESSES = st.builds(
    lambda *parts: "".join(parts), REGIONS, ROADS, NUMBERS, PLACES, BUILDINGS, UNITS, FLOORS, INNER, ENDINGS
)
BRITISH = st.builds(
    lambda flat, number, street, town, postcode: f"{flat}{number} {street}, {town}{postcode}",
    st.sampled_from(["", "Flat 3, ", "Unit 3, ", "First Floor, ", "Flat 3, Oak House, "]),
    st.sampled_from(["12", "12A", "12-14", "Twelve"]),
    st.sampled_from(["High Street", "HIGH ST", "Hihg Street", "St Johns Road", "Station Lane"]),
    st.sampled_from(["Leeds", "LEEDS, West Yorkshire", "Hove"]),
    st.sampled_from([" LS1 4AB", ", LS14AB", " LS1 4AD", ""]),
)
ANY = st.one_of(ADDRESSES, ADDRESSES, BRITISH, st.none(), st.text(max_size=30))
PAIRS = st.lists(st.tuples(ANY, ANY), min_size=1, max_size=12)
# What may not differ between two spellings of one room.
ROOM_LEVEL = "group number area building unit floor room workstation other".split()


def compared(pairs: list[tuple[str | None, str | None]]) -> pl.DataFrame:
    left, right = (pl.Series([pair[side] for pair in pairs], dtype=pl.String) for side in (0, 1))
    return compare_addresses(left, right)


@settings(deadline=None)
@given(PAIRS)
def test_left_and_right_may_be_exchanged(pairs: list[tuple[str | None, str | None]]) -> None:
    assert compared(pairs).equals(compared([(b, a) for a, b in pairs]))


@settings(deadline=None)
@given(PAIRS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(pairs: list[tuple[str | None, str | None]], rng) -> None:  # type: ignore[no-untyped-def]
    order = rng.sample(range(len(pairs)), len(pairs))
    assert compared([pairs[i] for i in order]).equals(compared(pairs)[order])


@settings(deadline=None)
@given(PAIRS)
def test_a_row_is_compared_as_if_it_stood_alone(pairs: list[tuple[str | None, str | None]]) -> None:
    alone = pl.concat([compared([pair]) for pair in pairs])
    assert compared(pairs).equals(alone)


@settings(deadline=None)
@given(ADDRESSES)
def test_an_address_that_names_a_room_is_the_same_as_itself(address: str) -> None:
    told = compared([(address, address)]).row(0, named=True)
    assert told["verdict"] == Verdict.SAME
    assert told["score"] == 1.0
    assert told["differ"] == 0


@settings(deadline=None)
@given(PAIRS)
def test_nothing_of_a_room_differs_where_two_are_the_same(pairs: list[tuple[str | None, str | None]]) -> None:
    mask = sum(1 << i for i, part in enumerate(ADDRESS_PARTS) if part.en in ROOM_LEVEL)
    same = compared(pairs).filter(pl.col("verdict") == Verdict.SAME)
    assert (same["differ"] & mask == 0).all()
    assert not (same["same_building"] == False).any()  # noqa: E712


@settings(deadline=None)
@given(PAIRS)
def test_scores_rank_the_verdicts(pairs: list[tuple[str | None, str | None]]) -> None:
    told = compared(pairs)
    assert told["score"].is_between(0, 1).all()
    for low, verdict, high in ((0.0, 0, 0.3), (0.3, 1, 0.85), (0.85, 2, 1.0)):
        assert told.filter(pl.col("verdict") == verdict)["score"].is_between(low, high).all()
