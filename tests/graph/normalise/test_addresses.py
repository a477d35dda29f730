import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import Granularity
from graph.normalise.addresses import addresses

HOME = "福建省福州市鼓楼区五四路128号恒力城3栋2单元1601室"


def read(address: str, hint: str | None = None) -> dict[str, object]:
    return addresses(pl.Series([address]), None if hint is None else pl.Series([hint])).row(0, named=True)


def room(address: str) -> object:
    return read(address)["room_key"]


def test_parts_of_an_address() -> None:
    parts = read("福建省福州市长乐市首占镇岱西村和谐路12号阳光小区5号楼3单元2层201室-7工位(自主申报)")
    assert {k: v for k, v in parts.items() if not k.endswith("key")} == {
        "province": "福建省",
        "city": "福州市",
        "district": "长乐区",
        "town": "首占镇",
        "community": "岱西村",
        "zone": None,
        "road": "和谐路",
        "number": "12号",
        "park": "阳光小区",
        "building": "5号楼",
        "unit": "3单元",
        "floor": "2层",
        "room": "201室",
        "workstation": "7工位",
        "marker": "自主申报",
        "granularity": Granularity.WORKSTATION,
        "display": "福建省福州市长乐市首占镇岱西村和谐路12号阳光小区5号楼3单元2层201室-7工位(自主申报)",
        "written_province": "福建省",
        "written_city": "福州市",
        "written_district": "长乐市",
    }


@pytest.mark.parametrize(
    "same",
    [
        "福州市鼓楼区五四路128号恒力城3栋2单元1601室",
        "福建省福州市鼓楼区五四路１２８号恒力城３幢２单元１６０１室",
        "福建福州鼓楼区五四路128号恒力城3号楼2单元16层1601号",
        "福建省福州市鼓楼区五四路128号恒力城三座二单元十六层1601房",
        "福建省福州市鼓楼区温泉街道五四路128号恒力城3#楼2单元1601",
        "福建省福州市鼓楼区五四路128号恒力城3栋2单元01601室(托管企业)",
        "福建省 福州市 鼓楼区 五四路 128号 恒力城 3栋 2单元 1601室（自主申报）",
        "福建省福州市鼓楼区五四路128号恒力城第3栋2单元第16层1601室(仅限办公使用)",
        "福建省福州市鼓楼区五四路128号恒力城3栋2单元1601室（加油站对面）",
    ],
)
def test_spellings_of_one_room(same: str) -> None:
    assert room(same) == room(HOME)


@pytest.mark.parametrize(
    "other",
    [
        "福建省福州市鼓楼区五四路128号恒力城3栋2单元1602室",
        "福建省福州市鼓楼区五四路128号恒力城3栋2单元1501室",
        "福建省福州市鼓楼区五四路128号恒力城3栋1单元1601室",
        "福建省福州市鼓楼区五四路128号恒力城4栋2单元1601室",
        "福建省福州市鼓楼区五四路128-1号恒力城3栋2单元1601室",
        "福建省福州市鼓楼区五四路129号恒力城3栋2单元1601室",
        "福建省福州市鼓楼区五四北路128号恒力城3栋2单元1601室",
        "福建省福州市台江区五四路128号恒力城3栋2单元1601室",
        "福建省福州市鼓楼区五四路128号恒力城3栋2单元1601-1605室",
        "福建省福州市鼓楼区五四路128号恒力城3栋2单元1601、1602室",
        "福建省福州市鼓楼区五四路128号恒力城3栋2单元1601室之一",
        "福建省福州市鼓楼区五四路128号恒力城3栋2单元1601室附1号",
        "福建省福州市鼓楼区五四路128号恒力城3栋2单元1601室-3工位",
        "福建省福州市鼓楼区五四路128号恒力城3栋2单元1601室东侧",
        "福建省福州市鼓楼区五四路128号恒力城3栋2单元1601室(东侧)",
        "福建省福州市鼓楼区五四路128号恒力城3栋2单元1601室(西半间)",
        "福建省福州市鼓楼区五四路128号恒力城3栋2单元1601室(1号,仅限办公)",
        "福建省福州市鼓楼区五四路128号恒力城3栋2单元1601商铺",
        "福建省福州市鼓楼区五四路128号恒力城3栋1601室",
        "福建省福州市鼓楼区五四路128号恒力城3栋2单元",
    ],
)
def test_another_room_has_another_key_or_none(other: str) -> None:
    assert room(HOME) is not None
    assert room(other) != room(HOME)


@pytest.mark.parametrize(
    "coarse",
    [
        "福建省福州市鼓楼区",
        "福建省福州市鼓楼区五四路",
        "福建省福州市鼓楼区温泉街道汤边社区",
        "福建省福州市鼓楼区五四路与湖东路交叉口",
        "福建省福州市鼓楼区五四路128号对面",
        "福建省福州市长乐区首占镇岱西村",
        "五四路128号",
        "",
    ],
)
def test_what_is_no_building_has_no_key(coarse: str) -> None:
    parts = read(coarse)
    assert (parts["building_key"], parts["room_key"]) == (None, None)


def test_the_building_is_shared_by_its_rooms_only() -> None:
    keys = addresses(
        pl.Series([HOME, HOME.replace("1601", "302"), HOME.replace("3栋", "4栋"), HOME.partition("2单元")[0]])
    )["building_key"]
    assert keys[0] == keys[1] == keys[3]
    assert keys[0] != keys[2]


