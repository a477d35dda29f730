"""Brands that end in a number: 鑫达一号, 鑫达二号 … are one series."""

import polars as pl

_LEAST = 2  # characters that are left: 三一 and 唯一 are words
_CHINESE = (
    r"^(.*?[^A-Z0-9\s.#-])[\s.#-]*(?:第|NO\.? ?)?"
    r"(?:[0-9]{1,4}|[一二三四五六七八九十百]{1,5}|[甲乙丙丁戊己庚辛壬癸]|[A-Z])[号期]?$"
)
_LATIN = r"^(.*[A-Z0-9])[\s.#-]+(?:[0-9]{1,4}|[A-Z]|[IVX]{1,5})$"


def series(brands: pl.Series) -> pl.Series:
    """The brand without the number at its end; null where it ends in none."""
    brand = pl.col("brand")
    stem = pl.coalesce(brand.str.extract(_CHINESE), brand.str.extract(_LATIN))
    table = pl.DataFrame({"brand": brands.drop_nulls().unique()}).with_columns(
        pl.when(stem.str.len_chars() >= _LEAST).then(stem).alias("series")
    )
    return brands.to_frame("brand").join(table, on="brand", how="left", maintain_order="left")["series"]
