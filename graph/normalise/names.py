"""Chinese firm names as region, brand, trade, form and branch, wherever the region stands.

A legal name is 行政区划 + 字号 + 行业 + 组织形式; the region may be missing, in brackets or stand behind the
brand or the trade, and a branch adds its own name behind the head office's.
"""

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.normalise.codepoints import Codes, Spans, decode, encode
from graph.normalise.latin_names import is_latin, latin_names
from graph.normalise.name_core import scratch
from graph.normalise.name_split import Names, split
from graph.normalise.name_words import form_names, name_table, name_trie, place_names
from graph.normalise.regions import hint_codes
from graph.normalise.text import fold

CHUNK = 200_000


def tidy(s: pl.Series) -> pl.Series:
    """Folded text in capitals, no blanks beside Chinese characters, every bracket a round one."""
    text = s.str.to_uppercase()
    odd = (
        text.str.contains(r"\p{Han}[\s·・•]|[\s·・•]\p{Han}|[\[{【〔<《「『]")
        .fill_null(value=False)
        .arg_true()
    )
    if not len(odd):
        return text
    plain = (
        text.gather(odd)
        .str.replace_all(r"(\p{Han})[\s·・•]+", "${1}")
        .str.replace_all(r"[\s·・•]+(\p{Han})", "${1}")
        .str.replace_all(r"[\[{【〔<《「『]", "(")
        .str.replace_all(r"[\]}】〕>》」』]", ")")
    )
    return text.scatter(odd, plain)


def read_names(tidied: pl.Series, hints: npt.NDArray[np.int32]) -> Names:
    """Read a column of tidied names; `hints` are region codes that decide between namesakes, 0 for none."""
    texts = decode(tidied)
    n = len(tidied)
    # A branch is written once more, and numerals can grow: 百 becomes 100.
    out: Codes = np.empty(len(texts.codes) * 5 + 8 * n, np.uint32)
    absent: Spans = np.full((n, 2), -1, np.int64)
    names = Names(
        text=out,
        brand=absent.copy(),
        trade=absent.copy(),
        branch=absent.copy(),
        zone=absent.copy(),
        written=absent.copy(),
        region=np.zeros(n, np.int32),
        form=np.full(n, -1, np.int32),
        cost=np.zeros(n, np.float32),
        sure=np.zeros(n, np.bool_),
    )
    split(texts.codes, texts.starts, name_trie(), name_table(), hints, scratch(), names)
    return names


def _columns(s: pl.Series, hints: npt.NDArray[np.int32]) -> pl.DataFrame:
    folded = fold(s)
    names = read_names(tidy(folded), hints)
    forms = pl.Series(names.form)
    unique, rows = np.unique(names.region, return_inverse=True)
    places = place_names()
    region = pl.Series([places.get(int(c)) for c in unique], dtype=pl.String).gather(rows)
    zone = encode(names.text, names.zone[:, 0], names.zone[:, 1])
    if len(zone) > zone.null_count():
        region = pl.select(pl.concat_str(region, zone, ignore_nulls=True)).to_series()
        region = region.set(region == "", None)
    parts = pl.DataFrame(
        {
            "folded": folded,
            "region": region,
            "brand": encode(names.text, names.brand[:, 0], names.brand[:, 1]),
            "trade": encode(names.text, names.trade[:, 0], names.trade[:, 1]),
            "form": pl.Series(form_names()[1]).gather(forms.set(forms < 0, None)),
            "branch": encode(names.text, names.branch[:, 0], names.branch[:, 1]),
        }
    )
    latin = is_latin(folded)
    if not latin.any():
        return parts
    read = latin_names(folded)
    nothing = pl.lit(None, pl.String)
    return parts.with_columns(
        *(pl.when(latin).then(read[part]).otherwise(pl.col(part)).alias(part) for part in ("brand", "form")),
        *(
            pl.when(latin).then(nothing).otherwise(pl.col(part)).alias(part)
            for part in ("region", "trade", "branch")
        ),
    )


def firm_names(s: pl.Series, region_hint: pl.Series | None = None) -> pl.DataFrame:
    """Read firm names.

    Columns: folded, region (the division's current full name: 福州 and 福州市 are one; a development zone
    behind it is added), brand (字号), trade, form (canonical: 有限责任公司 and 有限公司 are one) and branch
    (第一分公司 as 1); null where absent. `region_hint` (texts such as 福州, or six-digit codes) decides
    between namesakes.
    """
    hints = hint_codes(region_hint, len(s))
    text = s.cast(pl.String)
    return pl.concat(
        _columns(text.slice(i, CHUNK), hints[i : i + CHUNK]) for i in range(0, max(len(s), 1), CHUNK)
    )


def one_spelling(named: pl.DataFrame) -> pl.Series:
    """One text for all spellings of a name, from what `firm_names` read: 福州市鑫源达贸易有限公司.

    The folded name itself where it has neither brand nor trade; null where there is no name.
    """
    parts = pl.concat_str("region", "brand", "trade", "form", "branch", ignore_nulls=True)
    told = pl.col("brand").is_not_null() | pl.col("trade").is_not_null()
    return named.select(pl.when(told).then(parts).otherwise("folded").alias("spelling")).to_series()
