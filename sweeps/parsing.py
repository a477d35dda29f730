"""Files of names or addresses, each cut into its parts."""

from pathlib import Path
from typing import Literal

import polars as pl

from bootstrap.progress import Progress, silent
from graph.model import Granularity
from graph.normalise.addresses import addresses
from graph.normalise.names import firm_names
from graph.readers.batches import BATCH
from sweeps.rewriting import ROW_ID, Rewritten, rewrite

Parsable = Literal["name", "address"]
NAME_COLUMNS = ("region", "brand", "trade", "form", "branch")
ADDRESS_COLUMNS = (
    "province", "city", "district", "town", "community", "zone", "road", "number", "park", "building", "unit",
    "floor", "room", "workstation", "marker", "granularity",
)  # fmt: skip
_TEXT, _WRITTEN = "text", "written_"
_GRANULARITY = pl.Series([level.name.lower() if level else None for level in Granularity])


def parse_file(
    kind: Parsable,
    source: Path,
    out: Path,
    *,
    fill: bool = False,
    progress: Progress = silent,
    batch: int = BATCH,
) -> Rewritten:
    """Cut the column `text` into NAME_COLUMNS or ADDRESS_COLUMNS, beside `id`; empty where a part is absent.

    `fill` is that of `parsed_addresses`. Raises InputError as `rewrite` does.
    """

    def work(frame: pl.DataFrame) -> pl.DataFrame:
        texts = frame[_TEXT]
        parts = parsed_names(texts) if kind == "name" else parsed_addresses(texts, fill=fill)
        return parts.insert_column(0, frame[ROW_ID])

    return rewrite(source, out, [ROW_ID, _TEXT], work, progress=progress, batch=batch)


def parsed_names(texts: pl.Series) -> pl.DataFrame:
    """The columns NAME_COLUMNS of firm names, null where absent."""
    return firm_names(texts).select(NAME_COLUMNS)


def parsed_addresses(texts: pl.Series, *, fill: bool = False) -> pl.DataFrame:
    """The columns ADDRESS_COLUMNS of addresses, null where absent; granularity is the finest level's name.

    Province, city and district are as written; with `fill` by their full present names, and filled in where
    the text leaves no doubt of them.
    """
    parts = addresses(texts)
    if not fill:
        as_written = [name for name in parts.columns if name.startswith(_WRITTEN)]
        parts = parts.with_columns(pl.col(name).alias(name.removeprefix(_WRITTEN)) for name in as_written)
    finest = _GRANULARITY.gather(parts["granularity"].fill_null(Granularity.NONE).cast(pl.UInt32))
    return parts.with_columns(finest.alias("granularity")).select(ADDRESS_COLUMNS)
