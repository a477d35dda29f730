"""Whether two addresses are one place: over columns, pair by pair."""

import numpy as np
import polars as pl

from graph.matching.comparison import Verdict, comparison
from graph.normalise.address_keys import FIELDS
from graph.normalise.addresses import addresses
from graph.normalise.distinct import numbered
from graph.words import Text

# What a bit of `agree` and `differ` means.
ADDRESS_PARTS = (
    Text("省", "province"),
    Text("市", "city"),
    Text("区县", "district"),
    Text("乡镇街道", "town"),
    Text("社区、村", "community"),
    Text("开发区", "zone"),
    Text("道路", "road"),
    Text("门牌号", "number"),
    Text("小区、园区", "park"),
    Text("楼栋", "building"),
    Text("单元", "unit"),
    Text("楼层", "floor"),
    Text("房间", "room"),
    Text("工位", "workstation"),
    Text("邮编", "postcode"),
    Text("其他", "other"),
)
_COLUMNS = ("province", "city", "district", *FIELDS)


def compare_addresses(left: pl.Series, right: pl.Series) -> pl.DataFrame:
    """Compare two columns of addresses, row by row.

    Columns: those of `comparison`, bits of `agree` and `differ` after `ADDRESS_PARTS`, and same_building
    (Boolean; null where one of the two names no building).
    """
    both = pl.concat([left.cast(pl.String), right.cast(pl.String)], rechunk=True)
    codes, texts = numbered(both)
    parsed = addresses(pl.concat([texts, pl.Series([None], dtype=pl.String)]))
    rows = pl.Series(codes.astype(np.int64) % len(parsed))
    a, b = parsed[rows[: len(left)]], parsed[rows[len(left) :]]
    agree, differ = np.zeros(len(left), np.uint32), np.zeros(len(left), np.uint32)
    for bit, column in enumerate(_COLUMNS):
        agree |= (a[column] == b[column]).fill_null(value=False).to_numpy().astype(np.uint32) << bit
        differ |= (a[column] != b[column]).fill_null(value=False).to_numpy().astype(np.uint32) << bit
    same = (a["room_key"] == b["room_key"]).fill_null(value=False).to_numpy()
    building = a["building_key"] == b["building_key"]
    possible = building.fill_null(value=False).to_numpy() & (differ >> 10 == 0)
    verdict = np.where(same, Verdict.SAME, np.where(possible, Verdict.POSSIBLE, Verdict.DIFFERENT))
    score = np.where(same, 0.99, np.where(possible, 0.5, 0.05))
    return comparison(score, verdict, agree, differ).with_columns(building.alias("same_building"))
