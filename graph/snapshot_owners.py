"""Firms that hold shares, as keys."""

import polars as pl

from graph.model import LinkRole
from graph.normalise.codes import credit_codes
from graph.normalise.names import firm_names, one_spelling


def read_owners(
    holdings: pl.DataFrame, firm_ids: pl.Series, codes: pl.Series, names: pl.DataFrame
) -> pl.DataFrame:
    """The holder of each row of `holdings` that a firm holds.

    `firm_ids`, `codes` (canonical) and `names` (as `firm_names` read them) are those of the register's
    firms. A holder is found by its id, or without one by a name that a single firm bears, as it is written
    or else however it is spelt. Columns: holding (row), firm, holder_firm (-1 outside the register), and
    what keys.share wants; the value is the firm's id, another firm's canonical id, or its name in one
    spelling where it has no id.
    """
    held = holdings.with_row_index("holding").filter(pl.col("holder_type") == "firm")
    index = pl.int_range(len(codes), dtype=pl.Int32, eager=True)
    by_code = pl.DataFrame({"code": codes, "by_code": index}).unique(
        "code", keep="first", maintain_order=True
    )
    by_folded = names.select(label="folded", by_folded=index).unique("label", keep="none")
    named = firm_names(held["holder_name"])
    spelt = one_spelling(names) if len(held) else names["folded"]  # of a million firms, only where asked
    by_name = pl.DataFrame({"name": spelt, "by_name": index}).unique("name", keep="none")
    rows = held.select(
        pl.col("holding").cast(pl.Int32),
        "firm",
        "since",
        "until",
        credit_codes(held["holder_id"])["code"].alias("code"),
        named["folded"].alias("label"),
        one_spelling(named).alias("name"),
    )
    rows = rows.join(by_code, on="code", how="left")
    rows = rows.join(by_folded, on="label", how="left").join(by_name, on="name", how="left")
    # A name proves nothing where an id was given and is another's.
    rows = rows.with_columns(
        pl.when(pl.col("code").is_null())
        .then(pl.coalesce("by_folded", "by_name"))
        .otherwise("by_code")
        .alias("holder_firm")
    )
    rows = rows.sort("label")  # of a firm written under several names, the first becomes its label
    return rows.select(
        "holding",
        "firm",
        "since",
        "until",
        pl.col("holder_firm").fill_null(-1),
        pl.coalesce(firm_ids.gather(rows["holder_firm"]), "code", "name").alias("value"),
        "label",
        pl.lit(LinkRole.SHAREHOLDER, dtype=pl.Int8).alias("role"),
    )
