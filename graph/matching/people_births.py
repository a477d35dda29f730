"""Dates of birth as anybody writes them, and how two of them compare."""

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.jit import kernel
from graph.matching.people_weights import Birth, Levels

Ints = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

_MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
_MONTH = f"({'|'.join(_MONTHS)})[A-Z]*"
_YEAR_FIRST = r"^(\d{4})(?:\D+(\d{1,2}))?(?:\D+(\d{1,2}))?(?:日|[ T].*|\D*)$"
_DIGITS = r"^(\d{4})(\d{2})(\d{2})?(?:\d{6})?$"
_YEAR_LAST = r"^(\d{1,2})\D+(\d{1,2})\D+(\d{4}|\d{2})$"
_DAY_IN_WORDS = rf"^(\d{{1,2}})(?:ST|ND|RD|TH)?\W*{_MONTH}\W*(\d{{4}})$"
_MONTH_IN_WORDS = rf"^{_MONTH}\W*(?:(\d{{1,2}})(?:ST|ND|RD|TH)?\W+)?(\d{{4}})$"
_YEARS_APART = 10  # more than that is no slip but another person
_CENTURY = 30  # a year of two digits from here on is of the twentieth century


def read_births(text: pl.Series) -> tuple[Ints, Flags]:
    """Read folded dates of birth: int32[n, 3] of year, month and day, 0 where not said; and whether day and
    month may stand the other way round (3/4/1980). The digits are taken as they stand: 1980-01-81 is a
    slip of the pen, not nothing."""
    text = text.str.to_uppercase()
    first, digits = text.str.extract_groups(_YEAR_FIRST), text.str.extract_groups(_DIGITS)
    last, day_word = text.str.extract_groups(_YEAR_LAST), text.str.extract_groups(_DAY_IN_WORDS)
    month_word = text.str.extract_groups(_MONTH_IN_WORDS)

    def group(groups: pl.Series, i: int) -> pl.Series:
        return groups.struct.field(str(i)).cast(pl.Int32, strict=False)

    def month(groups: pl.Series, i: int) -> pl.Series:
        names = groups.struct.field(str(i))
        return names.replace_strict(
            {m: k + 1 for k, m in enumerate(_MONTHS)}, default=None, return_dtype=pl.Int32
        )

    short = group(last, 3)
    full = pl.select(
        pl.when(short >= 100).then(short).when(short >= _CENTURY).then(1900 + short).otherwise(2000 + short)
    ).to_series()
    one, two = group(last, 1), group(last, 2)
    american = (two > 12) & (one <= 12)
    told = pl.select(
        year=pl.coalesce(group(digits, 1), group(first, 1), full, group(day_word, 3), group(month_word, 3)),
        month=pl.coalesce(
            group(digits, 2),
            group(first, 2),
            pl.when(american).then(one).otherwise(two),
            month(day_word, 2),
            month(month_word, 1),
        ),
        day=pl.coalesce(
            group(digits, 3),
            group(first, 3),
            pl.when(american).then(two).otherwise(one),
            group(day_word, 1),
            group(month_word, 2),
        ),
    ).fill_null(0)
    either = ((one <= 12) & (two <= 12)).fill_null(value=False)
    return told.to_numpy().astype(np.int32), either.to_numpy()


@kernel
def _slipped(a: int, b: int) -> bool:
    """Whether numbers of eight digits differ in one digit, or by two neighbours swapped."""
    differing = 0
    first = second = -1
    digits_a = np.zeros(8, np.int64)
    digits_b = np.zeros(8, np.int64)
    for i in range(8):
        digits_a[i] = a % 10
        digits_b[i] = b % 10
        a //= 10
        b //= 10
        if digits_a[i] != digits_b[i]:
            differing += 1
            if first < 0:
                first = i
            else:
                second = i
    if differing == 1:
        return True
    return bool(
        differing == 2
        and second == first + 1
        and digits_a[first] == digits_b[second]
        and digits_a[second] == digits_b[first]
    )


@kernel
def _impossible(month: int, day: int) -> bool:
    return bool(month > 12 or day > 31)


@kernel
def _compare(left: Ints, right: Ints, either: Flags, out: Levels) -> None:
    for row in range(len(out)):
        year, month, day = left[row]
        other_year, other_month, other_day = right[row]
        months, other_months = year * 100 + month, other_year * 100 + other_month
        if year == 0 or other_year == 0:
            out[row] = Birth.UNKNOWN
        elif month == 0 or other_month == 0:
            gap = abs(year - other_year)
            out[row] = Birth.YEAR if gap == 0 else Birth.NEARLY if gap == 1 else Birth.OTHER
        elif day == 0 or other_day == 0:
            if months == other_months:
                out[row] = Birth.MONTH
            elif year == other_year or _slipped(months, other_months):
                out[row] = Birth.NEARLY
            else:
                out[row] = Birth.OTHER
        elif months == other_months and day == other_day:
            out[row] = Birth.DEFAULT_DAY if month == 1 and day == 1 else Birth.DAY
        elif year == other_year and month == other_day and day == other_month:
            out[row] = Birth.DAY if either[row] else Birth.SWAPPED
        elif _slipped(months * 100 + day, other_months * 100 + other_day):
            out[row] = Birth.SLIP
        elif month == other_month and day == other_day and abs(year - other_year) <= _YEARS_APART:
            out[row] = Birth.DAY_OF_OTHER_YEAR
        elif months == other_months:
            out[row] = Birth.OTHER_DAY_OF_MONTH
        elif _impossible(month, day) or _impossible(other_month, other_day):
            out[row] = Birth.UNKNOWN  # what is wrong anyway refutes nothing
        else:
            out[row] = Birth.OTHER


def compare_births(left: Ints, right: Ints, either: Flags) -> Levels:
    """int8 per pair, a `Birth`: of dates as `read_births` gives them; `either`: on one side at least."""
    out: Levels = np.empty(len(left), np.int8)
    _compare(left, right, either, out)
    return out
