"""Texts in blocks of rows, and sorted ids in blocks: how millions of strings are written in seconds.

A block is some consecutive rows of a frame as an Arrow stream. One row is found by its number alone; an
id is found by the block whose first id is the last one not after it.
"""

import io
import json
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

FIRMS_PER_BLOCK = 256
KEYS_PER_BLOCK = 128
IDS_PER_BLOCK = 128


def to_block(frame: pl.DataFrame) -> bytes | None:
    """A frame as bytes, None when it has no rows."""
    if frame.is_empty():
        return None
    out = io.BytesIO()
    # In one piece, however the rows came; not before, which would copy all of a register's texts.
    frame.rechunk().write_ipc_stream(out, compression="lz4")
    return out.getvalue()


def from_block(data: bytes) -> pl.DataFrame:
    """The frame of a block."""
    return pl.read_ipc_stream(io.BytesIO(data))


def by_row(frame: pl.DataFrame, per_block: int) -> Iterator[bytes | None]:
    """A frame with one row per firm or key, cut into blocks."""
    for start in range(0, len(frame), per_block):
        yield to_block(frame.slice(start, per_block))


def by_firm(frame: pl.DataFrame, firms: int, column: str = "firm") -> Iterator[bytes | None]:
    """A frame with any number of rows per firm, one block for each FIRMS_PER_BLOCK firms."""
    if not frame[column].is_sorted():
        frame = frame.sort(column, maintain_order=True)
    edges = np.arange(0, firms + FIRMS_PER_BLOCK, FIRMS_PER_BLOCK)
    starts = np.searchsorted(frame[column].to_numpy(), edges).tolist()
    for a, b in pairwise(starts):
        yield to_block(frame.slice(a, b - a))


def id_blocks(space: str, ids: pl.Series, rows: NDArray[np.int32]) -> Iterator[tuple[str, str, str, bytes]]:
    """(space, first id, ids as JSON, rows) for ids in any order; ids are distinct."""
    order = _order(ids)
    texts, rows = ids.gather(order).to_list(), rows[order.to_numpy()].astype("<i4")
    for a in range(0, len(texts), IDS_PER_BLOCK):
        part = texts[a : a + IDS_PER_BLOCK]
        yield space, part[0], json.dumps(part, ensure_ascii=False), rows[a : a + IDS_PER_BLOCK].tobytes()


_DIGESTS = r"^([a-z]+-)?[0-9a-f]{16}([0-9a-f]{16})?$"


def _order(ids: pl.Series) -> pl.Series:
    """The order that sorts ids; digests of one length with one word before them are sorted as numbers."""
    if ids.is_sorted():
        return pl.int_range(len(ids), eager=True)
    word = ids[0].rpartition("-")[0]
    alike = ids.str.starts_with(word).all() and ids.str.len_bytes().n_unique() == 1
    if not (alike and ids.str.contains(_DIGESTS).all()):
        return ids.arg_sort()
    digits = pl.col("id").str.strip_prefix(word).str.strip_prefix("-")
    halves = [
        digits.str.slice(at, 16).str.to_integer(base=16, dtype=pl.UInt64, strict=False) for at in (0, 16)
    ]
    return ids.to_frame("id").select(pl.arg_sort_by(halves)).to_series()


def row_in(block: tuple[str, bytes] | None, wanted: str) -> int:
    """The row of an id within its block, -1 when it is not there."""
    if block is None:
        return -1
    ids, rows = json.loads(block[0]), np.frombuffer(block[1], "<i4")
    at = bisect_left(ids, wanted)
    return int(rows[at]) if at < len(ids) and ids[at] == wanted else -1
