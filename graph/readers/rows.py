"""Applying a mapping to the rows of one file."""

from collections.abc import Sequence

import polars as pl

from graph.normalise.money import amounts
from graph.readers.mapping import Mapping, Source, TableMapping
from graph.readers.raw import FILE, LINE, UNREADABLE_SCHEMA, Rows


def clean(rows: Rows, unknown: Sequence[str]) -> pl.DataFrame:
    """The rows, trimmed, with null for what means unknown: an empty string and the mapping's words for it."""
    columns = [pl.col(c) for c in rows.frame.columns if c != LINE]
    if not rows.tidy:
        columns = [c.str.strip_chars() for c in columns]
    nothing = [*unknown] if rows.tidy else ["", *unknown]
    return (
        rows.frame.with_columns(pl.when(~c.is_in(nothing)).then(c) for c in columns)
        if nothing
        else rows.frame
    )


def to_layout(
    frame: pl.DataFrame, mapping: Mapping, target: TableMapping
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows of one table of the layout, and the amounts that could not be read (UNREADABLE_SCHEMA).

    `frame` holds the file's cleaned source columns with `_file` and `_line`. Every column of the layout is in
    the result: strings, except amounts that the mapping parsed, which are Float64 in whole units.
    """
    out = frame.select(
        *(
            _text(target.columns[c.name], frame.columns).alias(c.name)
            if c.name in target.columns
            else pl.lit(None, pl.String).alias(c.name)
            for c in target.table.columns
        ),
        FILE,
        LINE,
    )
    if target.only_with:
        out = out.filter(pl.all_horizontal(pl.col(c).is_not_null() for c in target.only_with))
    unreadable = [pl.DataFrame(schema=UNREADABLE_SCHEMA)]
    for column in target.table.columns:
        source = target.columns.get(column.name)
        if source is None or (source.parse is None and source.times is None):
            continue
        text = out[column.name]
        if source.parse == "money":
            read = amounts(text, mapping.currency)
            value = read["amount"]
            if column.name == "capital" and "currency" not in target.columns:
                out = out.with_columns(read["currency"])
        else:
            value = text.cast(pl.Float64, strict=False)
        bad = text.is_not_null() & value.is_null()
        if bad.any():
            lost = out.filter(bad).select(FILE, LINE, column=pl.lit(column.name), value=pl.col(column.name))
            unreadable.append(lost)
        out = out.with_columns((value * (source.times or 1.0)).alias(column.name))
    return out, pl.concat(unreadable)


def _text(source: Source, present: Sequence[str]) -> pl.Expr:
    if source.value is not None:
        return pl.lit(source.value)
    names = [n for n in source.from_ if n in present]
    if not names:
        return pl.lit(None, pl.String)
    if len(names) == 1:
        text = pl.col(names[0])
    else:
        joined = pl.concat_str(names, separator=source.join, ignore_nulls=True)
        text = pl.when(joined != "").then(joined)
    return text.replace(source.values) if source.values else text
