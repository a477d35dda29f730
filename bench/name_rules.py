"""Made-up spellings and neighbours of real firm names: each rule makes of one name another of a named kind.

A rule is named after what it does; it gives None where it cannot do that to a name.
"""

from collections.abc import Callable
from dataclasses import replace

import opencc
from pypinyin import lazy_pinyin

from bench.name_world import ALIKE, BRANDISH, DIGITS, TRADES, Firm, World

Rule = Callable[[Firm, World], tuple[str, str] | None]
_TRADITIONAL = tuple(opencc.OpenCC(f"s2{way}") for way in ("t", "tw", "hk"))


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
