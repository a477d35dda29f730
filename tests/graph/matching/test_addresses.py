"""Which spellings of a Chinese address are the same place, and what makes it another."""

import polars as pl
import pytest

from graph.matching.addresses import ADDRESS_PARTS, compare_addresses
from graph.matching.comparison import why
from tests.graph.matching.addresses import compare

HERE = "福建省福州市鼓楼区五一北路8号金源大厦12层1201室"
FLAT = "福州市鼓楼区湖滨路20号翠湖小区3号楼2单元501室"


@pytest.mark.parametrize(
    "other",
    [
        "福州市鼓楼区五一北路8号金源大厦12层1201室",  # the province
        "鼓楼区五一北路8号金源大厦12层1201室",  # province and city
        "福州市五一北路8号金源大厦12层1201室",  # the district
        "福建福州市鼓楼区五一北路8号金源大厦12层1201室",
        "福建省福州市鼓楼区五一北路８号金源大厦１２层１２０１室",  # full width
        "福建省福州市鼓樓區五一北路8號金源大廈12層1201室",  # traditional
        "福建省 福州市 鼓楼区 五一北路 8号 金源大厦 12层 1201室",
        "福建省福州市鼓楼区五一北路八号金源大厦十二层1201室",  # numerals
        "福建省福州市鼓楼区五一北路8号金源大厦12楼1201",
        "福建省福州市鼓楼区五一北路8号金源大厦第12层1201房",
        "福建省福州市鼓楼区五一北路8号金源大厦12F1201号房",
        "福建省福州市鼓楼区五一北路8号金源大厦1201室",  # the floor is told by the room
        "福建省福州市鼓楼区五一北路8号金源大厦12层01201室",
        "福建省福州市鼓楼区五一北路8号金源大厦12层1201室(自主申报)",
        "福建省福州市鼓楼区五一北路8号金源大厦12层1201室【托管】",
        "福建省福州市鼓楼区东街街道五一北路8号金源大厦12层1201室",  # a street's office inserted
        "福建省福州市鼓楼区五一北路8号12层1201室",  # the tower behind road and number
        "福建省福州市鼓楼区金源大厦12层1201室",  # road and number before the tower
    ],
)
def test_a_room_is_the_same_however_it_is_spelled(other: str) -> None:
    told = compare(HERE, other)
    assert (told.verdict, told.same_building) == ("same", True)
    assert not told.differ


@pytest.mark.parametrize(
    "other",
    [
        "福州市鼓楼区湖滨路20号翠湖小区3栋2单元501室",
        "福州市鼓楼区湖滨路20号翠湖小区3幢2单元501",
        "福州市鼓楼区湖滨路20号翠湖小区3座二单元501室",
        "福州市鼓楼区湖滨路20号翠湖小区3#2单元501室",
        "福州市鼓楼区湖滨路20号翠湖小区三号楼二单元0501室",
        "福州市鼓楼区湖滨路20号翠湖小区3-2-501",
        "福州市鼓楼区湖滨路20号翠湖3号楼2单元5层501室",
        "福州市鼓楼区湖滨路20号3号楼2单元501室",
        "福州市鼓楼区湖滨路翠湖小区3号楼2单元501室",
        "福州市鼓楼区翠湖小区3号楼2单元501室",
        "福州市鼓楼区华大街道屏山社区湖滨路20号翠湖小区3号楼2单元501室",
    ],
)
def test_a_flat_is_the_same_however_its_building_is_spelled(other: str) -> None:
    told = compare(FLAT, other)
    assert (told.verdict, told.same_building) == ("same", True)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("福州市长乐市金峰镇金梅路3号", "福州市长乐区金峰镇金梅路3号"),  # a county renamed
        ("福州市鼓楼区五一北路8-2号", "福州市鼓楼区五一北路8号之二"),
        ("福州市鼓楼区五一北路8-2号", "福州市鼓楼区五一北路8号-2"),
        ("福州市鼓楼区五一北路8号-1层3号", "福州市鼓楼区五一北路8号负一层3号"),
        ("福州市鼓楼区五一北路8号金源大厦B1层3号", "福州市鼓楼区五一北路8号金源大厦地下一层3号"),
        ("福州市鼓楼区五一北路8号1201室A12工位", "福州市鼓楼区五一北路8号1201室工位A12"),
        ("福州市鼓楼区五一北路8号A座1201室", "福州市鼓楼区五一北路8号A栋1201室"),
        ("福州市鼓楼区五一北路8号101商铺", "福州市鼓楼区五一北路8号101号店面"),
        ("福州市鼓楼区五一北路8号1201室A12工位", "福州市鼓楼区五一北路8号1201室A12号工位"),
        ("福州市鼓楼区五一北路8号1201-1203室", "福州市鼓楼区五一北路8号1201室至1203室"),
        ("福州市鼓楼区五一北路8号21层A座", "福州市鼓楼区五一北路8号A座21层"),
        ("闽侯县上街镇新洲村3组12号", "闽侯县上街镇新洲村村民委员会三组12号"),
        ("闽侯县上街镇新洲村3组12号", "闽侯县上街镇新洲村3村民小组12号"),
        ("福州市鼓楼区五一北路8号金源大厦3-1201室", "福州市鼓楼区五一北路8号金源大厦3栋1201室"),
        ("福州市鼓楼区五一北路8号A座1201室", "福州市鼓楼区五一北路8号A1201"),
        ("福州市鼓楼区五一北路8号A座1201室", "福州市鼓楼区五一北路8号A栋A1201室"),
        ("上海市浦东新区张江路88弄5号102室", "浦东新区张江路88弄5号楼0102室"),
        ("福州市鼓楼区五一北路8号金源大厦1201室", "福州市鼓楼区五一北路8号(金源大厦)一二〇一室"),
    ],
)
def test_these_are_the_same(left: str, right: str) -> None:
    assert compare(left, right).verdict == "same"


