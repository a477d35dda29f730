"""Administrative divisions: reading them off the front of a text, and filling in what is unambiguous."""

import re
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.jit import kernel
from graph.normalise import lexicon
from graph.normalise.codepoints import Codes, Spans, decode, holds
from graph.normalise.text import fold
from graph.normalise.trie import NOTHING, Trie, build, longest

_PEOPLES = (
    "蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡"
    " 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯"
    " 鄂温克 德昂 保安 裕固 独龙 鄂伦春 赫哲 门巴 珞巴 基诺 各"
).split()
_AUTONOMOUS = re.compile(rf"^(.{{2,}}?)(?:(?:{'|'.join(_PEOPLES)})族?)*自治([区州县旗])$")
_SUFFIX = re.compile(r"(?:特别行政区|地区|林区|特区|省|市|盟|县|旗|区)$")
# Words in brand names more often than the county-level places they also are.
_NEVER_SHORT = frozenset(
    "东方 平安 新华 和平 长安 永安 永兴 安宁 新兴 宁海 兴安 长兴 嘉善 建德 新乐 大安 兴化 兴宁 海丰".split()
)
ZONES = range(71, 80)  # the last two figures of what statistics count as a county, though it is none
MUNICIPALITIES = ("11", "12", "31", "50")

FULL, SHORT, STEM = 0, 1, 2
REGIONS = 0  # the root of the divisions in every trie that holds them


# For each word of `region_words` at its value: its form, how many codes it may stand for, and those codes.
Table = npt.NDArray[np.int64]


