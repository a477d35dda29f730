"""Whether two strings name the same firm: by region, brand, trade, form and branch, each by its own rule.

The brand (字号) is what makes a firm another one: any change in it, however small, is a different firm.
"""

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.matching.comparison import comparison
from graph.matching.latin_rules import compare_latin
from graph.matching.name_rules import judge
from graph.normalise.distinct import numbered
from graph.normalise.latin_names import is_latin
from graph.normalise.name_words import city_seats
from graph.normalise.names import read_names, tidy
from graph.normalise.pinyin import syllables
from graph.normalise.text import fold
from graph.words import Text

NAME_PARTS: tuple[Text, ...] = (
    Text("行政区划", "region"),
    Text("字号", "brand"),
    Text("行业", "trade"),
    Text("组织形式", "form"),
    Text("分支机构", "branch"),
)
CHUNK = 200_000


def _at_large(region: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Codes with those of cities named like their prefecture made the prefecture's."""
    cities, prefectures = city_seats()
    at = np.minimum(np.searchsorted(cities, region), len(cities) - 1)
    return np.where(cities[at] == region, prefectures[at], region)


def _compare(left: pl.Series, right: pl.Series) -> pl.DataFrame:
    n = len(left)
    both = pl.concat([left.alias("name"), right.alias("name")])
    both = both.set(both == "", None)
    codes, texts = numbered(both)
    a, b = codes[:n], codes[n:]
    score, verdict = np.zeros(n, np.float64), np.zeros(n, np.int8)
    agree, differ = np.zeros(n, np.uint32), np.zeros(n, np.uint32)
    latin = np.append(is_latin(texts).to_numpy(), False)
    chinese = ~latin[a] & ~latin[b]
    names = read_names(texts, np.zeros(len(texts), np.int32))
    names = names._replace(region=_at_large(names.region))
    judge(
        names, syllables(), np.where(chinese, a, -1), np.where(chinese, b, -1), score, verdict, agree, differ
    )
    pairs = np.flatnonzero(latin[a] & latin[b])
    if len(pairs):
        compared = compare_latin(texts, a[pairs], b[pairs])
        for column, values in ((score, "score"), (verdict, "verdict"), (agree, "agree"), (differ, "differ")):
            column[pairs] = compared[values].to_numpy()
    return comparison(score, verdict, agree, differ)


def compare_names(left: pl.Series, right: pl.Series) -> pl.DataFrame:
    """Compare firm names row by row.

    Columns as in `comparison`: score, verdict, agree and differ, the bits being those of `NAME_PARTS`. A
    name that is null or empty is like no other (score 0).
    """
    left, right = left.cast(pl.String), right.cast(pl.String)
    return pl.concat(
        _compare(tidy(fold(left.slice(i, CHUNK))), tidy(fold(right.slice(i, CHUNK))))
        for i in range(0, max(len(left), 1), CHUNK)
    )
