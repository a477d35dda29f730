"""Small changes that make another place of an address, by kind, and whether it is still the same building.

Each edit is a function of an address and a random generator, and gives None where it does not apply. As the
rewritings, they know nothing of how the product reads an address.
"""

import random
import re
from collections.abc import Callable
from typing import NamedTuple

from bench.address_rewritings import DIGITS, numeral

Change = Callable[[str, random.Random], str | None]
# A room: it says so, or stands behind a finer part than the gate.
_ROOM = (
    r"(?<![\d-])\d{3,4}(?=(?:室|房|号房)(?:$|\())"
    r"|(?<=[栋幢座楼层元厦])\d{3,4}(?=号?(?:$|\())"
)
_BUILDING = r"(?<![\dA-Z-])(\d{1,3})(?=号楼|栋|幢|座|#)"
_NUMBER = r"(?<=[路街道巷村])(\d{1,4})(?=号(?!楼|院|附|之|-))"
_ROADS = (
    "建设 人民 解放 新华 和平 胜利 文化 中山 光明 团结 前进 幸福 朝阳 东风 红旗 环城 迎宾 工业 振兴 滨江"
).split()
_PARKS = "阳光花园 金色家园 世纪城 翠湖小区 锦绣华庭 盛世名都 丽景苑 东方广场 时代大厦 富康商城".split()
_SLIPS = (
    "兴新 华花 园圆 康庚 明名 安按 福富 金今 龙隆 江姜 湖胡 山三 泰太 宁林 阳洋 春村 永咏 河何 景井 丰峰"
).split()


class Edit(NamedTuple):
    """One kind of change; `same_building` is None where the changed text leaves it open."""

    change: Change
    same_building: bool | None


def _near(n: int, rng: random.Random, lowest: int = 1) -> int:
    return max(n + rng.choice([-2, -1, 1, 2]), lowest) if n > lowest else n + rng.choice([1, 2])


def _one(pattern: str, replace: Callable[[re.Match[str]], str], text: str) -> str | None:
    """The last match replaced."""
    found = None
    for match in re.finditer(pattern, text):
        found = match
    if found is None:
        return None
    changed = text[: found.start()] + replace(found) + text[found.end() :]
    return changed if changed != text else None


def _first(pattern: str, replace: Callable[[re.Match[str]], str], text: str) -> str | None:
    changed = re.sub(pattern, replace, text, count=1)
    return changed if changed != text else None


def _digits_changed(value: str, rng: random.Random) -> str:
    i = rng.randrange(1, len(value)) if len(value) > 1 else 0
    return value[:i] + rng.choice([d for d in "123456789" if d != value[i]]) + value[i + 1 :]


def _room_neighbour(text: str, rng: random.Random) -> str | None:
    return _one(_ROOM, lambda m: m[0][:-2] + f"{_near(int(m[0][-2:]), rng) % 100:02d}", text)


def _room_digit(text: str, rng: random.Random) -> str | None:
    return _one(_ROOM, lambda m: m[0][:-1] + _digits_changed(m[0][-1], rng), text)


def _room_swapped(text: str, _: random.Random) -> str | None:
    return _one(_ROOM, lambda m: m[0][:-2] + m[0][-1] + m[0][-2], text)


def _room_digit_more(text: str, rng: random.Random) -> str | None:
    return _one(r"(?<![\d-])(\d{3})(?=(?:室|房)(?:$|\())", lambda m: f"{rng.randint(1, 2)}{m[1]}", text)


def _room_letter(text: str, rng: random.Random) -> str | None:
    return _one(_ROOM, lambda m: m[0] + rng.choice("ABCD"), text)


def _room_of(text: str, rng: random.Random) -> str | None:
    return _one(r"(\d{3,4}室)(?=$|\()", lambda m: f"{m[1]}{rng.choice(['之一', '之二', '-1', '-2'])}", text)


def _room_range(text: str, rng: random.Random) -> str | None:
    last = rng.randint(1, 6)
    joiner = rng.choice(["-", "-", "~", "至", "、"])
    return _one(_ROOM, lambda m: f"{m[0]}{joiner}{int(m[0]) + last}", text)


def _room_to_shop(text: str, rng: random.Random) -> str | None:
    return _one(r"(\d{3})室(?=$|\()", lambda m: f"{m[1]}{rng.choice(['商铺', '铺', '号店面'])}", text)


def _room_dropped(text: str, _: random.Random) -> str | None:
    return _one(r"(?<=[栋幢座楼元层])(\d{3,4}(?:室|房|号房|号)?)(?=$|\()", lambda _: "", text)


def _room_to_floor(text: str, _: random.Random) -> str | None:
    return _one(
        r"(?<=[栋幢座厦])(\d{3,4}(?:室|房|号房))(?=$|\()",
        lambda m: f"{int(re.sub(r'[^0-9]', '', m[1])[:-2])}层",
        text,
    )


