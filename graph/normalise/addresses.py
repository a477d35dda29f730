"""Chinese addresses as columns of parts, and the keys by which two of them are one building or one room."""

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.jit import kernel
from graph.normalise.address_keys import FIELDS, fields, write_key
from graph.normalise.address_names import Work, work
from graph.normalise.address_parts import Parts, scratch
from graph.normalise.address_regions import DISTRICT, LEVELS, read_divisions
from graph.normalise.address_scan import scan
from graph.normalise.address_settle import settle
from graph.normalise.address_words import Marks, address_marks, address_trie
from graph.normalise.codepoints import Codes, Spans, decode, encode
from graph.normalise.gazetteer import Gazetteer, town_gazetteer
from graph.normalise.regions import Table, hint_codes, is_municipality, region_table, split_levels, within
from graph.normalise.text import fold
from graph.normalise.trie import Trie

CHUNK = 100_000  # rows whose code points lie in memory at once
# A bracket that holds one of these says how the address was registered, not where it is. One with a number
# may name a room after all, unless the number is a date.
MARKERS = (
    "自主申报 申报承诺 托管 集群 商务秘书 集中办公 集中登记 住所 仅限 只限 限办公 限作 仅作"
    " 仅供 限于 办公使用 办公用 经营场所 不可作为 不得 不含 住改商 一址多照 一照多址 承诺"
    " 虚拟 除外 临时"
).split()
TERMS = ("有效期", "租赁期", "使用期")
_MARKER = (
    rf"[(\[]([^()\[\]\d]*(?:{'|'.join(MARKERS)})[^()\[\]\d]*|[^()\[\]]*(?:{'|'.join(TERMS)})[^()\[\]]*)[)\]]"
)
_TRAILING_MARKER = r"[-,:]?((?:集群(?:注册|登记)|自主申报|托管(?:企业|地址)?|集中办公区?|住所申报)(?:企业)?)$"
# A bracket that only describes the surroundings: two characters before the relation at least, since (东侧) is
# half a room, and no number but a distance. Or one that tells the former name.
_DESCRIPTION = (
    r"[(\[](?:[^()\[\]\d]{2,}(?:\d+米|对面|旁|侧|附近|以[东南西北]|路[东南西北]|[往向][东南西北]|隔壁|交[叉汇]|[东南西北]边"
    r"|路口|后面|前面)(?:[^()\[\]\d]|\d+米)*|原[^料()\[\]][^()\[\]]*)[)\]]"
)
# A bracket behind everything that repeats the quarter or says what kind of house it is.
_QUARTER = r"[(\[][^()\[\]\d]*(?:高新园|开发区|高新区|园区|新区|街道|社区|独立住宅|住宅|商住)[)\]]$"
_DASHES = "[-_‐‑‒–—―−－﹣~〜～]+"


