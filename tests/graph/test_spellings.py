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


B1, B2 = "福州市鼓楼区测试路5号和平花园2栋", "福州市鼓楼区北辰街77号和平花园2栋"
VAGUE = "福州市鼓楼区和平花园2栋"


@pytest.mark.parametrize(
    "addresses",
    [
        # Of two buildings of one estate's name some rooms are written without the road.
        [f"{B1}301室", f"{VAGUE}301室", f"{B2}405室", f"{VAGUE}405室", f"{B1}501室", f"{B2}501室"],
        [f"{B1}301室", f"{B2}301室", f"{VAGUE}301室", f"{B1}405室", f"{VAGUE}405室"],
        # One names no town where the others name three.
        [f"福州市闽侯县{town}新洲村12号" for town in ("上街镇", "南屿镇", "祥谦镇", "")],
    ],
)
def test_what_a_vague_spelling_stands_between_stays_apart(addresses: list[str]) -> None:
    found = built(firms(*addresses))
    alone = [places(built(firms(address)))[0] or address for address in addresses]
    clear = [i for i, address in enumerate(addresses) if VAGUE not in address and "县新洲" not in address]
    buildings = [places(found, "building")[i] for i in clear]
    assert buildings == [places(built(firms(addresses[i])), "building")[0] for i in clear]
    assert [places(found)[i] or addresses[i] for i in clear] == [alone[i] for i in clear]
    assert found.notes["places_disputed"] >= 1


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("城关镇人民路12号3栋101室", ("350121", "350122")),
        ("福州市工业路12号3栋101室", ("350102", "350103", "350104")),
        ("人民路12号3栋101室", ("110105", "110106")),
        ("人民路12号3栋101室", ("429004", "429005")),  # counties that are under no city
    ],
)
def test_one_text_of_two_counties_is_two_places(text: str, regions: tuple[str, ...]) -> None:
    rows = firms(*[text] * len(regions))
    found = built([{**row, "region": region} for row, region in zip(rows, regions, strict=True)])
    assert len(set(places(found))) == len(regions)


def test_a_workstation_lies_in_its_room_however_that_is_written() -> None:
    station = f"{B1}301室A01工位"
    found = built(firms(f"{VAGUE}301室", f"{B1}301室", station, f"{VAGUE}301室A01工位"))
    values = places(found)
    assert values[0] == values[1]
    assert values[2] == values[3] == f"{values[0]}/A1位"


def test_british_addresses_join_as_well() -> None:
    flat = "Flat 2, Rose House, 10 Test Street, London SW1A 1AA"
    others = ("Flat 2, Rose House, London SW1A 1AA", "Flat 3, Rose House, London SW1A 1AA")
    found = built(firms(flat, *others, country="GB"))
    one, same, neighbour = places(found)
    assert one == same != neighbour


def test_the_address_library_and_declared_hubs_know_every_spelling() -> None:
    tables: dict[str, list[Row]] = {
        "places": [{"address": WITHOUT_ROAD, "exists": False}],
        "hubs": [{"kind": "hosting_address", "value": WITHOUT_DISTRICT}],
    }
    other_room = FULL.replace("301", "999")
    tables["places"].append({"address": WITHOUT_ROAD.replace("301", "999"), "exists": True})
    found = built(firms(*SPELLINGS, other_room), **tables)
    room = found.firms["room"][0]
    assert set(found.places["key"]) == {room, found.firms["room"][4]}
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