def _names() -> tuple[dict[int, str], dict[str, set[int]]]:
    """Current name of each code, and the codes of every full name, former ones included."""
    current = {int(code): name for code, name in lexicon.rows("regions")}
    full: dict[str, set[int]] = {}
    for code, name in current.items():
        if code % 100 in ZONES:
            continue  # 温州经济技术开发区 is the city and a zone
        full.setdefault(name, set()).add(code)
    for former, name, *now in lexicon.rows("former_regions"):
        lives_on = any(c // 10000 == int(former) // 10000 for c in full.get(name, ()))
        if not lives_on:  # a county that gave its name to a city would only make that name ambiguous
            full.setdefault(name, set()).add(int(now[0]) if now else int(former))
            if not now:
                current.setdefault(int(former), name)
    return current, full


def _short_names(name: str, codes: set[int]) -> dict[str, set[int]]:
    """What people write for a name: 福建 for 福建省, 红河州 for 红河哈尼族彝族自治州, 长乐 for 长乐市."""
    autonomous = _AUTONOMOUS.match(name)
    stem = autonomous[1] if autonomous else _SUFFIX.sub("", name)
    if len(stem) < 2 or stem == name:
        return {}
    shorts = {stem: {c for c in codes if not (c % 100 and name.endswith("区"))}}
    if autonomous and autonomous[2] != "区":
        shorts[stem + autonomous[2]] = set(codes)
    if stem in _NEVER_SHORT:
        shorts[stem] = {c for c in shorts[stem] if c % 100 == 0}
    return shorts


@cache
def region_names() -> dict[int, str]:
    """Name of every code: provinces XX0000, cities XXXX00, districts and counties XXXXXX."""
    return _names()[0]


def _coarsest(codes: set[int]) -> set[int]:
    """The provinces among codes, or else the cities, or else all."""
    provinces = {c for c in codes if c % 10000 == 0}
    return provinces or {c for c in codes if c % 100 == 0} or codes


@cache
def _forms() -> dict[tuple[str, int], set[int]]:
    """The codes that each name may stand for, by the name and its form."""
    _, full = _names()
    words = {(name, FULL): codes for name, codes in full.items()}
    for name, codes in full.items():
        for short, short_codes in _short_names(name, codes).items():
            if short_codes and short not in full:
                words.setdefault((short, SHORT), set()).update(short_codes)
    for alias, code in lexicon.rows("region_aliases"):
        words.setdefault((alias, SHORT), set()).add(int(code))
    for name, codes in full.items():
        stem = re.sub("(?:新?区|[县市旗])$", "", name)
        if (name.endswith("区") and len(stem) > 1) or stem in _NEVER_SHORT:
            words.setdefault((stem, STEM), set()).update(c for c in codes if c % 100)
    # 南昌 is the city, not the county in it; 海南 the province.
    return {w: _coarsest(words[w]) if w[1] == SHORT else words[w] for w in sorted(words)}


@cache
def region_words() -> dict[str, int]:
    """Every name and short name with its place in `region_table`."""
    return {word: place for (word, form), place in _places().items() if form != STEM}


@cache
def district_stems() -> dict[str, int]:
    """Districts of cities without their 区, with their place in `region_table`."""
    return {word: place for (word, form), place in _places().items() if form == STEM}


@cache
def _places() -> dict[tuple[str, int], int]:
    """Where each name's row begins in `region_table`."""
    places = np.cumsum([0] + [2 + len(codes) for codes in _forms().values()])
    return {name: int(place) for name, place in zip(_forms(), places, strict=False)}


@cache
def region_trie() -> Trie:
    """The divisions alone."""
    return build([region_words()])


@cache
def region_table() -> Table:
    """What every name may stand for."""
    rows = ([form, len(codes), *sorted(codes)] for (_, form), codes in _forms().items())
    return np.array([number for row in rows for number in row], np.int64)


@kernel
def within(code: int, known: int) -> bool:
    """Whether a code is `known` or lies in it; everything lies in 0."""
    if known == 0:
        return True
    if known % 10000 == 0:
        return code // 10000 == known // 10000
    if known % 100 == 0:
        return code // 100 == known // 100
    return code == known


@kernel
def is_municipality(code: int) -> bool:
    """Whether a code lies in Peking, Tientsin, Shanghai or Chungking, which are city and province in one."""
    return code // 10000 in (11, 12, 31, 50)


@kernel
def choose(table: Table, word: int, known: int, hint: int) -> tuple[int, bool]:
    """The code a word stands for where `known` is already established, and whether that is certain.

    Without a single code left the word is ambiguous: (0, False). The hint decides between several.
    """
    found = 0
    matches = 0
    hinted = 0
    hinted_matches = 0
    for i in range(word + 2, word + 2 + table[word + 1]):
        code = table[i]
        if within(code, known) or within(known, code):
            found = code
            matches += 1
            if hint and (within(code, hint) or within(hint, code)):
                hinted = code
                hinted_matches += 1
    if matches == 1:
        return int(found), True
    if hinted_matches == 1:
        return int(hinted), True
    return 0, False


# After a short name these make it part of a road, a shop or a village: 南京路, 上海大厦, 福州北街.
_ROADISH = np.array([ord(c) for c in "路街巷道里弄村镇乡桥大人商胡小湾"], np.uint32)
_DIRECTIONS = np.array([ord(c) for c in "东西南北中"], np.uint32)


@kernel
def before_road(codes: Codes, at: int, end: int) -> bool:
    """Whether a short name that ends at `at` is part of a road, shop or village."""
    if at < end and holds(_DIRECTIONS, codes[at]):
        at += 1
    return at < end and holds(_ROADISH, codes[at])


@kernel
def read_regions(
    trie: Trie, table: Table, codes: Codes, begin: int, end: int, hint: int, in_firm_name: bool
) -> tuple[int, int]:
    """Read divisions off the front: (finest code or 0, where the rest begins).

    A name that cannot lie in what was read before ends the reading, unless it repeats it. `hint` is a
    code that decides between namesakes and is never itself the answer. In a firm's name a short form
    need not fear to be part of a road, and a county's is common.
    """
    known = 0
    at = begin
    while at < end:
        word, length = longest(trie, REGIONS, codes, at, end)
        if word == NOTHING:
            break
        short = table[word] == SHORT
        if short and not in_firm_name and before_road(codes, at + length, end):
            break
        code, certain = choose(table, word, known, hint)
        if not certain:
            if known or short:
                break
            at += length  # 鼓楼区 alone: there are several
            break
        if short and code % 100 and known == 0:
            hinted = hint != 0 and within(code, hint - hint % 10000)
            if not hinted and (hint != 0 or not in_firm_name):
                break  # a county without its suffix at the front is too often a brand or a village
        if short and known and (code == known or not within(code, known)):
            break  # 大连市 + 大连湾街道
        if within(code, known):
            known = code
        at += length
    return known, at


@kernel
def _read_hints(trie: Trie, table: Table, codes: Codes, starts: Spans, out: npt.NDArray[np.int32]) -> None:
    for row in range(len(starts) - 1):
        begin, end = starts[row], starts[row + 1]
        code, _ = read_regions(trie, table, codes, begin, end, 0, False)
        if code == 0:
            word, length = longest(trie, REGIONS, codes, begin, end)
            if word != NOTHING and length == end - begin:
                code, _certain = choose(table, word, 0, 0)
        out[row] = code


def hint_codes(hint: pl.Series | None, n: int) -> npt.NDArray[np.int32]:
    """The code each hint names (a text such as 福州 or 福建省福州市, or a six-digit code); 0 where none."""
    if hint is None:
        return np.zeros(n, np.int32)
    text = hint.cast(pl.String).alias("hint")
    written = text.unique()
    unique = fold(written)
    texts = decode(unique)
    read: npt.NDArray[np.int32] = np.zeros(len(unique), np.int32)
    _read_hints(region_trie(), region_table(), texts.codes, texts.starts, read)
    numbers = pl.select(
        pl.when(unique.str.contains(r"^\d{6}$")).then(unique.str.extract(r"^(\d{6})$", 1).cast(pl.Int32))
    ).to_series()
    table = pl.DataFrame({"hint": written, "code": numbers.fill_null(pl.Series(read))})
    joined = text.to_frame().join(table, on="hint", how="left", maintain_order="left", nulls_equal=True)
    codes: npt.NDArray[np.int32] = joined["code"].fill_null(0).to_numpy()
    return codes


def split_levels(codes: npt.NDArray[np.int32]) -> dict[str, pl.Series]:
    """Columns province, city and district named by finest codes; null where a level is not known."""
    names = region_names()
    unique = pl.Series("code", codes).unique().sort()

    def name(code: int) -> str | None:
        return names.get(code) if code else None

    def levels(code: int) -> tuple[str | None, str | None, str | None]:
        province = name(code - code % 10000)
        city = name(code - code % 100) if code % 10000 else None
        if city is None and f"{code:06d}"[:2] in MUNICIPALITIES:
            city = province
        return province, city, name(code) if code % 100 else None

    table = pl.DataFrame(
        [levels(code) for code in unique], schema=["province", "city", "district"], orient="row"
    ).with_columns(pl.all().cast(pl.String))
    rows = np.searchsorted(unique.to_numpy(), codes)
    return {column: table[column].gather(rows) for column in table.columns}
