"""The table of what was not kept: where it stood, why, and its value when that may be shown."""

import polars as pl

from graph.model import Column, Type
from graph.normalise.masking import HIDDEN, masked
from graph.readers.raw import FILE, LINE, RawTable

SCHEMA = pl.Schema(
    {
        "table": pl.String,
        "file": pl.String,
        "line": pl.UInt32,
        "column": pl.String,
        "reason": pl.String,
        "value": pl.String,
    }
)
LOST_SCHEMA = pl.Schema(
    {FILE: pl.UInt32, LINE: pl.UInt32, "column": pl.String, "reason": pl.String, "value": pl.String}
)
_LONGEST_VALUE = 80  # characters
# Columns shift in real files, so a resident number may stand where another id belongs; one whose check digit
# does not hold is still nearly somebody's.
_MISTYPED_ID = r"[1-8]\d{5}(?:(?:18|19|20)\d{2}[01]\d[0-3]\d{4}[\dXx]|\d{2}[01]\d[0-3]\d{4})"
# A value that failed as a number or a day is shown only if it looks like one: anything else may be a name.
_NUMBER_LIKE = r"^[\d\s,，.。:：/()（）%+eE\-年月日元万亿]*$"


def lost(rows: pl.DataFrame, column: Column, reason: str) -> pl.DataFrame:
    """`rows` (`_file`, `_line`, `value`) as LOST_SCHEMA, the value hidden where it may be personal."""
    # Hidden before it is cut: half an id is personal too.
    hidden = masked(rows["value"].cast(pl.String)).str.replace_all(_MISTYPED_ID, HIDDEN)
    value = pl.lit(hidden).str.slice(0, _LONGEST_VALUE)
    if column.personal:
        value = pl.lit(None, pl.String)
    elif column.type not in {Type.ID, Type.CHOICE}:
        value = pl.when(value.str.contains(_NUMBER_LIKE)).then(value)
    return rows.select(
        FILE, LINE, column=pl.lit(column.name), reason=pl.lit(reason), value=value.alias("value")
    ).cast(LOST_SCHEMA)


def uncut(faults: pl.DataFrame) -> pl.DataFrame:
    """Rows that have no columns because they could not be cut into fields."""
    nothing = pl.lit(None, pl.String)
    return faults.select(FILE, LINE, nothing.alias("column"), "reason", nothing.alias("value"))


def located(raw: RawTable, losses: pl.DataFrame) -> pl.DataFrame:
    """Losses of one table (LOST_SCHEMA) with table and file by name, in the order of file and line."""
    names = pl.DataFrame(
        {FILE: range(len(raw.files)), "file": [f.name for f in raw.files]},
        schema={FILE: pl.UInt32, "file": pl.String},
    )
    named = losses.join(names, on=FILE, how="left").select(
        pl.lit(raw.table.name).alias("table"), "file", pl.col(LINE).alias("line"), "column", "reason", "value"
    )
    return named.cast(SCHEMA).sort("file", "line", "column", "reason", "value")
