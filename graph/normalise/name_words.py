"""The word lists behind the reading of firm names, as one trie and a few tables."""

from functools import cache

import numpy as np
import numpy.typing as npt

from graph.normalise import lexicon
from graph.normalise.regions import SHORT, Table, region_names, region_table, region_words
from graph.normalise.trie import Trie, backwards, build

Codes32 = npt.NDArray[np.int32]
# The roots in the trie after the divisions'. FORMS and BRANCHES are read backwards.
HEADS, FORMS, BRANCHES, TRADES, COUNTRIES, ZONES, NOTES, DISTRICTS = range(1, 9)
ABROAD = 900_000  # codes of countries lie above, those of divisions below
STRONG, WEAK, ORDINARY = range(3)  # values of trade words: see the heads of trades.txt and goods.txt
# Districts whose short name is a word of brands more often than a place behind a city's name.
_BRAND_LIKE = frozenset(
    "和平 新华 长安 新城 新兴 振兴 昌平 长寿 金山 宝山 南山 万盛 大通 大同 金湾 金平 龙湖".split()
)


@cache
def form_names() -> tuple[dict[str, int], list[str]]:
    """The legal form each ending stands for, as a place in the list of forms."""
    rows = lexicon.rows("forms")
    names = sorted({name for _, name in rows})
    return {word: names.index(name) for word, name in rows}, names


def _words(name: str) -> dict[str, int]:
    return {word: 0 for word, *_ in lexicon.rows(name)}


@cache
def countries() -> dict[str, int]:
    """Code of each country a name may carry; above every division's."""
    return {word: int(code) for word, code in lexicon.rows("name_countries")}


def place_names() -> dict[int, str]:
    """Name of every region code that a firm's name may have."""
    return region_names() | {code: name for name, code in countries().items()}


@cache
def city_seats() -> tuple[Codes32, Codes32]:
    """Codes of cities in the prefecture that has their name (大理市 in 大理州), and of those prefectures.

    In a firm's name 大理 is either.
    """
    names = region_names()
    seats = {
        code: code - code % 100
        for code, name in sorted(names.items())
        if code % 100 and name.endswith("市") and names.get(code - code % 100, "").startswith(name[:-1])
    }
    return np.array(list(seats), np.int32), np.array(list(seats.values()), np.int32)


@cache
def _districts() -> tuple[dict[str, int], Table]:
    """Short names of a city's districts (鼓楼 for 鼓楼区) with their place in a table like the divisions'."""
    known = region_words()
    stems: dict[str, list[int]] = {}
    for code, name in sorted(region_names().items()):
        stem = name[:-1]
        if code % 100 and name.endswith("区") and len(stem) == 2 and stem not in known:
            stems.setdefault(stem, []).append(code)
    stems = {stem: codes for stem, codes in stems.items() if stem not in _BRAND_LIKE}
    for place, code in lexicon.rows("name_places"):
        stems[place] = [int(code)]
    begin = len(region_table())
    places: dict[str, int] = {}
    table: list[int] = []
    for stem, codes in sorted(stems.items()):
        places[stem] = begin + len(table)
        table += [SHORT, len(codes), *codes]
    return places, np.array(table, np.int64)


@cache
def name_table() -> Table:
    """The divisions' table, and the districts' behind it."""
    return np.concatenate([region_table(), _districts()[1]])


@cache
def name_trie() -> Trie:
    """The divisions and the lexicons of names."""
    heads = {"公司": 0, "合作社": 0, "合伙企业": 0, "事务所": 0, "银行": 0}
    trades = {word: ORDINARY for line in lexicon.rows("goods") for word in line}
    trades |= {word: WEAK if rest else STRONG for word, *rest in lexicon.rows("trades")}
    return build(
        [
            region_words(),
            heads,
            backwards(form_names()[0]),
            backwards(_words("branches")),
            trades,
            countries(),
            _words("name_zones"),
            _words("name_notes"),
            _districts()[0],
        ]
    )
