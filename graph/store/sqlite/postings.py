"""Search by parts of a name: posting lists of character pairs.

A Chinese brand is often two characters, which SQLite's trigram index cannot find, and a full-text table
costs several times as much to fill. So every pair of neighbouring characters has the rows it occurs in,
at most `MOST_ROWS` of them; pairs that half the register has (有限, 公司) tell nothing and are cut there,
which `total` shows. A hit is always compared with the real text afterwards.
"""

import unicodedata
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import polars as pl

MOST_ROWS = 20_000
_CHARACTER_BITS = 21  # Unicode ends at 0x10FFFF
_SPACES = {"firm": 0, "person": 1, "place": 2}
_CHUNK = 200_000  # rows at once, to bound memory


def folded(text: str) -> str:
    """How texts are compared: NFKC, lower case, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def folded_column(texts: pl.Series) -> pl.Series:
    """`folded` for a column; null stays null."""
    return texts.str.normalize("NFKC").str.to_lowercase().str.replace_all(r"\s", "")


def posting_id(space: str, token: int) -> int:
    """The number under which a pair's postings are kept."""
    return _SPACES[space] << (2 * _CHARACTER_BITS) | token


def tokens(text: str) -> list[int]:
    """The distinct pairs of a folded text, ascending."""
    points = [ord(c) for c in text]
    return sorted({a << _CHARACTER_BITS | b for a, b in pairwise(points)})


def _pairs(texts: pl.Series, rows: pl.Series) -> pl.DataFrame:
    points = np.frombuffer("".join(texts.to_list()).encode("utf-32-le"), "<u4").astype(np.int64)
    of = np.repeat(rows.to_numpy(), texts.str.len_chars().to_numpy())
    inside = of[1:] == of[:-1]
    token = (points[:-1] << _CHARACTER_BITS | points[1:])[inside]
    return pl.DataFrame({"token": token, "row": of[:-1][inside]})


def postings(space: str, rows: pl.Series, texts: pl.Series) -> Iterator[tuple[int, int, bytes]]:
    """(posting id, rows that hold the pair, the first of them as int32) for texts of ascending rows."""
    frame = pl.DataFrame({"row": rows.cast(pl.Int32), "text": folded_column(texts)}).drop_nulls()
    parts = [_pairs(part["text"], part["row"]).unique() for part in frame.iter_slices(_CHUNK)]
    found = (
        pl.concat(parts).group_by("token").agg(pl.col("row").sort().head(MOST_ROWS), pl.len().alias("n"))
        if parts
        else pl.DataFrame(schema={"token": pl.Int64, "row": pl.List(pl.Int32), "n": pl.UInt32})
    )
    for token, row, n in found.sort("token").iter_rows():
        yield posting_id(space, token), n, np.array(row, "<i4").tobytes()
