"""What one row must satisfy by itself, one column at a time: from strings to typed values.

A fault either rejects the row (it says something impossible, or nothing usable) or, in an optional column
whose loss does not change what the row says, sets the value to unknown and is reported all the same.
"""

from dataclasses import dataclass

import polars as pl

from graph.model import Column, Table, Type
from graph.normalise.dates import FIRST_YEAR, LAST_YEAR, days, partial_dates
from graph.normalise.masking import holds_id, masked

DTYPES: dict[Type, type[pl.DataType]] = {
    Type.DATE: pl.Date,
    Type.MONEY: pl.Float64,
    Type.SHARE: pl.Float64,
    Type.NUMBER: pl.Float64,
    Type.BOOL: pl.Boolean,
}
# Characters: no register comes near it, and every store's index takes as many.
LONGEST_ID = 256
_SPANS = (("since", "until"), ("on", "until"))
# Names a person by the id where the hub is one; it is looked up and never kept.
_TEXT_OR_ID = ("hubs", "value")
_BOOLEANS = {"true": True, "false": False}


@dataclass(frozen=True)
class Fault:
    """A kind of fault in one column; `rows` is a Boolean series over the table."""

    column: str
    reason: str
    rows: pl.Series
    rejects: bool


def schema(table: Table) -> dict[str, type[pl.DataType]]:
    """The typed columns of a table of the layout."""
    return {c.name: DTYPES.get(c.type, pl.String) for c in table.columns}


def typed(table: Table, frame: pl.DataFrame) -> tuple[pl.DataFrame, list[Fault]]:
    """Type every column of `frame` (strings of the layout); faults come in the order of the columns."""
    faults: list[Fault] = []
    values: list[pl.Series] = []
    for column in table.columns:
        raw = frame[column.name]
        value, found = _column(column, raw)
        if column.name == "firm_id" or column.name in table.firm_refs:
            value = firm_ids(value)
            # Old registration numbers have 15 digits too, so only 18 are taken for a person's.
            faults.append(Fault(column.name, "resident_id", holds_id(value, old=False), rejects=True))
            faults.append(Fault(column.name, "id_too_long", value.str.len_chars() > LONGEST_ID, rejects=True))
        elif column.type is Type.TEXT and (table.name, column.name) != _TEXT_OR_ID:
            value = masked(value)
        if column.required:
            faults.append(Fault(column.name, "missing_value", raw.is_null(), rejects=True))
        faults += found
        values.append(value.alias(column.name))
    out = pl.DataFrame(values)
    if "holder_type" in table.names:
        firm = out["holder_type"] == "firm"
        held_by = pl.DataFrame({"firm": firm, "own": out["holder_id"], "id": firm_ids(out["holder_id"])})
        # A person entered as a firm: without the id, the name is what is left to go by.
        person = firm & holds_id(held_by["id"], old=False)
        faults.append(Fault("holder_id", "resident_id", person, rejects=False))
        held_by = held_by.select(holder_id=pl.when("firm").then(pl.when(~person).then("id")).otherwise("own"))
        out = out.with_columns(held_by["holder_id"])
        faults.append(
            Fault("holder_id", "owns_itself", firm & (out["holder_id"] == out["firm_id"]), rejects=True)
        )
    if "to_id" in table.names:
        faults.append(Fault("to_id", "tied_to_itself", out["from_id"] == out["to_id"], rejects=True))
    for start, end in _SPANS:
        if {start, end}.issubset(table.names):
            faults.append(Fault(end, "until_before_since", out[end] < out[start], rejects=True))
    if "dissolved_on" in table.names:
        # The firm exists whatever its end: one wrong day must not take its people and contacts with it.
        early = out["dissolved_on"] < out["registered_on"]
        faults.append(Fault("dissolved_on", "until_before_since", early, rejects=False))
        out = out.with_columns(
            pl.when(~early.fill_null(value=False)).then("dissolved_on").alias("dissolved_on")
        )
    return out, [f for f in faults if f.rows.any()]


