"""Made-up spellings and neighbours of real firm names: each rule makes of one name another of a named kind.

Nothing here knows how ringwatch reads names: a name is taken apart by the register's own columns, the
commonest legal forms and a short list of trades, and only names that come apart cleanly are used.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

import opencc
from pypinyin import lazy_pinyin

FORMS = ("有限责任公司", "股份有限公司", "有限公司")
TRADES = (
    "贸易 商贸 科技 实业 建材 物流 食品 服饰 广告 电子 建筑工程 装饰工程 网络科技 电子商务 文化传媒 "
    "文化传播 信息咨询 企业管理 物业管理 餐饮管理 信息科技 信息技术 建设工程 房地产开发 生物科技 "
    "农业科技 农业发展 农业开发 环保科技 汽车销售 汽车租赁 汽车服务 建筑劳务 商务咨询 投资管理 医疗器械 "
    "机械设备 教育咨询 教育科技 酒店管理 电子科技 智能科技 新能源科技 科技发展 实业发展 文化发展 "
    "旅游开发 园林绿化 市政工程 水利工程 土石方工程 机电设备 人力资源 劳务派遣 健康管理 财务咨询 "
    "营销策划 供应链管理 国际贸易 进出口 进出口贸易 服装 珠宝 家具 药业 木业 石材 包装 机械 运输 "
    "汽车维修 房地产经纪 投资 广告传媒 体育文化 商务服务 家政服务 保洁服务 物业服务 技术服务 "
    "知识产权代理 国际旅行社 工贸 经贸 农资 工程咨询"
).split()
_IN_TRADES = {t[i : i + 2] for t in TRADES for i in range(len(t) - 1)}
# Characters that are taken for one another by their shape.
ALIKE = (
    "己已巳 未末 土士 日曰 大太犬 人入 天夭 千干于 由甲申 王玉主 工土 目自 友发 治冶 睛晴 侯候 东车 乌鸟 "
    "兔免 拔拨 析折 历厉 宜宣 哀衷 诚城成 清青 铭名 源原 达迖 秦泰奉 恒桓 辉晖 样祥 瑞端 盛威 杨扬 伟纬 "
    "博搏 洁结 腾滕 锦绵 嘉喜 弘宏 贸贺 易昜 科料 技枝 网冈 络洛 术木 建健 筑巩 设没 材村 流硫 信倍 息想 "
    "咨资 询洵 商啇 务各 电申 子孑 汽气 贝见 鑫淼 森林 圣坚 远运 永水 利和 华毕 福褔 明朋 安案 金全 顺须 "
    "昌昂 丰韦 荣茕 兴头 隆降"
).split()
# Characters that brands are made of.
BRANDISH = (
    "鑫源达福恒盛泰华瑞安金顺昌丰荣兴隆信诚德和美佳嘉宏伟鼎宇博天海龙凯润泽创联通正元亿万众康祥腾飞博远航星辰"
)
DIGITS = "一二三四五六七八九"
_TRADITIONAL = tuple(opencc.OpenCC(f"s2{way}") for way in ("t", "tw", "hk"))


@dataclass(frozen=True)
class Firm:
    """A firm's name in its parts, and where it is registered."""

    city: str  # 福州
    city_suffix: str  # 市, or nothing where the name goes without
    brand: str
    trade: str
    form: str
    province: str  # 福建
    branch: str = ""

    @property
    def name(self) -> str:
        return f"{self.city}{self.city_suffix}{self.brand}{self.trade}{self.form}{self.branch}"


@dataclass(frozen=True)
class World:
    """What a rule may draw from."""

    rng: random.Random
    cities: tuple[tuple[str, str], ...]  # province and city
    sounds: dict[str, list[str]]  # a syllable's characters
    brands: tuple[str, ...]

    def other(self, options: str | tuple[str, ...] | list[str], *than: str) -> str:
        """One of the options that is none of `than`."""
        return self.rng.choice([o for o in options if o not in than])


Rule = Callable[[Firm, World], tuple[str, str] | None]