def _floor_neighbour(text: str, rng: random.Random) -> str | None:
    return _one(r"(?<![\dA-Z#-])(\d{1,2})(?=[层楼](?!\d|上|下))", lambda m: f"{_near(int(m[1]), rng)}", text)


def _floor_of_room(text: str, rng: random.Random) -> str | None:
    if re.search(r"\d[层楼]\d", text):
        return None
    return _one(_ROOM, lambda m: f"{_near(int(m[0][:-2]), rng)}{m[0][-2:]}", text)


def _floor_below(text: str, _: random.Random) -> str | None:
    return _one(r"(?<![负下\d第-])([一1])(层|楼)(?=$|[^\d下])", lambda m: f"负{m[1]}{m[2]}", text)


def _floor_added(text: str, rng: random.Random) -> str | None:
    if not re.search(r"(大厦|[路街]\d+号|\d栋|\d幢|\d号楼)$", text):
        return None
    return f"{text}{rng.choice(['一楼', '二楼', '3层', '5楼'])}"


def _building_neighbour(text: str, rng: random.Random) -> str | None:
    return _one(_BUILDING, lambda m: f"{_near(int(m[1]), rng)}", text)


def _building_letter(text: str, rng: random.Random) -> str | None:
    return _one("([A-F])(?=座|栋|幢)", lambda m: rng.choice([c for c in "ABCDEF" if c != m[1]]), text)


def _building_dropped(text: str, _: random.Random) -> str | None:
    return _one(r"(?<=[^\d\-A-Z])(\d{1,2}(?:号楼|栋|幢))(?=\d单元|\d{3,4})", lambda _: "", text)


def _unit_neighbour(text: str, rng: random.Random) -> str | None:
    return _one(r"(?<![\d-])(\d)(?=单元)", lambda m: f"{_near(int(m[1]), rng)}", text)


def _unit_dropped(text: str, _: random.Random) -> str | None:
    return _one(r"(?<=[栋幢楼])(\d单元|[一二三四五]单元)(?=\d)", lambda _: "", text)


def _unit_for_building(text: str, _: random.Random) -> str | None:
    return _one(r"(?<![\d-])(\d)(?:栋|幢|号楼)(?=\d{3,4})", lambda m: f"{m[1]}单元", text)


def _number_neighbour(text: str, rng: random.Random) -> str | None:
    return _first(_NUMBER, lambda m: f"{_near(int(m[1]), rng)}", text)


def _number_digit_more(text: str, rng: random.Random) -> str | None:
    return _first(_NUMBER, lambda m: f"{m[1]}{rng.randint(0, 9)}", text)


def _number_of(text: str, rng: random.Random) -> str | None:
    n = rng.randint(1, 3)
    return _first(
        rf"{_NUMBER}号(?=$|\()",
        lambda m: f"{m[1]}{rng.choice([f'号之{numeral(n)}', f'号-{n}', f'-{n}号', f'号附{n}号'])}",
        text,
    )


def _number_letter(text: str, rng: random.Random) -> str | None:
    return _first(rf"{_NUMBER}(?=号)", lambda m: m[1] + rng.choice("ABC"), text)


def _number_suffix_changed(text: str, rng: random.Random) -> str | None:
    return _first(
        r"(?<=[路街道巷村])(\d{1,4})-(\d{1,2})(?=号(?!楼))", lambda m: f"{m[1]}-{_near(int(m[2]), rng)}", text
    )


def _number_suffix_dropped(text: str, _: random.Random) -> str | None:
    return _first(r"(?<=[路街道巷村])(\d{1,4})-(\d{1,2})(?=号(?!楼))", lambda m: m[1], text)


def _number_range(text: str, rng: random.Random) -> str | None:
    return _first(rf"{_NUMBER}(?=号(?:$|\())", lambda m: f"{m[1]}-{int(m[1]) + 2 * rng.randint(1, 5)}", text)


def _lane_neighbour(text: str, rng: random.Random) -> str | None:
    return _first(
        r"([二三四五六七八九])(?=[巷弄])", lambda m: rng.choice([c for c in DIGITS[1:] if c != m[1]]), text
    )


def _road_other(text: str, rng: random.Random) -> str | None:
    return _first(
        r"(?<=[市县区镇道])((?:(?![市县区镇乡]).){2,4})(?=路\d)",
        lambda m: rng.choice([r for r in _ROADS if r not in m[1]]),
        text,
    )


def _road_slip(text: str, _: random.Random) -> str | None:
    road = re.search(r"(?<=[市县区镇道])((?:(?![市县区镇乡]).){2,4})[路街](?!区)", text)
    if not road:
        return None
    for pair in _SLIPS:
        for at in (0, 1):
            if pair[at] in road[1]:
                return text[: road.start()] + road[0].replace(pair[at], pair[1 - at], 1) + text[road.end() :]
    return None


