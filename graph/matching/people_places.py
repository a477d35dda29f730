"""Home regions as two mentions give them: divisions of China by name or code, or any place in words."""

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.matching.people_columns import both
from graph.matching.people_weights import Levels, Region
from graph.normalise.distinct import numbered
from graph.normalise.regions import hint_codes, region_names
from graph.normalise.text import bare

Ints = npt.NDArray[np.int32]

_POSTCODE = r"(?i)\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})$"


def compare_regions(left: pl.Series, right: pl.Series, from_id: tuple[Ints, Ints]) -> Levels:
    """int8 per pair, a `Region`; a region that is not said is the one that a valid id was first issued in."""
    texts, *numbers = both(left, right)
    codes = hint_codes(texts, len(texts)).astype(np.int32)
    a, b = (
        np.where((read := np.append(codes, np.int32(0))[number]) | (number >= 0), read, by_id)
        for number, by_id in zip(numbers, from_id, strict=True)
    )
    level = compare_divisions(a, b)
    in_words = (numbers[0] >= 0) & (numbers[1] >= 0) & ((a == 0) | (b == 0))
    rows = np.flatnonzero(in_words)
    level[rows] = _of_words(texts, codes, numbers[0][rows], numbers[1][rows])
    return level


def compare_divisions(a: Ints, b: Ints) -> Levels:
    """int8 per pair, a `Region`, of divisions as six-digit codes; 0 unknown."""
    city, province = a // 100 == b // 100, a // 10_000 == b // 10_000
    whole_city, whole_province = (
        ((x % 100 == 0) & (x % 10_000 != 0) for x in (a, b)),
        (x % 10_000 == 0 for x in (a, b)),
    )
    coarse_city, coarse_province = np.logical_or(*whole_city), np.logical_or(*whole_province)
    level = np.full(len(a), Region.OTHER, np.int8)
    level[province] = Region.OTHER_CITY
    level[province & coarse_province] = Region.PROVINCE
    level[city & ~coarse_province] = Region.OTHER_COUNTY
    level[city & coarse_city] = Region.CITY
    level[(a == b) & (a % 100 != 0)] = Region.COUNTY
    level[(a == 0) | (b == 0)] = Region.UNKNOWN
    return level


def _of_words(texts: pl.Series, codes: Ints, left: Ints, right: Ints) -> Levels:
    """Of texts that are not both divisions: equal, sharing a word, or nothing of that."""
    written = texts
    names = region_names()
    as_name = pl.Series([names.get(int(code)) for code in np.unique(codes)], dtype=pl.String)
    finest = as_name.gather(np.searchsorted(np.unique(codes), codes))
    post = written.str.extract_groups(_POSTCODE)
    plain, _ = numbered(bare(written))
    division, _ = numbered(pl.concat([bare(written), bare(finest)]))
    outward, _ = numbered(post.struct.field("1").str.to_uppercase())
    first, _ = numbered(written.str.to_uppercase().str.extract(r"^(\p{L}{4,})", 1))
    last, _ = numbered(written.str.to_uppercase().str.extract(r"(\p{L}{4,})$", 1))
    n = len(texts)
    same = plain[left] == plain[right]
    alike = (outward[left] == outward[right]) & (outward[left] >= 0)
    for one, other in ((first, first), (last, last)):
        alike |= (one[left] == other[right]) & (one[left] >= 0)
    alike |= (division[:n][left] == division[n:][right]) | (division[n:][left] == division[:n][right])
    level = np.where(same, Region.TEXT, np.where(alike, Region.TEXT_ALIKE, Region.OTHER_TEXT))
    unknown = (plain[left] < 0) | (plain[right] < 0)
    return np.where(unknown, Region.UNKNOWN, level).astype(np.int8)