def take_apart(name: str, province: str, city: str) -> Firm | None:
    """A register's name by its own columns; None where it does not come apart cleanly."""
    form = next((form for form in FORMS if name.endswith(form)), "")
    if not form or not name.startswith(city) or not city:
        return None
    rest = name[len(city) : -len(form)]
    suffix = "市" if rest.startswith("市") and len(rest) > 4 else ""
    rest = rest[len(suffix) :]
    trade = max((t for t in TRADES if rest.endswith(t)), key=len, default="")
    brand = rest[: len(rest) - len(trade)]
    if not trade or not 2 <= len(brand) <= 4 or any(not "一" <= c <= "鿿" for c in brand):
        return None
    if any(brand[i : i + 2] in _IN_TRADES for i in range(len(brand) - 1)) or brand[0] in "县区地市盟州":
        return None  # 光电|科技, or more of the region
    return Firm(city, suffix, brand, trade, form, province)


def _region(f: Firm) -> str:
    return f.city + f.city_suffix


def _with(f: Firm, other: Firm) -> tuple[str, str]:
    return f.name, other.name


# Spellings of the same firm.


def bracketed_behind_brand(f: Firm, w: World) -> tuple[str, str]:
    left, right = w.rng.choice([("(", ")"), ("（", "）")])
    return f.name, f"{f.brand}{left}{_region(f)}{right}{f.trade}{f.form}"


def bracketed_before_form(f: Firm, w: World) -> tuple[str, str]:
    left, right = w.rng.choice([("(", ")"), ("（", "）")])
    return f.name, f"{f.brand}{f.trade}{left}{_region(f)}{right}{f.form}"


def bracketed_in_front(f: Firm, w: World) -> tuple[str, str]:
    return f.name, f"({_region(f)}){f.brand}{f.trade}{f.form}"


def moved_without_brackets(f: Firm, w: World) -> tuple[str, str]:
    return f.name, f"{f.brand}{f.trade}{f.city}{f.form}"


def city_suffix(f: Firm, w: World) -> tuple[str, str]:
    return _with(f, replace(f, city_suffix="" if f.city_suffix else "市"))


def province_added(f: Firm, w: World) -> tuple[str, str] | None:
    if f.province == f.city:
        return None
    return f.name, w.rng.choice([f.province, f.province + "省"]) + f.name


def province_suffix(f: Firm, w: World) -> tuple[str, str]:
    firm = replace(f, city=f.province, city_suffix="")
    return firm.name, replace(firm, city_suffix="省").name


def liability(f: Firm, w: World) -> tuple[str, str]:
    forms = ("有限公司", "有限责任公司")
    return replace(f, form=forms[0]).name, replace(f, form=forms[1]).name


def brackets_width(f: Firm, w: World) -> tuple[str, str]:
    name = f"{f.brand}({_region(f)}){f.trade}{f.form}"
    return name, name.replace("(", "（").replace(")", "）")


def traditional(f: Firm, w: World) -> tuple[str, str]:
    return f.name, w.rng.choice(_TRADITIONAL).convert(f.name)


def blanks(f: Firm, w: World) -> tuple[str, str]:
    return f.name, w.rng.choice([" ", "　"]).join([_region(f), f.brand, f.trade + f.form])


def latin_width(f: Firm, w: World) -> tuple[str, str]:
    letters = "".join(w.rng.choice("ABCDEFGHKLMNST") for _ in range(3))
    wide = "".join(chr(ord(c) + 0xFEE0) for c in letters)
    return replace(f, brand=letters + f.brand).name, replace(f, brand=wide + f.brand).name


def branch_numeral(f: Firm, w: World) -> tuple[str, str]:
    n = w.rng.randrange(9)
    spellings = [f"第{DIGITS[n]}分公司", f"第{n + 1}分公司"]
    w.rng.shuffle(spellings)
    return f.name + spellings[0], f.name + spellings[1]


def branch_city_suffix(f: Firm, w: World) -> tuple[str, str]:
    _, city = w.rng.choice(w.cities)
    return f"{f.name}{city}分公司", f"{f.name}{city}市分公司"


def several_at_once(f: Firm, w: World) -> tuple[str, str]:
    _, name = bracketed_behind_brand(replace(f, form="有限责任公司"), w)
    return replace(f, form="有限公司").name, w.rng.choice(_TRADITIONAL).convert(name)


def _in_trade(f: Firm, trade: str) -> tuple[str, str] | None:
    return None if trade == f.trade or trade in TRADES else _with(f, replace(f, trade=trade))


