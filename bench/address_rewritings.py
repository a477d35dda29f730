"""Other spellings of an address that leave the place the same, by kind.

Each is a function of an address and a random generator, and gives None where it does not apply. They work
on the text alone, with expressions of their own: nothing here knows how the product reads an address.
"""

import random
import re
from collections.abc import Callable

import opencc

Rewriting = Callable[[str, random.Random], str | None]

DIGITS = "零一二三四五六七八九"
BUILDING = r"(?P<value>[A-Z]?\d{1,3}|[A-Z])(?P<word>号楼|栋|幢|座|#楼|#)"
# A room at the end of an address, or before a bracket.
ROOM = r"(?P<value>(?<![\d-])\d{3,4})(?P<word>室|房|号房|号)?$"
_FORMER = (
    "长乐 富阳 临安 即墨 溧水 高淳 大丰 洪泽 赣榆 奉化 普兰店 双城 阿城 江都 姜堰 铜山 吴江 上虞 洞头"
    " 晋宁 马龙 沾益 江川 大洼 辽中 横山 安塞 南郑 望城 高陵 堆龙德庆 达孜 乃东 新建 广丰"
).split()
_CITIES = "长乐 富阳 临安 即墨 大丰 奉化 普兰店 双城 阿城 江都 姜堰 吴江 上虞".split()
MARKERS = "自主申报 托管 集群注册 住所申报 仅限办公使用 托管企业 集中办公区 一址多照".split()
BRACKETS = (("(", ")"), ("（", "）"), ("[", "]"), ("【", "】"), ("〔", "〕"))
_TRADITIONAL = opencc.OpenCC("s2t")


def numeral(n: int) -> str:
    """A number below 100 in Chinese numerals."""
    if n < 10:
        return DIGITS[n]
    tens, ones = divmod(n, 10)
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


def _substituted(pattern: str, replace: Callable[[re.Match[str]], str], text: str) -> str | None:
    changed = re.sub(pattern, replace, text, count=1)
    return changed if changed != text else None


def _dropped(pattern: str, text: str) -> str | None:
    found = re.search(pattern, text)
    return text[: found.start(1)] + text[found.end(1) :] if found else None


def _province_dropped(text: str, _: random.Random) -> str | None:
    return _dropped(r"^([^市县]{2,8}?(?:省|自治区))(?=.{1,8}?[市州县盟])", text)


def _province_and_city_dropped(text: str, _: random.Random) -> str | None:
    return _dropped(
        r"^((?:[^市县]{2,8}?(?:省|自治区))?[^市县区]{2,4}市)(?=[^市县区省路号]{2,8}[县市区])", text
    )


def _district_dropped(text: str, _: random.Random) -> str | None:
    found = re.match(
        r"^((?:[^市县]{2,8}?(?:省|自治区))?[^市县区]{2,4}市)([^市县区省路号]{2,4}区)(?=.*号)", text
    )
    return text[: found.start(2)] + text[found.end(2) :] if found else None


def _division_suffix_dropped(text: str, rng: random.Random) -> str | None:
    found = re.match(r"^([^市县区]{2,3})省([^市县区]{2,3})市", text)
    if not found:
        return None
    shown = found[1] + ("省" if rng.random() < 0.5 else "")
    return (
        f"{shown}{found[2]}{text[found.end() :]}"
        if shown == found[1]
        else f"{found[1]}{text[found.end(1) + 1 :]}"
    )


def _county_renamed(text: str, _: random.Random) -> str | None:
    for name in _FORMER:
        level = "市" if name in _CITIES else "县"
        for one, other in ((level, "区"), ("区", level)):
            if name + one in text and not re.search(rf"{name}{one}[^,，]{{0,3}}[路街]", text):
                return text.replace(name + one, name + other, 1)
    return None


