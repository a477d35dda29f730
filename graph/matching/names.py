"""Whether two strings name the same firm: by region, brand, trade, form and branch, each held to its own rule.

The brand (字号) is what makes a firm another one: any change in it, however small, is a different firm.
"""

import numpy as np
import polars as pl
from rapidfuzz.distance import Levenshtein

from graph.matching.comparison import Verdict, comparison
from graph.normalise.names import firm_names
from graph.words import Text

NAME_PARTS: tuple[Text, ...] = (
    Text("行政区划", "region"),
    Text("字号", "brand"),
    Text("行业", "trade"),
    Text("组织形式", "form"),
    Text("分支机构", "branch"),
)
_COLUMNS = ("region", "brand", "trade", "form", "branch")


def compare_names(left: pl.Series, right: pl.Series) -> pl.DataFrame:
    """Compare firm names row by row: score, verdict, agree and differ, the bits being those of `NAME_PARTS`."""
    a, b = firm_names(left), firm_names(right)
    n = len(a)
    agree, differ = np.zeros(n, np.uint32), np.zeros(n, np.uint32)
    equal = {}
    for bit, column in enumerate(_COLUMNS):
        same = (a[column].eq_missing(b[column])).to_numpy()
        known = (a[column].is_not_null() | b[column].is_not_null()).to_numpy()
        agree |= np.where(same & known, np.uint32(1 << bit), 0).astype(np.uint32)
        differ |= np.where(~same, np.uint32(1 << bit), 0).astype(np.uint32)
        equal[column] = same
    pairs = pl.DataFrame({"a": a["trade"].fill_null(""), "b": b["trade"].fill_null("")})
    unique = pairs.unique()
    slips = unique.with_columns(
        pl.Series("slips", [Levenshtein.distance(x, y, score_cutoff=1) for x, y in unique.iter_rows()])
    )
    slip = pairs.join(slips, on=["a", "b"], how="left", maintain_order="left")["slips"].to_numpy() <= 1
    rest = equal["region"] & equal["form"] & equal["branch"]
    same = rest & equal["brand"] & slip & (a["folded"].fill_null("") != "").to_numpy()
    score = (
        0.2 * equal["region"]
        + 0.45 * equal["brand"]
        + 0.15 * slip
        + 0.1 * equal["form"]
        + 0.1 * equal["branch"]
    )
    possible = equal["brand"] & (a["brand"].is_not_null()).to_numpy() & (score >= 0.8)
    verdict = np.where(same, Verdict.SAME, np.where(possible, Verdict.POSSIBLE, Verdict.DIFFERENT))
    return comparison(np.where(same, score, np.minimum(score, 0.85)), verdict, agree, differ)