def trade_replaced(f: Firm, w: World) -> tuple[str, str] | None:
    i = w.rng.randrange(len(f.trade))
    return _in_trade(f, f.trade[:i] + w.rng.choice(w.rng.choice(list(w.sounds.values()))) + f.trade[i + 1 :])


def trade_sounds(f: Firm, w: World) -> tuple[str, str] | None:
    i = w.rng.randrange(len(f.trade))
    alike = w.sounds.get(lazy_pinyin(f.trade[i])[0], [])
    return _in_trade(f, f.trade[:i] + w.rng.choice([*alike, f.trade[i]]) + f.trade[i + 1 :])


def trade_looks(f: Firm, w: World) -> tuple[str, str] | None:
    spots = [(i, group) for i, c in enumerate(f.trade) for group in ALIKE if c in group]
    if not spots:
        return None
    i, group = w.rng.choice(spots)
    return _in_trade(f, f.trade[:i] + w.other(group, f.trade[i]) + f.trade[i + 1 :])


def trade_dropped(f: Firm, w: World) -> tuple[str, str] | None:
    i = w.rng.randrange(len(f.trade))
    return _in_trade(f, f.trade[:i] + f.trade[i + 1 :])


def trade_doubled(f: Firm, w: World) -> tuple[str, str] | None:
    i = w.rng.randrange(len(f.trade))
    return _in_trade(f, f.trade[:i] + f.trade[i] + f.trade[i:])


def trade_added(f: Firm, w: World) -> tuple[str, str] | None:
    i = w.rng.randrange(1, len(f.trade))
    return _in_trade(f, f.trade[:i] + w.rng.choice(w.rng.choice(list(w.sounds.values()))) + f.trade[i:])


def trade_swapped(f: Firm, w: World) -> tuple[str, str] | None:
    i = w.rng.randrange(len(f.trade) - 1)
    return _in_trade(f, f.trade[:i] + f.trade[i + 1] + f.trade[i] + f.trade[i + 2 :])


# Other firms.


def _brand(f: Firm, brand: str) -> tuple[str, str] | None:
    return None if brand == f.brand or len(brand) < 2 else _with(f, replace(f, brand=brand))


def brand_sounds(f: Firm, w: World) -> tuple[str, str] | None:
    i = w.rng.randrange(len(f.brand))
    alike = w.sounds.get(lazy_pinyin(f.brand[i])[0], [])
    return _brand(f, f.brand[:i] + w.rng.choice([*alike, f.brand[i]]) + f.brand[i + 1 :])


def brand_looks(f: Firm, w: World) -> tuple[str, str] | None:
    spots = [(i, group) for i, c in enumerate(f.brand) for group in ALIKE if c in group]
    if not spots:
        return None
    i, group = w.rng.choice(spots)
    return _brand(f, f.brand[:i] + w.other(group, f.brand[i]) + f.brand[i + 1 :])


def brand_replaced(f: Firm, w: World) -> tuple[str, str] | None:
    i = w.rng.randrange(len(f.brand))
    return _brand(f, f.brand[:i] + w.rng.choice(BRANDISH) + f.brand[i + 1 :])


def brand_end_replaced(f: Firm, w: World) -> tuple[str, str] | None:
    return _brand(f, f.brand[:-1] + w.rng.choice(w.rng.choice(w.brands)))


def brand_added(f: Firm, w: World) -> tuple[str, str] | None:
    i = w.rng.randrange(len(f.brand) + 1)
    return _brand(f, f.brand[:i] + w.rng.choice(BRANDISH) + f.brand[i:])


def brand_dropped(f: Firm, w: World) -> tuple[str, str] | None:
    i = w.rng.randrange(len(f.brand))
    return _brand(f, f.brand[:i] + f.brand[i + 1 :])


def brand_swapped(f: Firm, w: World) -> tuple[str, str] | None:
    i = w.rng.randrange(len(f.brand) - 1)
    return _brand(f, f.brand[:i] + f.brand[i + 1] + f.brand[i] + f.brand[i + 2 :])


def brand_doubled(f: Firm, w: World) -> tuple[str, str] | None:
    return _brand(f, f.brand + f.brand[-1])


def brand_other(f: Firm, w: World) -> tuple[str, str] | None:
    return _brand(f, w.rng.choice(w.brands))