def prepared(s: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The text to cut, and the marker that stood in or behind it."""
    display = fold(s)
    text = display
    spaced = text.str.contains_any(
        [" ", "‐", "‑", "‒", "–", "—", "―", "−", "~", "〜", "_", "--", "{", "【", "〔", "<"]
    )
    rows = spaced.fill_null(value=False).arg_true()
    if len(rows):
        plain = text.gather(rows).str.replace_all(_DASHES, "-").str.replace_all(r"\s+", "")
        plain = plain.str.replace_all(r"[{【〔<《]", "(").str.replace_all(r"[}】〕>》]", ")")
        text = text.scatter(rows, plain)
    marker: pl.Series = pl.repeat(None, len(s), dtype=pl.String, eager=True)
    rows = text.str.contains_any(["(", "[", *MARKERS]).fill_null(value=False).arg_true()
    if len(rows):
        marked = text.gather(rows)
        inner = pl.select(
            pl.coalesce(marked.str.extract(_MARKER, 1), marked.str.extract(_TRAILING_MARKER, 1))
        ).to_series()
        stripped = marked.str.replace_all(_MARKER, "").str.replace(_TRAILING_MARKER, "")
        stripped = stripped.str.replace_all(_DESCRIPTION, "").str.replace(_QUARTER, "")
        text = text.scatter(rows, stripped)
        marker = marker.scatter(rows, inner)
    return text, marker


@kernel
def upper(codes: Codes) -> Codes:
    """A copy with the letters A-Z in upper case."""
    out = codes.copy()
    for i in range(len(out)):
        if 97 <= out[i] <= 122:
            out[i] -= 32
    return out


@kernel
def _parse(
    codes: Codes,
    starts: Spans,
    trie: Trie,
    table: Table,
    marks: Marks,
    gazetteer: Gazetteer,
    work: Work,
    parts: Parts,
    hints: npt.NDArray[np.int32],
    codes_out: npt.NDArray[np.int32],
    finest: npt.NDArray[np.int8],
    written: npt.NDArray[np.int64],
    begins: Spans,
    ends: Spans,
    keys: Codes,
    key_spans: Spans,
) -> None:
    at = 0
    for row in range(len(starts) - 1):
        begin, end = starts[row], starts[row + 1]
        code, rest = read_divisions(trie, table, codes, begin, end, hints[row], gazetteer, written[row])
        if within(hints[row], code):
            code = hints[row] if code % 100 == 0 and hints[row] else code
        n = scan(codes, rest, end, code, trie, gazetteer, work, parts)
        n = settle(codes, parts, n)
        finest[row] = fields(codes, parts, n, begins[row], ends[row])
        codes_out[row] = code
        region = code if code % 10000 or is_municipality(code) else 0
        building_end, room_end, used = write_key(codes, parts, n, region, marks, keys, at)
        key_spans[row, 0] = at
        key_spans[row, 1] = building_end
        key_spans[row, 2] = room_end
        at = used


def _parse_chunk(s: pl.Series, hints: npt.NDArray[np.int32]) -> pl.DataFrame:
    text, marker = prepared(s)
    texts = decode(text)
    n = len(s)
    codes: npt.NDArray[np.int32] = np.zeros(n, np.int32)
    finest: npt.NDArray[np.int8] = np.zeros(n, np.int8)
    written: npt.NDArray[np.int64] = np.empty((n, LEVELS, 2), np.int64)
    begins: Spans = np.empty((n, len(FIELDS)), np.int64)
    ends: Spans = np.empty((n, len(FIELDS)), np.int64)
    # A part adds a slash and a unit of up to four characters; a row its region.
    keys: Codes = np.empty(len(texts.codes) * 6 + 16 * n, np.uint32)
    spans: Spans = np.empty((n, 3), np.int64)
    _parse(
        upper(texts.codes), texts.starts, address_trie(), region_table(), address_marks(), town_gazetteer(),
        work(), scratch(), hints,
        codes, finest, written, begins, ends, keys, spans,
    )  # fmt: skip
    columns = split_levels(codes)
    for i, field in enumerate(FIELDS):
        if field in columns:  # a district that no list knows
            written[:, DISTRICT] = np.where(
                written[:, DISTRICT] < 0, np.stack([begins[:, i], ends[:, i]], 1), written[:, DISTRICT]
            )
            continue
        columns[field] = encode(texts.codes, begins[:, i], ends[:, i])
    coarse = np.where(codes == 0, 0, np.where(codes % 100, 3, np.where(codes % 10000, 2, 1)))
    columns["marker"] = marker
    columns["granularity"] = pl.Series(np.maximum(finest, coarse).astype(np.int8))
    for i, key in ((1, "building_key"), (2, "room_key")):
        columns[key] = encode(keys, np.where(spans[:, i] < 0, -1, spans[:, 0]), spans[:, i])
    columns["display"] = fold(s)
    for level, name in enumerate(("province", "city", "district")):
        columns[f"written_{name}"] = encode(texts.codes, written[:, level, 0], written[:, level, 1])
    return pl.DataFrame(columns).with_columns(
        pl.when(s.is_not_null()).then(pl.col("granularity")).alias("granularity")
    )


def addresses(s: pl.Series, region_hint: pl.Series | None = None) -> pl.DataFrame:
    """Read addresses.

    Columns: province, city, district, town, community, zone, road, number, park, building, unit, floor, room,
    workstation, marker (all text, null where absent), granularity (int8, `model.Granularity`),
    building_key, room_key (null where the address names no building or room for certain) and display.
    Equal room keys mean the same room; unequal ones mean nothing. `region_hint` (a column of
    texts such as 福州, or of six-digit codes) decides between namesakes and stands in where the
    address names no place above the town.
    """
    hints = hint_codes(region_hint, len(s))
    text = s.cast(pl.String)
    chunks = [
        _parse_chunk(text.slice(i, CHUNK), hints[i : i + CHUNK]) for i in range(0, max(len(s), 1), CHUNK)
    ]
    return pl.concat(chunks)
