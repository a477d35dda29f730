"""The regions that the firms' addresses name, from province to district, and which firm lies in which.

A region's id is its path, `province/city/district`, with an empty part for a level that the address leaves
out; without any, the firm's region of registration as the register has it. What is longer than an index
takes is no region.
"""

import polars as pl

_LONGEST = 1_000  # characters; an index takes 8 kB
LEVELS = ("province", "city", "district")
_REGISTRATION = "registration"


def regions(firms: pl.DataFrame) -> pl.DataFrame:
    """id, name, level and `parent` (the row of the next wider one; null for the widest), sorted by id."""
    paths = [firms.select(_path().alias("id")).unique().drop_nulls()]
    for _ in LEVELS[1:]:
        paths.append(paths[-1].select(_wider().alias("id")).drop_nulls())
    parts = pl.col("id").str.split("/")
    named = pl.concat(paths).with_columns(
        parts.list.last().alias("name"),
        parts.list.len().replace_strict(dict(enumerate(LEVELS, 1)), return_dtype=pl.String).alias("level"),
    )
    named = named.with_columns(_wider().alias("wider"))
    others = firms.filter(_path().is_null()).select(_registration().alias("id")).drop_nulls()
    others = others.select(
        "id", pl.col("id").alias("name"), pl.lit(_REGISTRATION).alias("level"), pl.lit(None).alias("wider")
    )
    every = pl.concat([named, others], how="vertical_relaxed")
    every = every.unique("id", keep="first", maintain_order=True).sort("id")
    rows = every.select(pl.col("id").alias("wider"), pl.int_range(pl.len(), dtype=pl.Int32).alias("parent"))
    return every.join(rows, on="wider", how="left", maintain_order="left").select(
        "id", "name", "level", "parent"
    )


def located_in(firms: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """firm, region (rows), for every firm of which a region is known, by firm."""
    rows = places.select("id", pl.int_range(pl.len(), dtype=pl.Int32).alias("region"))
    named = firms.select(
        pl.int_range(pl.len(), dtype=pl.Int32).alias("firm"), _path().fill_null(_registration()).alias("id")
    )
    return named.join(rows, on="id", maintain_order="left").select("firm", "region")


def _path() -> pl.Expr:
    return _known(pl.concat_str(*(pl.col(level).fill_null("") for level in LEVELS), separator="/"))


def _registration() -> pl.Expr:
    return _known(pl.col("region"))


def _wider() -> pl.Expr:
    """The path without its last part; null for what has no wider one."""
    return _known(pl.col("id").str.replace(r"/?[^/]*$", ""))


def _known(path: pl.Expr) -> pl.Expr:
    kept = path.str.strip_chars_end("/").replace("", None)
    return pl.when(kept.str.len_chars() <= _LONGEST).then(kept)
