"""Days and partial dates as registers write them."""

import polars as pl

from graph.normalise.text import present

FIRST_YEAR, LAST_YEAR = 1800, 2200
_SEPARATORS = r"[/.年月]"
_TIME_OF_DAY = r"日?(?:[ T]\d{1,2}:.*)?$"


def _dashed(s: pl.Series) -> pl.Series:
    """2019/3/1, 2019.3.1, 2019年3月1日, 20190301, 201903 and a time of day behind, as 2019-3-1."""
    text = present(s).str.replace_all(" *([-/.年月]) *", "${1}")
    text = text.str.replace(_TIME_OF_DAY, "").str.replace_all(_SEPARATORS, "-")
    text = text.str.replace(r"^(\d{4})(\d{2})(\d{2})(?:\d{6})?$", "${1}-${2}-${3}")
    return text.str.replace(r"^(\d{4})(\d{2})$", "${1}-${2}").str.strip_chars_end("-")


def _in_range(year: pl.Expr) -> pl.Expr:
    return year.is_between(FIRST_YEAR, LAST_YEAR)


def days(s: pl.Series) -> pl.DataFrame:
    """Read calendar days: date, and bad (there was a text, but no day between 1800 and 2200)."""
    if s.dtype == pl.Date:
        text = s.cast(pl.String)
    elif isinstance(s.dtype, pl.Datetime):
        text = s.dt.date().cast(pl.String)
    else:
        text = _dashed(s)
    date = pl.col("text").str.to_date("%Y-%m-%d", strict=False)
    formed = pl.col("text").str.contains(r"^\d{4}-\d{1,2}-\d{1,2}$")
    return (
        pl.DataFrame({"text": text})
        .select("text", date=pl.when(formed).then(date))
        .select("text", date=pl.when(_in_range(pl.col("date").dt.year())).then("date"))
        .select("date", bad=pl.col("text").is_not_null() & pl.col("date").is_null())
    )


def partial_dates(s: pl.Series) -> pl.DataFrame:
    """Read dates known to the day, the month or the year: value (1980-05-02, 1980-05 or 1980), and bad."""
    text = _dashed(s)
    day = days(text)["date"].cast(pl.String)
    parts = text.str.extract_groups(r"^(?<year>\d{4})(?:-(?<month>\d{1,2}))?$").struct.unnest()
    year, month = pl.col("year").cast(pl.Int32), pl.col("month").cast(pl.Int32)
    good = _in_range(year) & (month.is_null() | month.is_between(1, 12))
    padded = pl.col("year") + pl.when(month.is_null()).then(pl.lit("")).otherwise(
        "-" + pl.col("month").str.zfill(2)
    )
    return parts.select(value=pl.coalesce(day, pl.when(good).then(padded))).select(
        "value", bad=text.is_not_null() & pl.col("value").is_null()
    )