def brand_numeral(f: Firm, w: World) -> tuple[str, str]:
    n = w.rng.randrange(9)
    return replace(f, brand=f.brand[0] + DIGITS[n]).name, replace(f, brand=f.brand[0] + str(n + 1)).name


def other_city(f: Firm, w: World) -> tuple[str, str]:
    province, city = w.rng.choice([c for c in w.cities if c[1] != f.city])
    return _with(f, replace(f, city=city, province=province))


def other_city_bracketed(f: Firm, w: World) -> tuple[str, str]:
    province, city = w.rng.choice([c for c in w.cities if c[1] != f.city])
    return f.name, bracketed_behind_brand(replace(f, city=city, province=province), w)[1]


def province_for_city(f: Firm, w: World) -> tuple[str, str] | None:
    return None if f.province == f.city else _with(f, replace(f, city=f.province, city_suffix=""))


def trade_other(f: Firm, w: World) -> tuple[str, str]:
    return _with(f, replace(f, trade=w.other(TRADES, f.trade)))


def trade_near(f: Firm, w: World) -> tuple[str, str] | None:
    near = [t for t in TRADES if t != f.trade and (set(t) & set(f.trade))]
    return _with(f, replace(f, trade=w.rng.choice(near))) if near else None


def trade_left_out(f: Firm, w: World) -> tuple[str, str]:
    return _with(f, replace(f, trade=""))


def form_other(f: Firm, w: World) -> tuple[str, str]:
    forms = [
        "股份有限公司",
        "集团有限公司",
        "合伙企业(有限合伙)",
        "专业合作社",
        "厂",
        "商行",
        "中心",
        "工作室",
    ]
    return replace(f, form="有限公司").name, replace(f, form=w.rng.choice(forms)).name


def head_and_branch(f: Firm, w: World) -> tuple[str, str]:
    _, city = w.rng.choice(w.cities)
    return f.name, f.name + w.rng.choice(["分公司", f"{city}分公司", "第一分公司", "第二营业部", "一分店"])


def other_branch_number(f: Firm, w: World) -> tuple[str, str]:
    a, b = w.rng.sample(DIGITS, 2)
    return f"{f.name}第{a}分公司", f"{f.name}第{b}分公司"


def other_branch_city(f: Firm, w: World) -> tuple[str, str]:
    (_, a), (_, b) = w.rng.sample(w.cities, 2)
    return f"{f.name}{a}分公司", f"{f.name}{b}分公司"


def branch_kind(f: Firm, w: World) -> tuple[str, str]:
    return f"{f.name}第一分公司", f"{f.name}第一{w.rng.choice(['分店', '门市部', '营业部', '分厂'])}"


# Not said by the rules: neither counted as the same nor as different.


def region_left_out(f: Firm, w: World) -> tuple[str, str]:
    return _with(f, replace(f, city="", city_suffix=""))


def form_left_out(f: Firm, w: World) -> tuple[str, str]:
    return _with(f, replace(f, form=""))


def district_added(f: Firm, w: World) -> tuple[str, str]:
    return f.name, f"{f.city}高新区{f.brand}{f.trade}{f.form}"


SAME: tuple[Rule, ...] = (
    bracketed_behind_brand,
    bracketed_before_form,
    bracketed_in_front,
    moved_without_brackets,
    city_suffix,
    province_added,
    province_suffix,
    liability,
    brackets_width,
    traditional,
    blanks,
    latin_width,
    branch_numeral,
    branch_city_suffix,
    several_at_once,
    trade_replaced,
    trade_sounds,
    trade_looks,
    trade_dropped,
    trade_doubled,
    trade_added,
    trade_swapped,
)
DIFFERENT: tuple[Rule, ...] = (
    brand_sounds,
    brand_looks,
    brand_replaced,
    brand_end_replaced,
    brand_added,
    brand_dropped,
    brand_swapped,
    brand_doubled,
    brand_other,
    brand_numeral,
    other_city,
    other_city_bracketed,
    province_for_city,
    trade_other,
    trade_near,
    trade_left_out,
    form_other,
    head_and_branch,
    other_branch_number,
    other_branch_city,
    branch_kind,
)
UNSAID: tuple[Rule, ...] = (region_left_out, form_left_out, district_added)