def firm_ids(s: pl.Series) -> pl.Series:
    """Firm ids without blanks and invisible characters, half-width, in capitals."""
    if not s.str.contains("[^0-9A-Z]").any():
        return s
    return s.str.normalize("NFKC").str.replace_all(r"[\s\p{Cf}\p{Cc}]", "").str.to_uppercase()


def _column(column: Column, raw: pl.Series) -> tuple[pl.Series, list[Fault]]:
    match column.type:
        case Type.DATE:
            value = _days(raw)
            return value, [Fault(column.name, "bad_date", raw.is_not_null() & value.is_null(), rejects=True)]
        case Type.PARTIAL_DATE:
            value = _partial(raw)
            return value, [Fault(column.name, "bad_date", raw.is_not_null() & value.is_null(), rejects=True)]
        case Type.MONEY | Type.SHARE | Type.NUMBER:
            return _number(column, raw)
        case Type.BOOL:
            value = raw.str.to_lowercase().replace_strict(_BOOLEANS, default=None, return_dtype=pl.Boolean)
            lost = raw.is_not_null() & value.is_null()
            return value, [Fault(column.name, "not_a_boolean", lost, rejects=False)]
        case Type.CHOICE:
            good = raw.is_in(list(column.choices))
            bad = raw.is_not_null() & ~good
            value = (
                raw.to_frame().select(pl.when(good).then(pl.col(raw.name))).to_series() if bad.any() else raw
            )
            return value, [Fault(column.name, "unknown_choice", bad, rejects=column.required)]
        case _:
            return raw, []


def _days(raw: pl.Series) -> pl.Series:
    """ISO days at once; other spellings by the slower reader."""
    value = raw.str.to_date("%Y-%m-%d", strict=False)
    value = value.to_frame().select(_in_range(raw.name)).to_series()
    other = raw.is_not_null() & value.is_null()
    if not other.any():
        return value
    spelled = raw.filter(other).unique()
    read = pl.DataFrame({"text": spelled, "date": days(spelled)["date"]})
    slow = raw.to_frame("text").join(read, on="text", how="left", maintain_order="left")["date"]
    return pl.select(pl.coalesce(value, slow)).to_series()


def _in_range(name: str) -> pl.Expr:
    return pl.when(pl.col(name).dt.year().is_between(FIRST_YEAR, LAST_YEAR)).then(pl.col(name))


def _partial(raw: pl.Series) -> pl.Series:
    """As `_days`, but kept as text: 1980-05-02, 1980-05 or 1980."""
    day = raw.str.to_date("%Y-%m-%d", strict=False).to_frame().select(_in_range(raw.name)).to_series()
    value = day.cast(pl.String)
    other = raw.is_not_null() & value.is_null()
    if not other.any():
        return value
    spelled = raw.filter(other).unique()
    read = pl.DataFrame({"text": spelled, "value": partial_dates(spelled)["value"]})
    slow = raw.to_frame("text").join(read, on="text", how="left", maintain_order="left")["value"]
    return pl.select(pl.coalesce(value, slow)).to_series()


def _number(column: Column, raw: pl.Series) -> tuple[pl.Series, list[Fault]]:
    value = raw if raw.dtype == pl.Float64 else raw.cast(pl.Float64, strict=False)
    finite = value.is_finite().fill_null(value=False)
    if not finite.all():
        value = value.to_frame("v").select(pl.when(finite).then(pl.col("v"))).to_series()
    faults = [Fault(column.name, "bad_number", raw.is_not_null() & value.is_null(), rejects=False)]
    if column.type is Type.SHARE:
        faults.append(
            Fault(
                column.name, "share_out_of_range", ~value.is_between(0, 1).fill_null(value=True), rejects=True
            )
        )
    elif column.type is Type.MONEY:
        faults.append(Fault(column.name, "negative_amount", value < 0, rejects=True))
    return value, faults