def _building_word(text: str, rng: random.Random) -> str | None:
    def other(found: re.Match[str]) -> str:
        lettered = not found["value"].isdigit()
        words = "栋 幢 座".split() if lettered else "号楼 栋 幢 座 # #楼".split()
        return found["value"] + rng.choice([w for w in words if w != found["word"]])

    return _substituted(r"(?<![\dA-Z-])" + BUILDING + r"(?![\d]+号楼)", other, text)


def _building_numeral(text: str, _: random.Random) -> str | None:
    return _substituted(
        r"(?<![\dA-Z-])(\d{1,2})(号楼|栋|幢)",
        lambda m: numeral(int(m[1])) + m[2] if int(m[1]) else m[0],
        text,
    )


def _unit_numeral(text: str, _: random.Random) -> str | None:
    return _substituted(
        r"(?<![\dA-Z-])(\d)单元", lambda m: f"{numeral(int(m[1]))}单元", text
    ) or _substituted("([一二三四五六七八九])单元", lambda m: f"{DIGITS.index(m[1])}单元", text)


def _number_numeral(text: str, _: random.Random) -> str | None:
    return _substituted(
        r"(?<=[路街道巷])(\d{1,2})号(?!楼|院|附|之|-)", lambda m: f"{numeral(int(m[1]))}号", text
    )


def _road_numeral(text: str, _: random.Random) -> str | None:
    return _substituted(
        "(?<![十一二三四五六七八九])([一二三四五六七八九])(?=路|街(?![办道])|巷|组(?!团))",
        lambda m: str(DIGITS.index(m[1])),
        text,
    ) or _substituted(r"(?<!\d)([1-9])(?=[巷组])", lambda m: DIGITS[int(m[1])], text)


def _floor_word(text: str, rng: random.Random) -> str | None:
    def other(found: re.Match[str]) -> str:
        n = int(found[2])
        forms = [f"{n}层", f"{n}楼", f"{numeral(n)}层", f"{numeral(n)}楼", f"第{n}层", f"{n}F"]
        return rng.choice([form for form in forms if form != found[0]])

    return _substituted(r"(?<![\dA-Z#第-])(第?)([1-9]\d?)(?:层|楼)(?![层上下之])", other, text)


def _floor_from_numeral(text: str, _: random.Random) -> str | None:
    return _substituted(
        "(?<![第十负下])([一二三四五六七八九])([层楼])(?![宿])", lambda m: f"{DIGITS.index(m[1])}{m[2]}", text
    )


def _floor_inserted(text: str, rng: random.Random) -> str | None:
    if re.search("[层楼]", text.split("号", 1)[-1]):
        return None
    return _substituted(
        "(?<=[栋幢座厦元])" + ROOM,
        lambda m: f"{int(m['value'][:-2])}{rng.choice('层楼')}{m[0]}" if m["value"][0] != "0" else m[0],
        text,
    )


def _floor_left_to_room(text: str, _: random.Random) -> str | None:
    found = re.search(r"(?<![\d-])(\d{1,2})[层楼](?=(\d{3,4})(?![\d-]))", text)
    if not found or found[2][:-2].lstrip("0") != found[1]:
        return None
    return text[: found.start()] + text[found.end() :]


def _room_word(text: str, rng: random.Random) -> str | None:
    def other(found: re.Match[str]) -> str:
        words = [w for w in ("室", "房", "号房", "", "号") if w != (found["word"] or "")]
        return found["value"] + rng.choice(words)

    return _substituted("(?<=[栋幢座楼层厦元])" + ROOM, other, text)


def _room_zero(text: str, _: random.Random) -> str | None:
    return _substituted(r"(?<![\dA-Z-])([1-9]\d{2})(?=室|房|号房|$)", lambda m: f"0{m[1]}", text)


def _shop_word(text: str, rng: random.Random) -> str | None:
    words = "商铺 铺 号商铺 号铺 店面 号店面 铺位".split()
    return _substituted(
        r"(?<=\d)(号商铺|号铺|商铺|店面|号店面|铺面)(?=$|\()",
        lambda m: rng.choice([w for w in words if w != m[1]]),
        text,
    )


