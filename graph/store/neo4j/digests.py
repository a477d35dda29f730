"""What the server holds of a publication, and how the next one differs from it.

The contents of the live publication are kept beside the workspace's other files, so that a nightly sweep need
not ask the server for a million of them; whoever publishes from elsewhere asks.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
import polars as pl

from graph.slice import Ints
from graph.store.neo4j.frames import RegisterFrames

_PAGE: Final = 50_000  # contents in one answer of the server
_OTHERS: Final = 3  # files of other stores: published to from here, or emptied since
_SCHEMA: Final = {"id": pl.String(), "digest": pl.Int64()}


class Server(Protocol):
    """What runs statements by name, each in a transaction of its own: a `Connection`."""

    def write(self, name: str, **params: Any) -> list[Any]:
        """Run a statement and give its rows."""

    def repeat(self, name: str, **params: Any) -> int:
        """Run a bounded statement until it has nothing left to do; gives how much it did."""


@dataclass(frozen=True)
class Loaded:
    """The firms and keys of publication `number` of a store: the id and the digest of each.

    Digests are those of `graph.store.neo4j.contents`; null where it is not known what the server holds.
    """

    store_id: str
    number: int
    firms: pl.DataFrame
    keys: pl.DataFrame

    @classmethod
    def of(cls, store_id: str, frames: RegisterFrames) -> "Loaded":
        """What a store holds once `frames` are written."""
        return cls(
            store_id, frames.number, frames.firms.select(list(_SCHEMA)), frames.keys.select(list(_SCHEMA))
        )


@dataclass(frozen=True)
class Delta:
    """What must be written so that a store which holds one publication holds the next.

    `firms` and `keys`: rows of the frames that are new or hold something else; `superseded`: ids of firms
    that changed or are gone; `dropped`: ids of keys that no firm holds any more.
    """

    firms: Ints
    superseded: pl.Series
    keys: Ints
    dropped: pl.Series


def changes(loaded: Loaded, frames: RegisterFrames) -> Delta:
    """How `frames` differ from what is loaded."""
    firms, changed, gone = _compared(loaded.firms, frames.firms)
    keys, _, dropped = _compared(loaded.keys, frames.keys)
    return Delta(firms, pl.concat([changed, gone]).sort(), keys, dropped.sort())


def read_loaded(server: Server, folder: Path, store_id: str, number: int) -> Loaded:
    """What the store holds of its live publication; 0 where nothing is published yet.

    To be called after the leftovers of a killed publication are rolled back. Files of other publications of
    this store are removed: one that was written but never went live must not be taken for the next. So are
    those of other stores, but for the latest.
    """
    kept = _file(folder, store_id, number)
    ours = set(folder.glob(f"{store_id}-*.parquet"))
    others = sorted(set(folder.glob("*.parquet")) - ours, key=lambda file: file.stat().st_mtime_ns)
    for file in (*(ours - {kept}), *others[:-_OTHERS]):
        file.unlink()
    if number == 0:
        nothing = pl.DataFrame(schema=_SCHEMA)
        return Loaded(store_id, number, nothing, nothing)
    unsettled = _paged(lambda after: server.write("read/unsettled_keys", after=after, limit=_PAGE))
    if not kept.is_file():
        return Loaded(
            store_id,
            number,
            _paged(lambda after: server.write("read/loaded_firms", after=after, at=number, limit=_PAGE)),
            _paged(lambda after: server.write("read/loaded_keys", after=after, limit=_PAGE)),
        )
    rows = pl.read_parquet(kept)
    firms, keys = (rows.filter(pl.col("firm") == firm).select(list(_SCHEMA)) for firm in (True, False))
    unknown = pl.col("id").is_in(unsettled["id"].implode())
    return Loaded(
        store_id, number, firms, keys.with_columns(pl.when(~unknown).then(pl.col("digest")).alias("digest"))
    )


def keep(folder: Path, loaded: Loaded) -> None:
    """Keep what a store is about to hold, before it goes live."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = pl.concat(
        [
            loaded.firms.with_columns(pl.lit(True).alias("firm")),
            loaded.keys.with_columns(pl.lit(False).alias("firm")),
        ]
    )
    kept = _file(folder, loaded.store_id, loaded.number)
    unfinished = kept.with_suffix(".writing")
    rows.write_parquet(unfinished)
    unfinished.replace(kept)


def _file(folder: Path, store_id: str, number: int) -> Path:
    return folder / f"{store_id}-{number}.parquet"


def _compared(loaded: pl.DataFrame, wanted: pl.DataFrame) -> tuple[Ints, pl.Series, pl.Series]:
    """Rows of `wanted` that are new or differ, ids of those that differ, ids that are gone."""
    ours = wanted.select("id", "digest").join(
        loaded.with_columns(pl.lit(True).alias("there")), on="id", how="left", maintain_order="left"
    )
    there = ours["there"].fill_null(False)
    differs = ~ours["digest"].eq_missing(ours["digest_right"]) | ~there
    rows = np.flatnonzero(differs.to_numpy()).astype(np.int32)
    return rows, ours["id"].filter(differs & there), loaded.join(wanted, on="id", how="anti")["id"]


def _paged(page: Callable[[str], list[Any]]) -> pl.DataFrame:
    """All pages of (id, digest), each asked for by the last id of the one before."""
    parts, after = [pl.DataFrame(schema=_SCHEMA)], ""
    while rows := page(after):
        parts.append(pl.DataFrame([tuple(row) for row in rows], schema=_SCHEMA, orient="row"))
        after = rows[-1]["id"]
    return pl.concat(parts)