@pytest.mark.parametrize(
    ("address", "granularity"),
    [
        ("福建省", Granularity.PROVINCE),
        ("福州市", Granularity.CITY),
        ("福州市鼓楼区", Granularity.DISTRICT),
        ("福州市鼓楼区温泉街道", Granularity.TOWN),
        ("福州市鼓楼区汤边社区", Granularity.COMMUNITY),
        ("福州市鼓楼区五四路", Granularity.ROAD),
        ("福州市鼓楼区五四路1号", Granularity.NUMBER),
        ("福州市鼓楼区五四路1号恒力城", Granularity.PARK),
        ("福州市鼓楼区五四路1号恒力城B座", Granularity.BUILDING),
        ("福州市鼓楼区五四路1号2单元", Granularity.UNIT),
        ("福州市鼓楼区五四路1号二层", Granularity.FLOOR),
        ("福州市鼓楼区五四路1号201", Granularity.ROOM),
        ("某处", Granularity.PARK),
        ("福州市鼓楼区石镇镇", Granularity.TOWN),
    ],
)
def test_the_finest_level(address: str, granularity: Granularity) -> None:
    assert read(address)["granularity"] == granularity


def test_a_district_fills_in_what_lies_above_it_where_that_is_certain() -> None:
    assert (read("义乌市佛堂镇")["province"], read("义乌市佛堂镇")["city"]) == ("浙江省", "金华市")
    assert read("鼓楼区五四路1号")["city"] is None
    assert read("鼓楼区五四路1号", "福州")["city"] == "福州市"
    assert read("鼓楼区五四路1号", "350100")["district"] == "鼓楼区"
    assert read("五四路1号", "福州")["city"] == "福州市"


@pytest.mark.parametrize(
    ("address", "town"),
    [
        ("大连市甘井子区大连湾街道前盐村", "大连湾街道"),
        ("万年县石镇镇上徐村", "石镇镇"),
        ("福州市长乐区望城镇镇前路", "望城镇"),
        ("福州市长乐区孟村镇双水村", "孟村镇"),
    ],
)
def test_towns_that_look_like_something_else(address: str, town: str) -> None:
    assert read(address)["town"] == town


@pytest.mark.parametrize(
    ("address", "town", "road"),
    [
        ("西安市新城区西一路28号", None, "西一路"),
        ("西安市新城区西一路西北大厦", None, "西一路"),
        ("西安市新城区西一路街道西一路28号", "西一路街道", "西一路"),
        ("杭州市萧山区潜三路12号", None, "潜三路"),
        ("郑州市管城回族区经七路", None, "经七路"),
    ],
)
def test_a_road_that_is_counted_off_is_a_road(address: str, town: str | None, road: str) -> None:
    parts = read(address)
    assert (parts["town"], parts["road"], parts["park"]) == (
        town,
        road,
        "西北大厦" if "大厦" in address else None,
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("西安市未央区凤城八路碧玺华庭2-3-1103室", "西安市未央区凤城8路碧玺华庭2栋3单元1103室"),
        (
            "昆明市官渡区矣六街道办事处塔密村悦城花园11幢1902号",
            "昆明市官渡区矣六街道塔密村悦城花园11幢1902号",
        ),
    ],
)
def test_a_counted_road_an_unnamed_unit_and_an_office_of_a_street(one: str, other: str) -> None:
    keys = addresses(pl.Series([one, other]))["room_key"]
    assert keys[0] == keys[1] is not None


def test_what_is_counted_off_a_gate_is_part_of_its_number() -> None:
    texts = pl.Series(["福州市鼓楼区五四路82号之一", "福州市鼓楼区五四路82号院3栋"])
    assert addresses(texts)["number"].to_list() == ["82号之一", "82号院"]


@pytest.mark.parametrize("attached", ["-5", "之一", "附2号", "A区"])
def test_what_hangs_on_to_a_gate_makes_it_another(attached: str) -> None:
    gate = "福州市鼓楼区五四路20号"
    assert read(gate)["building_key"] is not None
    assert read(gate + attached)["building_key"] != read(gate)["building_key"]


def test_a_road_named_after_a_city_is_not_the_city() -> None:
    parts = read("上海路12号", "福州")
    assert (parts["city"], parts["road"]) == ("福州市", "上海路")


@given(
    number=st.integers(1, 2000),
    building=st.integers(1, 60),
    unit=st.integers(1, 9),
    floor=st.integers(1, 40),
    door=st.integers(1, 20),
    other=st.integers(0, 4),
)
@settings(max_examples=100, deadline=None)
def test_rooms_are_equal_exactly_when_all_their_numbers_are(
    number: int, building: int, unit: int, floor: int, door: int, other: int
) -> None:
    def text(values: list[int], block: str = "栋", level: str = "", last: str = "室") -> str:
        n, b, u, f, d = values
        return f"福州市鼓楼区五四路{n}号世纪花园{b}{block}{u}单元{level.format(f)}{f * 100 + d}{last}"

    values = [number, building, unit, floor, door]
    changed = [v + (i == other) for i, v in enumerate(values)]
    keys = addresses(
        pl.Series(
            [text(values), text(values, "号楼", "{}层"), text(values, "幢", "{}楼", "号"), text(changed)]
        )
    )["room_key"]
    assert keys.null_count() == 0
    assert keys[0] == keys[1] == keys[2] != keys[3]