def _road_direction(text: str, rng: random.Random) -> str | None:
    return _first(
        "(?<=[^市县区镇])([东西南北中])(?=[路街])",
        lambda m: rng.choice([c for c in "东西南北中" if c != m[1]]),
        text,
    )


def _road_order(text: str, rng: random.Random) -> str | None:
    return _first(
        "(?<=[^市县区镇])([一二三四五六七八九])(?=[路街])",
        lambda m: rng.choice([c for c in DIGITS[1:] if c != m[1]]),
        text,
    )


def _road_kind(text: str, _: random.Random) -> str | None:
    return _first(r"(?<=[^东西南北中一二三])路(?=\d)", lambda _: "街", text) or _first(
        r"街(?=\d)", lambda _: "路", text
    )


def _district_other(text: str, rng: random.Random) -> str | None:
    cities = {
        "南京市": "玄武区 秦淮区 建邺区 鼓楼区",
        "西安市": "雁塔区 碑林区 未央区 莲湖区",
        "合肥市": "蜀山区 庐阳区 瑶海区 包河区",
        "沈阳市": "和平区 沈河区 铁西区 大东区",
        "海口市": "美兰区 龙华区 秀英区 琼山区",
        "长沙市": "岳麓区 雨花区 天心区 芙蓉区",
        "哈尔滨市": "道里区 南岗区 香坊区 道外区",
        "昆明市": "官渡区 盘龙区 五华区 西山区",
    }
    for city, districts in cities.items():
        for name in districts.split():
            if city + name in text:
                other = rng.choice([n for n in districts.split() if n != name])
                return text.replace(city + name, city + other, 1)
    return None


def _town_other(text: str, rng: random.Random) -> str | None:
    return _first(
        r"(?<=[县区市])([^市县区镇乡路街]{2})(?=镇[^\d镇]{2,8}\d)",
        lambda _: rng.choice("城关 石桥 龙潭 新街 双河".split()),
        text,
    )


def _village_other(text: str, rng: random.Random) -> str | None:
    return _first(
        r"(?<=[镇乡])([^市县区镇乡路街]{2})(?=村)",
        lambda _: rng.choice("新民 石岭 东湖 上坪 大塘".split()),
        text,
    )


def _group_neighbour(text: str, rng: random.Random) -> str | None:
    return _one(r"(?<!\d)(\d{1,2})(?=组)", lambda m: f"{_near(int(m[1]), rng)}", text) or _one(
        "([一二三四五六七八九])(?=组)", lambda m: rng.choice([c for c in DIGITS[1:] if c != m[1]]), text
    )


def _park_other(text: str, rng: random.Random) -> str | None:
    return _first(
        r"(?<=号)([^\d路街号()]{3,12})(?:花园|小区|广场|公寓|城|苑|大厦)(?=[\dA-Z])",
        lambda _: rng.choice(_PARKS),
        text,
    )


def _phase_other(text: str, rng: random.Random) -> str | None:
    return _first("([一二三四])(?=期)", lambda m: rng.choice([c for c in "一二三四" if c != m[1]]), text)


def _area_other(text: str, rng: random.Random) -> str | None:
    return _first("(?<=[^A-Z])([A-D])(?=区)", lambda m: rng.choice([c for c in "ABCD" if c != m[1]]), text)


def _workstation_added(text: str, rng: random.Random) -> str | None:
    n = rng.randint(1, 60)
    return _one(
        r"(\d{3,4}室)(?=$|\()", lambda m: f"{m[1]}{rng.choice([f'{n}号工位', f'A{n}工位', f'工位{n}'])}", text
    )


def _beside_added(text: str, rng: random.Random) -> str | None:
    return (
        f"{text}{rng.choice(['旁', '对面', '附近', '东侧', '隔壁'])}"
        if re.search("[号栋幢室厦园区]$", text)
        else None
    )


EDITS: dict[str, Edit] = {
    f.__name__.strip("_").replace("_", " "): Edit(f, same)
    for same, changes in (
        (True, (
            _room_neighbour, _room_digit, _room_swapped, _room_digit_more, _room_letter, _room_of,
            _room_range, _room_dropped, _room_to_floor, _floor_neighbour, _floor_of_room, _floor_below,
            _unit_neighbour, _unit_dropped, _workstation_added,
        )),
        (False, (
            _building_neighbour, _building_letter, _number_neighbour, _number_digit_more, _road_other,
            _road_direction, _road_order, _district_other, _group_neighbour, _phase_other, _area_other,
            _lane_neighbour, _number_suffix_changed,
        )),
        (None, (
            _room_to_shop, _building_dropped, _unit_for_building, _number_of, _number_letter,
            _number_suffix_dropped, _number_range, _road_slip, _road_kind, _town_other, _village_other,
            _park_other, _beside_added, _floor_added,
        )),
    )
    for f in changes
}  # fmt: skip