@pytest.mark.parametrize(
    ("other", "same_building"),
    [
        ("福州市鼓楼区湖滨路20号翠湖小区3号楼2单元502室", True),  # a neighbouring room
        ("福州市鼓楼区湖滨路20号翠湖小区3号楼2单元601室", True),  # floor
        ("福州市鼓楼区湖滨路20号翠湖小区3号楼1单元501室", True),  # unit
        ("福州市鼓楼区湖滨路20号翠湖小区5号楼2单元501室", False),  # building
        ("福州市鼓楼区湖滨路22号翠湖小区3号楼2单元501室", False),  # number
        ("福州市鼓楼区湖滨路20号翠湖小区3号楼2单元501-505室", True),  # a range
        ("福州市鼓楼区湖滨路20号翠湖小区3号楼2单元501室之一", True),
        ("福州市鼓楼区湖滨路20号翠湖小区3号楼2单元501室8号工位", True),
        ("福州市鼓楼区湖滨路20号翠湖小区3号楼2单元501A室", True),
        ("福州市鼓楼区湖滨路20号翠湖小区3号楼2单元501铺", True),  # a shop is no flat
        ("福州市鼓楼区湖滨路20号翠湖小区3号楼501室", True),  # a unit missing on one side
        ("福州市鼓楼区湖滨路20号翠湖小区3号楼2单元", True),  # building against room
        ("福州市鼓楼区湖滨路20号翠湖小区3号楼", True),
        ("福州市鼓楼区湖滨路20号翠湖小区", None),
        ("福州市鼓楼区湖滨路20号翠湖小区2单元501室", None),  # which building?
        ("福州市鼓楼区湖滨路20号之一翠湖小区3号楼2单元501室", None),
        ("福州市鼓楼区湖滨东路20号翠湖花苑3号楼2单元501室", False),
        ("福州市台江区湖滨路20号翠湖小区3号楼2单元501室", False),  # another district
        ("厦门市思明区湖滨路20号翠湖小区3号楼2单元501室", False),
        ("福州市鼓楼区湖滨路20号翠湖小区二期3号楼2单元501室", None),
    ],
)
def test_a_small_change_makes_another_place(other: str, same_building: bool | None) -> None:
    told = compare(FLAT, other)
    assert told.verdict != "same"
    assert told.same_building is same_building


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("福州市鼓楼区五一北路8号1201室", "福州市鼓楼区五一南路8号1201室"),
        ("福州市鼓楼区五一路8号1201室", "福州市鼓楼区五四路8号1201室"),
        ("福州市鼓楼区五一路8号1201室", "福州市鼓楼区五一街8号1201室"),
        ("福州市鼓楼区五一路8号1201室", "福州市鼓楼区五一路8号-1201室工位3"),
        ("福州市鼓楼区五一路8号工位3", "福州市鼓楼区五一路8号工位4"),
        ("福州市鼓楼区五一路8号1层3号", "福州市鼓楼区五一路8号-1层3号"),
        ("福州市鼓楼区五一路8号3栋201室", "福州市鼓楼区五一路8号3单元201室"),
        ("福州市鼓楼区五一路8号A区3栋201室", "福州市鼓楼区五一路8号B区3栋201室"),
        ("福州市鼓楼区五一路8号2楼3排5号", "福州市鼓楼区五一路8号2楼4排5号"),
        ("闽侯县上街镇新洲村3组12号", "闽侯县上街镇新洲村4组12号"),
        ("闽侯县上街镇新洲村12号", "闽侯县南屿镇新洲村12号"),
        ("闽侯县上街镇新洲村", "闽侯县上街镇新洲村3组"),
        ("保亭县南茂农场", "保亭县南茂农场红星队"),
        ("福州市鼓楼区五一路8号3栋201室", "福州市鼓楼区五一路8号3栋201室旁"),
        ("福州市鼓楼区五一路8号3栋201室", "福州市鼓楼区五一路8号3栋201室左侧"),
        ("福州市鼓楼区五一路8号3栋东单元201室", "福州市鼓楼区五一路8号3栋西单元201室"),
        ("福州市鼓楼区五一路甲8号201室", "福州市鼓楼区五一路8号201室"),
    ],
)
def test_these_are_never_the_same(left: str, right: str) -> None:
    assert compare(left, right).verdict != "same"


