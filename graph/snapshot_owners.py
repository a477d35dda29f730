"""Firms that hold shares, as keys."""

import numpy as np
import polars as pl

from graph.matching.comparison import Verdict
from graph.matching.names import compare_names
from graph.model import LinkRole
from graph.normalise.codes import credit_codes
from graph.normalise.names import firm_names, one_spelling

MOST_OF_A_BRAND = 50  # firms of one brand that a holder's name is compared with


def read_owners(
    holdings: pl.DataFrame, firm_ids: pl.Series, codes: pl.Series, names: pl.DataFrame
) -> tuple[pl.DataFrame, int]:
    """The holder of each row of `holdings` that a firm holds, and how many of their names were not compared.

    `firm_ids`, `codes` (canonical) and `names` (as `firm_names` read them) are those of the register's
    firms. A holder is found by its id, or without one by a name that a single firm bears, as it is written or
    else as a comparison of the two names says (graph.matching.names); a brand that too many firms have is not
    compared. Columns: holding (row), firm, holder_firm (-1 outside the register), and what keys.share wants;
    the value is the firm's id, another firm's canonical id, or its name in one spelling where it has no id.
    """
    held = holdings.with_row_index("holding").filter(pl.col("holder_type") == "firm")
    index = pl.int_range(len(codes), dtype=pl.Int32, eager=True)
    by_code = pl.DataFrame({"code": codes, "by_code": index}).unique(
        "code", keep="first", maintain_order=True
    )
    by_folded = names.select(label="folded", by_folded=index).unique("label", keep="none")
    named = firm_names(held["holder_name"])
    rows = held.select(
        pl.col("holding").cast(pl.Int32),
        "firm",
        "since",
        "until",
        credit_codes(held["holder_id"])["code"].alias("code"),
        named["folded"].alias("label"),
        named["brand"],
        one_spelling(named).alias("name"),
    )
    rows = rows.join(by_code, on="code", how="left").join(by_folded, on="label", how="left")
    unknown = rows.filter(pl.col("code").is_null() & pl.col("by_folded").is_null()).select("label", "brand")
    compared, cut = _compared(unknown.unique(), names.select("folded", "brand", firm=index))
    rows = rows.join(compared, on="label", how="left")
    # A name proves nothing where an id was given and is another's.
    rows = rows.with_columns(
        pl.when(pl.col("code").is_null())
        .then(pl.coalesce("by_folded", "compared"))
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
    ), cut


def _compared(holders: pl.DataFrame, firms: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """label and compared: the one firm whose name is the same, of each holder (label, brand) that has one;
    and how many holders have a brand of too many firms."""
    of_brand = firms.join(holders.select("brand").unique(), on="brand", how="semi")
    size = of_brand.group_by("brand").len("size")
    sized = holders.join(size, on="brand")
    few = sized.filter(pl.col("size") <= MOST_OF_A_BRAND)
    pairs = few.join(of_brand, on="brand", maintain_order="left")
    same = compare_names(pairs["label"], pairs["folded"])["verdict"].to_numpy() == np.int8(Verdict.SAME)
    found = pairs.filter(pl.Series(same)).select("label", compared="firm").unique("label", keep="none")
    return found, len(sized) - len(few)
