"""One place written in several ways: through the snapshot, on small registers whose truth is plain."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import snapshot
from graph.model import KeyKind
from graph.snapshot import Snapshot
from tests.graph.registers import Row, layout

FULL = "福建省福州市鼓楼区测试路5号和平花园2栋301室"
WITHOUT_NUMBER = "福州市鼓楼区测试路和平花园2栋301室"
WITHOUT_ROAD = "福州市鼓楼区和平花园2栋301室"
WITHOUT_DISTRICT = "福州市测试路5号和平花园2栋301室"
SPELLINGS = (FULL, WITHOUT_NUMBER, WITHOUT_ROAD, WITHOUT_DISTRICT)


def firms(*addresses: str, **more: object) -> list[Row]:
    return [
        {
            "firm_id": f"F{i:03}",
            "name": f"福州甲乙{i}贸易有限公司",
            "registered_on": date(2020, 1, 1) + timedelta(days=i),
            "address": address,
            **more,
        }
        for i, address in enumerate(addresses)
    ]


def built(rows: list[Row], **tables: list[Row]) -> Snapshot:
    return snapshot.build(layout(firms=rows, **tables), id_key=b"test")


def places(found: Snapshot, column: str = "room") -> list[str | None]:
    """The value of each firm's room or building."""
    key = found.firms[column]
    return found.keys["value"].gather(key.replace(-1, None)).to_list()


def test_a_room_is_one_key_however_it_is_written() -> None:
    found = built(firms(*SPELLINGS))
    assert len(set(places(found))) == 1
    assert len(set(places(found, "building"))) == 1
    used = found.keys.filter((pl.col("kind") == KeyKind.ROOM) & (pl.col("same_as") < 0))
    assert used["degree"].to_list() == [4]
    others = found.keys.filter((pl.col("kind") == KeyKind.ROOM) & (pl.col("same_as") >= 0))
    assert set(others["degree"]) == {1}
    assert found.keys["value"].gather(others["same_as"]).unique().to_list() == used["value"].to_list()
    assert found.notes["places_joined"] == found.keys.filter(pl.col("same_as") >= 0).height


def test_it_goes_by_the_firm_registered_first() -> None:
    for first in SPELLINGS:
        alone = places(built(firms(first)))
        assert set(places(built(firms(first, *SPELLINGS)))) == set(alone)


@pytest.mark.parametrize(
    "other",
    [
        "福州市鼓楼区测试路和平花园2栋302室",  # a neighbour
        "福州市鼓楼区测试路和平花园3栋301室",  # another building
        "福州市鼓楼区测试路和平花园301室",  # no building
        "福州市鼓楼区测试路和平花园2栋",  # no room
        "福州市鼓楼区测试路和平花园2栋301-305室",  # a range
        "福州市台江区测试路和平花园2栋301室",  # another district
        "厦门市思明区测试路和平花园2栋301室",  # another city
    ],
)
def test_what_is_not_the_same_room_stays_another_key(other: str) -> None:
    one, two = places(built(firms(FULL, other)))
    assert one != two


def test_a_room_in_a_joined_building_moves_with_it() -> None:
    other_room = WITHOUT_ROAD.replace("301", "405")  # nobody writes this one otherwise
    found = built(firms(FULL, WITHOUT_ROAD, other_room))
    assert len(set(places(found, "building"))) == 1
    building, room = places(found, "building")[0], places(found)[2]
    assert building is not None
    assert room == f"{building}/405室"


def test_an_address_without_its_city_joins_none_of_another() -> None:
    text = "测试路5号和平花园2栋301室"
    rows = [*firms(text, text)]
    regions = ("350100", "330100")
    found = built([{**row, "region": region} for row, region in zip(rows, regions, strict=True)])
    assert len(set(places(found))) == 2


def test_spellings_of_two_places_that_meet_in_a_third_stay_apart() -> None:
    # The one without a road would be either; the two with one are not each other.
    one, other = "福州市鼓楼区测试路5号和平花园2栋301室", "福州市鼓楼区北辰街77号和平花园2栋301室"
    found = built(firms(one, other, WITHOUT_ROAD))
    rooms = places(found)
    assert rooms[0] != rooms[1]


def test_the_address_library_and_declared_hubs_know_every_spelling() -> None:
    tables: dict[str, list[Row]] = {
        "places": [{"address": WITHOUT_ROAD, "exists": False}],
        "hubs": [{"kind": "hosting_address", "value": WITHOUT_DISTRICT}],
    }
    found = built(firms(*SPELLINGS), **tables)
    room = found.firms["room"][0]
    assert found.places["key"].to_list() == [room]
    assert room in found.declared_hubs["key"].to_list()
    assert (found.keys["same_as"].gather(found.declared_hubs["key"]) < 0).all()


PARTS = st.builds(
    "福州市{}{}{}和平花园{}栋{}室".format,
    st.sampled_from(["鼓楼区", "台江区", ""]),
    st.sampled_from(["测试路", "北辰街", ""]),
    st.sampled_from(["5号", "77号", ""]),
    st.sampled_from(["2", "3"]),
    st.sampled_from(["301", "302"]),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(PARTS, min_size=1, max_size=12), st.randoms())
def test_joining_keeps_every_firm_and_no_order_matters(addresses: list[str], random: object) -> None:
    rows = firms(*addresses)
    found = built(rows)
    random.shuffle(rows)  # type: ignore[attr-defined]
    again = built(rows)
    assert again.id == found.id
    # Nothing is joined across buildings or rooms, whatever is left out; every firm keeps its place.
    room = [(a[a.index("园") + 1], a[-4:]) for a in addresses]
    for a, key_a in zip(room, places(found), strict=True):
        assert key_a is not None
        for b, key_b in zip(room, places(found), strict=True):
            assert a == b or key_a != key_b
    spelt = found.keys.filter(pl.col("same_as") >= 0)
    assert (found.keys["same_as"].gather(spelt["same_as"]) < 0).all()
    assert np.isin(found.links["key"].to_numpy(), np.flatnonzero(found.keys["same_as"].to_numpy() < 0)).all()