def test_a_slip_in_a_road_is_possible_at_most() -> None:
    told = compare("福州市鼓楼区杨桥东路8号1201室", "福州市鼓楼区扬桥东路8号1201室")
    assert told.verdict == "possible"
    assert "road" in told.differ


def test_neighbouring_rooms_are_different() -> None:
    told = compare(FLAT, FLAT.replace("501", "502"))
    assert told.verdict == "different"
    assert told.differ == {"room"}
    assert {"district", "road", "number", "park", "building", "unit"} <= told.agree


def test_an_ambiguous_district_is_whichever_the_other_names() -> None:
    assert compare("鼓楼区中山路8号1201室", "南京市鼓楼区中山路8号1201室").verdict == "same"
    assert compare("鼓楼区中山路8号1201室", "南京市玄武区中山路8号1201室").verdict == "different"


def test_without_any_division_on_one_side_the_place_is_only_possible() -> None:
    assert compare("五一北路8号1201室", "福州市鼓楼区五一北路8号1201室").verdict == "possible"


def test_more_that_is_left_out_scores_less() -> None:
    scores = [
        compare(FLAT, other).score
        for other in (
            FLAT,
            FLAT.replace("3号楼", "3栋"),
            FLAT.replace("湖滨路20号", ""),
            FLAT.replace("2单元", ""),
            FLAT.replace("501", "502"),
            FLAT.replace("鼓楼", "台江"),
        )
    ]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == 1.0


def test_nothing_known_is_no_place() -> None:
    assert compare(None, HERE)[:3] == ("different", 0.0, None)
    assert compare("", "").verdict == "different"
    assert compare(None, None).verdict == "different"


def test_a_district_alone_is_no_place() -> None:
    assert compare("福建省福州市鼓楼区", "福建省福州市鼓楼区").verdict != "same"


def test_empty_columns_give_an_empty_table() -> None:
    none = pl.Series([], dtype=pl.String)
    told = compare_addresses(none, none)
    assert told.columns == ["score", "verdict", "agree", "differ", "same_building"]
    assert told.is_empty()


def test_the_reasons_are_told_in_both_languages() -> None:
    told = compare_addresses(pl.Series([FLAT]), pl.Series([FLAT.replace("501", "502")]))
    assert why(told, ADDRESS_PARTS, "zh")[0].endswith("不同：房间")
    assert why(told, ADDRESS_PARTS, "en")[0].endswith("different: room")