def _basement_word(text: str, rng: random.Random) -> str | None:
    forms = "负一层 -1层 地下一层 B1层 负1层 负一楼 地下1层".split()
    return _substituted(
        "(负一层|地下一层|负1层|负一楼|-1层)", lambda m: rng.choice([f for f in forms if f != m[1]]), text
    )


def _compound(text: str, _: random.Random) -> str | None:
    return _substituted(
        r"(?<![\dA-Z-])(\d{1,2})(?:号楼|栋|幢)([1-9])单元(\d{3,4})(室?)(?=$|\()",
        lambda m: f"{m[1]}-{m[2]}-{m[3]}{m[4]}",
        text,
    )


def _compound_spelled(text: str, rng: random.Random) -> str | None:
    return _substituted(
        r"(?<![\dA-Z号-])(\d{1,2})-([1-9])-(\d{3,4})(室?)(?=$|\()",
        lambda m: f"{m[1]}{rng.choice(['栋', '幢', '号楼'])}{m[2]}单元{m[3]}室",
        text,
    )


def _number_suffix(text: str, rng: random.Random) -> str | None:
    def other(found: re.Match[str]) -> str:
        n = int(found[2])
        forms = [
            f"{found[1]}-{n}号",
            f"{found[1]}号-{n}",
            f"{found[1]}号之{numeral(n)}",
            f"{found[1]}号之{n}",
        ]
        return rng.choice([form for form in forms if form != found[0]])

    return _substituted(r"(?<=[路街道巷村])(\d{1,4})-([1-9])号(?!楼|院)(?=$|\()", other, text)


def _marker_added(text: str, rng: random.Random) -> str | None:
    if re.search(r"[(\[]", text):
        return None
    opening, closing = rng.choice(BRACKETS)
    return f"{text}{opening}{rng.choice(MARKERS)}{closing}"


def _marker_dropped(text: str, _: random.Random) -> str | None:
    return _dropped(rf"([(\[](?:{'|'.join(MARKERS)})[)\]])$", text)


def _full_width(text: str, _: random.Random) -> str | None:
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isprintable() and c != " " else c for c in text)
    return wide if wide != text else None


def _traditional(text: str, _: random.Random) -> str | None:
    other = str(_TRADITIONAL.convert(text))
    return other if other != text else None


def _blanks(text: str, _: random.Random) -> str | None:
    other = re.sub(r"(?<=[省市县区镇乡路街号])(?=[^)）])", " ", text, count=4)
    return other if other != text else None


def _dashes(text: str, rng: random.Random) -> str | None:
    return text.replace("-", rng.choice(list("－—–‐~"))) if "-" in text else None


def _brackets(text: str, rng: random.Random) -> str | None:
    opening, closing = rng.choice(BRACKETS[1:])
    other = text.replace("(", opening).replace(")", closing)
    return other if other != text else None


def _road_dropped(text: str, _: random.Random) -> str | None:
    return _dropped(
        r"(?:[市县区镇]|街道)((?:(?![市县区镇道(]).){1,6}[路街](?:\d+号)?)(?!道)"
        r"(?=[^\d路街号]{3,12}(?:大厦|花园|小区|广场|公寓|园|城|苑)[^路街]{0,4}?(?:\d+|[A-Z])(?:号楼|栋|幢|座).*\d{3,4})",
        text,
    )


def _number_dropped(text: str, _: random.Random) -> str | None:
    return _dropped(
        r"[路街道](\d+号)(?=[^\d路街号]{3,12}(?:大厦|花园|小区|广场|公寓|城|苑)(?:\d+|[A-Z])(?:号楼|栋|幢|座).*\d{3,4})",
        text,
    )


def _park_dropped(text: str, _: random.Random) -> str | None:
    return _dropped(
        r"[路街道]\d+号([^\d路街号()]{3,12}(?:花园|小区|广场|公寓|城|苑))(?=\d+(?:号楼|栋|幢|座).*\d{3,4})",
        text,
    )


