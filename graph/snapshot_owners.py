"""Firms that hold shares, as keys."""

import polars as pl

from graph.model import LinkRole
from graph.normalise.codes import credit_codes
from graph.normalise.names import firm_names


def read_owners(
    holdings: pl.DataFrame, firm_ids: pl.Series, codes: pl.Series, names: pl.Series
) -> pl.DataFrame:
    """The holder of each row of `holdings` that a firm holds.

    `firm_ids`, `codes` (canonical) and `names` (folded) are those of the register's firms. A holder is
    found by its id, or without one by a name that a single firm bears. Columns: holding (row), firm,
    holder_firm (-1 outside the register), and what keys.share wants; the value is the firm's id, another
    firm's canonical id, or its folded name where it has no id.
    """
    held = holdings.with_row_index("holding").filter(pl.col("holder_type") == "firm")
    index = pl.int_range(len(codes), dtype=pl.Int32, eager=True)
    by_code = pl.DataFrame({"code": codes, "by_code": index}).unique(
        "code", keep="first", maintain_order=True
    )
    by_name = pl.DataFrame({"name": names, "by_name": index}).unique("name", keep="none")
    rows = held.select(
        pl.col("holding").cast(pl.Int32),
        "firm",
        "since",
        "until",
        credit_codes(held["holder_id"])["code"].alias("code"),
        firm_names(held["holder_name"])["folded"].alias("name"),
    )
    rows = rows.join(by_code, on="code", how="left").join(by_name, on="name", how="left")
    # A name proves nothing where an id was given and is another's.
    rows = rows.with_columns(
        pl.when(pl.col("code").is_null()).then("by_name").otherwise("by_code").alias("holder_firm")
    )
    rows = rows.sort("name")  # of a firm written under several names, the first becomes its label
    return rows.select(
        "holding",
        "firm",
        "since",
        "until",
        pl.col("holder_firm").fill_null(-1),
        pl.coalesce(firm_ids.gather(rows["holder_firm"]), "code", "name").alias("value"),
        pl.col("name").alias("label"),
        pl.lit(LinkRole.SHAREHOLDER, dtype=pl.Int8).alias("role"),
    )
