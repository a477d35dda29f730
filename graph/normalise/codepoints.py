"""Strings as one flat array of code points, so that kernels can read a million of them without objects."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from graph.jit import kernel

Codes = npt.NDArray[np.uint32]
Spans = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]


class Texts(NamedTuple):
    """Row i is `codes[starts[i]:starts[i + 1]]`; null and empty rows have no code points."""

    codes: Codes
    starts: Spans  # int64[n + 1]


@kernel
def holds(characters: Codes, c: int) -> bool:
    """Whether a code point is among some."""
    for x in characters:
        if x == c:
            return True
    return False


@kernel
def _decode(data: Bytes, offsets: Spans, codes: Codes, starts: Spans) -> int:
    at = 0
    for row in range(len(offsets) - 1):
        starts[row] = at
        i = offsets[row]
        end = offsets[row + 1]
        while i < end:
            lead = np.uint32(data[i])
            if lead < 0x80:
                codes[at] = lead
                i += 1
            elif lead < 0xE0:
                codes[at] = ((lead & 0x1F) << 6) | (np.uint32(data[i + 1]) & 0x3F)
                i += 2
            elif lead < 0xF0:
                codes[at] = (
                    ((lead & 0x0F) << 12)
                    | ((np.uint32(data[i + 1]) & 0x3F) << 6)
                    | (np.uint32(data[i + 2]) & 0x3F)
                )
                i += 3
            else:
                codes[at] = (
                    ((lead & 0x07) << 18)
                    | ((np.uint32(data[i + 1]) & 0x3F) << 12)
                    | ((np.uint32(data[i + 2]) & 0x3F) << 6)
                    | (np.uint32(data[i + 3]) & 0x3F)
                )
                i += 4
            at += 1
    starts[len(offsets) - 1] = at
    return at


@kernel
def _encode(codes: Codes, begins: Spans, ends: Spans, data: Bytes, offsets: Spans) -> int:
    at = 0
    for row in range(len(begins)):
        offsets[row] = at
        for i in range(begins[row], ends[row]):
            c = codes[i]
            if c < 0x80:
                data[at] = c
                at += 1
            elif c < 0x800:
                data[at] = 0xC0 | (c >> 6)
                data[at + 1] = 0x80 | (c & 0x3F)
                at += 2
            elif c < 0x10000:
                data[at] = 0xE0 | (c >> 12)
                data[at + 1] = 0x80 | ((c >> 6) & 0x3F)
                data[at + 2] = 0x80 | (c & 0x3F)
                at += 3
            else:
                data[at] = 0xF0 | (c >> 18)
                data[at + 1] = 0x80 | ((c >> 12) & 0x3F)
                data[at + 2] = 0x80 | ((c >> 6) & 0x3F)
                data[at + 3] = 0x80 | (c & 0x3F)
                at += 4
    offsets[len(begins)] = at
    return at


def buffers(s: pl.Series) -> tuple[Bytes, Spans]:
    """The bytes of a string column and where each row begins in them; null rows are empty."""
    column = s.cast(pl.String).fill_null("").to_arrow(compat_level=pl.CompatLevel.oldest())
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    column = column.cast(pa.large_string())
    _, offset_bytes, data_bytes = column.buffers()
    offsets: Spans = np.zeros(1, np.int64)
    if len(s):
        offsets = np.frombuffer(offset_bytes, np.int64)[column.offset : column.offset + len(s) + 1]
    return np.frombuffer(data_bytes or b"", np.uint8), offsets


def decode(s: pl.Series) -> Texts:
    """The code points of a string column."""
    data, offsets = buffers(s)
    codes: Codes = np.empty(int(offsets[-1] - offsets[0]), np.uint32)
    starts: Spans = np.empty(len(s) + 1, np.int64)
    used = _decode(data, offsets, codes, starts)
    return Texts(codes[:used], starts)


@kernel
def _all_between(data: Bytes, low: int, high: int) -> bool:
    outside = 0
    for byte in data:
        outside += byte < low or byte > high
    return outside == 0


def is_printable_ascii(s: pl.Series) -> bool:
    """Whether a string column holds nothing but letters, digits and signs of ASCII, and no blank."""
    data, offsets = buffers(s)
    return bool(_all_between(data[offsets[0] : offsets[-1]], 0x21, 0x7E))


def ascii_matrix(s: pl.Series, width: int) -> Bytes:
    """uint8[n, width]: a column whose every text is `width` ASCII characters long."""
    data, offsets = buffers(s)
    return data[offsets[0] : offsets[-1]].reshape(-1, width)


def encode(codes: Codes, begins: Spans, ends: Spans, name: str = "") -> pl.Series:
    """Strings from spans `codes[begins[i]:ends[i]]`; a span that begins below 0 is null."""
    present = begins >= 0
    begins = np.where(present, begins, 0)
    ends = np.where(present, ends, 0)
    data: Bytes = np.empty(int((ends - begins).sum()) * 4, np.uint8)
    offsets: Spans = np.empty(len(begins) + 1, np.int64)
    used = _encode(codes, begins, ends, data, offsets)
    mask = None if present.all() else pa.py_buffer(np.packbits(present, bitorder="little"))
    column = pa.LargeStringArray.from_buffers(
        len(begins), pa.py_buffer(offsets), pa.py_buffer(data).slice(0, used), mask
    )
    return pl.Series(name, column, dtype=pl.String)