def _street_dropped(text: str, _: random.Random) -> str | None:
    return _dropped(
        r"[市县区]([^市县区镇乡路街]{2,4}(?:街道办事处|街道办|街道))(?!办)(?=[^\d]{1,12}[路街道巷].*\d)", text
    )


def _town_dropped(text: str, _: random.Random) -> str | None:
    return _dropped(r"[市县区]([^市县区镇乡路街]{2,3}镇)(?=[^\d镇村]{2,5}[路街道]\d+号)", text)


def _community_dropped(text: str, _: random.Random) -> str | None:
    return _dropped(
        r"(?:街道|街道办事处|镇|办事处)([^市县区镇乡路街]{2,4}社区(?:居委会|居民委员会)?)(?!居)(?=[^\d]{2,8}[路街道巷]\d+号)",
        text,
    )


def _street_suffix(text: str, _: random.Random) -> str | None:
    if "街道办事处" in text:
        return text.replace("街道办事处", "街道", 1)
    return _substituted("(?<=[^路街])街道(?=[^办路街])", lambda _: "街道办事处", text)


def _village_suffix(text: str, rng: random.Random) -> str | None:
    if "村委会" in text or "村民委员会" in text:
        return re.sub("村民?委员?会", "村", text, count=1)
    return _substituted(
        r"(?<=[镇乡])([^市县区镇乡路街]{2,4})村(?=\d|[一二三四五六七八九十]+组|$)",
        lambda m: f"{m[1]}{rng.choice(['村委会', '村民委员会'])}",
        text,
    )


def _group_word(text: str, rng: random.Random) -> str | None:
    return _substituted(
        r"(?<=[\d一二三四五六七八九十])组(?!团)", lambda _: rng.choice(["村民小组", "村民组"]), text
    )


def _zone_inserted(text: str, rng: random.Random) -> str | None:
    if re.search("新区|高新|开发区|管理区|园区|保税|示范区", text):
        return None
    found = re.match(r"^.{0,10}?市[^市县区省路号]{2,4}区(?=[^\d镇乡区]{2,6}[路街]\d+号)", text)
    return (
        f"{found[0]}{rng.choice(['高新区', '经济开发区', '经济技术开发区'])}{text[found.end() :]}"
        if found
        else None
    )


def _inside_added(text: str, _: random.Random) -> str | None:
    return f"{text}内" if re.search("(园|城|市场|大厦|小区)$", text) else None


def _workstation_word(text: str, rng: random.Random) -> str | None:
    def other(found: re.Match[str]) -> str:
        value = found[1] or found[2]
        forms = [f"{value}号工位", f"{value}工位", f"工位{value}", f"-{value}工位", f"{value}卡位"]
        return rng.choice([form for form in forms if form != found[0]])

    return _substituted(r"(?:工位([A-Z]?\d+)|(?<=[室房-])([A-Z]?\d+)号?工位)", other, text)


def _stop_added(text: str, _: random.Random) -> str | None:
    return f"{text}。"


REWRITINGS: dict[str, Rewriting] = {
    f.__name__.strip("_").replace("_", " "): f
    for f in (
        _province_dropped, _province_and_city_dropped, _district_dropped, _division_suffix_dropped,
        _county_renamed, _building_word, _building_numeral, _unit_numeral, _number_numeral, _road_numeral,
        _floor_word, _floor_from_numeral, _floor_inserted, _floor_left_to_room, _room_word, _room_zero,
        _shop_word, _basement_word, _compound, _compound_spelled, _number_suffix, _marker_added,
        _marker_dropped, _full_width, _traditional, _blanks, _dashes, _brackets, _road_dropped,
        _number_dropped, _park_dropped, _street_dropped, _town_dropped, _community_dropped, _street_suffix,
        _village_suffix, _group_word, _zone_inserted, _inside_added, _workstation_word, _stop_added,
    )
}  # fmt: skip
