"""Reading one CSV file: encoding and delimiter found, every row accounted for, bad ones set apart.

The bytes are first cut into records (graph/readers/records.py). Sound records go to polars in one piece, the
few with odd quotes are split with care, and the rest are named as faults with their line.
"""

import codecs
import io
import mmap
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from graph.errors import InputError
from graph.readers.chinese_encoding import CODEC, chinese_encoding
from graph.readers.raw import FAULT_SCHEMA, LINE, Rows
from graph.readers.records import (
    BAD_UTF8,
    BLANK,
    FAULTS,
    LENIENT,
    PLAIN,
    TOO_FEW,
    Bytes,
    Records,
    scan,
)

_HEAD = 1 << 20  # bytes looked at to find the header
_CHUNK = 16 << 20  # bytes transcoded at a time


class Header(NamedTuple):
    """The first row of a file."""

    names: list[str]
    delimiter: str
    body: int  # byte at which the rows begin
    line: int  # and their first physical line


def header_of(path: Path) -> list[str]:
    """The column names. Raises InputError for an empty file or one that is no text."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return parse_header(path, _as_utf8(np.frombuffer(head, np.uint8), encoding_of(path, head))).names


def read(path: Path, columns: Sequence[str]) -> Rows:
    """The wanted columns of the file's rows.

    Raises InputError when the file is empty, no text, or in another encoding than UTF-8, GB18030 or Big5.
    """
    if path.stat().st_size == 0:
        raise _empty(path)
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    data = np.frombuffer(mapped, np.uint8)
    head = data[:_HEAD].tobytes()
    encoding = encoding_of(path, head)
    if encoding == "utf-8" and (b"\n" in head or b"\r" not in head):
        found = _rows(path, data, columns, encoding, in_place=mapped)
        if found is not None:
            return found
        wide = int(np.argmax(data > 0x7F))
        # The header was plain ASCII, the rows are not UTF-8.
        encoding = chinese_encoding(data[wide : wide + _HEAD].tobytes())
    text = np.frombuffer(_as_utf8(data, encoding), np.uint8)
    found = _rows(path, text, columns, encoding)
    if found is None:
        raise neither_encoding(path)
    return found


def neither_encoding(path: Path) -> InputError:
    """The error for text in an encoding that we do not read."""
    return InputError(
        f"{path} is neither UTF-8 nor GB18030 nor Big5; convert it to UTF-8.",
        f"{path} 既不是 UTF-8，也不是 GB18030 或 Big5 编码；请先转换为 UTF-8。",
    )


def _empty(path: Path) -> InputError:
    return InputError(
        f"{path} is empty: not even a header row; export it again or leave it out.",
        f"{path} 是空文件，连表头都没有；请重新导出，或不要放入。",
    )


def encoding_of(path: Path, head: bytes) -> str:
    """utf-8, gb18030 or big5, by the header record. Chinese in the others is hardly ever valid UTF-8."""
    first = head.lstrip(b"\r\n").split(b"\n", 1)[0]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in first:
        raise InputError(
            f"{path} is UTF-16 or no text at all; save it as UTF-8 or GB18030.",
            f"{path} 是 UTF-16 编码或不是文本文件；请另存为 UTF-8 或 GB18030。",
        )
    try:
        first.decode("utf-8")
    except UnicodeDecodeError as error:
        # A header longer than what was read may have been cut inside a character.
        cut = len(head) == _HEAD and error.start > _HEAD - 4
        return "utf-8" if cut else chinese_encoding(head)
    return "utf-8"


def _as_utf8(data: Bytes, encoding: str) -> bytes:
    """Transcode; bytes that do not fit the encoding stay as they are, for the scan to find.

    Old Macintosh line ends (a carriage return alone) become line feeds.
    """
    if encoding == "utf-8":
        return _with_line_feeds(data.tobytes())
    decoder = codecs.getincrementaldecoder(CODEC[encoding])(errors="surrogateescape")
    out = io.BytesIO()
    for at in range(0, len(data), _CHUNK):
        text = decoder.decode(data[at : at + _CHUNK].tobytes(), final=at + _CHUNK >= len(data))
        out.write(text.encode("utf-8", errors="surrogateescape"))
    return _with_line_feeds(out.getvalue())


def _with_line_feeds(text: bytes) -> bytes:
    return text if b"\n" in text[:_HEAD] else text.replace(b"\r", b"\n")


def parse_header(path: Path, content: bytes) -> Header:
    """The first record that is not blank; the delimiter is what it has more of, tabs or commas."""
    start = len(codecs.BOM_UTF8) if content.startswith(codecs.BOM_UTF8) else 0
    top = scan(np.frombuffer(content, np.uint8), ",", 0, start)
    filled = np.flatnonzero(top.kind != BLANK)
    if len(filled) == 0:
        raise _empty(path)
    first = int(filled[0])
    begin, body = int(top.begin[first]), int(top.begin[first + 1])
    text = content[begin:body].decode("utf-8", errors="replace")
    delimiter = "\t" if text.count("\t") > text.count(",") else ","
    names = [name.strip() for name in _split(text, delimiter)]
    return Header(names, delimiter, body, int(top.line[first + 1]))


def _rows(
    path: Path, data: Bytes, columns: Sequence[str], encoding: str, *, in_place: mmap.mmap | None = None
) -> Rows | None:
    """Rows of UTF-8 bytes; None when they are not UTF-8. `in_place`: the mapped file, where `data` is it."""
    header = parse_header(path, data[:_HEAD].tobytes())
    records = scan(data, header.delimiter, len(header.names), header.body, header.line)
    if np.count_nonzero(records.kind == BAD_UTF8) * 2 > records.wide:
        return None
    return rows_of(path, data, records, header, columns, encoding, in_place=in_place)


def rows_of(
    path: Path,
    data: Bytes,
    records: Records,
    header: Header,
    columns: Sequence[str],
    encoding: str,
    *,
    in_place: mmap.mmap | None = None,
) -> Rows:
    """The wanted columns of what `scan` found in `data`; `in_place`: the mapped file, where `data` is it."""
    wanted = [header.names.index(c) for c in columns]
    frame = _parse(path, data, records, header, wanted, in_place=in_place)
    faulty = records.kind >= TOO_FEW
    reasons = pl.Series(records.kind[faulty]).replace_strict(FAULTS, return_dtype=pl.String)
    faults = pl.DataFrame({LINE: records.line[:-1][faulty], "reason": reasons}, schema=FAULT_SCHEMA)
    named = frame.rename({str(i): name for i, name in zip(wanted, columns, strict=True)})
    tidy = not (records.untidy or bool((records.kind == LENIENT).any()))
    return Rows(named, faults, encoding, tidy)


def _parse(
    path: Path,
    data: Bytes,
    records: Records,
    header: Header,
    wanted: list[int],
    *,
    in_place: mmap.mmap | None,
) -> pl.DataFrame:
    plain = records.kind == PLAIN
    whole = in_place is not None and bool(plain.all())
    if in_place is not None and whole and sys.platform == "linux":
        in_place.madvise(mmap.MADV_DONTNEED)  # polars reads the file by itself
    frame = pl.read_csv(
        path if whole else _pieces(data, records, plain),
        has_header=False,
        skip_lines=header.line - 1 if whole else 0,
        schema={str(i): pl.String for i in range(len(header.names))},
        columns=wanted,
        separator=header.delimiter,
        raise_if_empty=False,
        glob=False,
    ).select(str(i) for i in wanted)
    if len(frame) != np.count_nonzero(plain):
        raise InputError(
            f"{path} was read as {len(frame)} rows where {np.count_nonzero(plain)} were counted; "
            "save it as plain CSV with RFC 4180 quoting.",
            f"{path} 读出 {len(frame)} 行，但应有 {np.count_nonzero(plain)} 行；请按 RFC 4180 另存为 CSV。",
        )
    # Stacked, since `with_columns` would copy the frame to have all columns in the same chunks.
    frame = frame.hstack([pl.Series(LINE, records.line[:-1][plain])])
    odd = np.flatnonzero(records.kind == LENIENT)
    if len(odd) == 0:
        return frame
    texts = (bytes(data[records.begin[i] : records.begin[i + 1]]).decode() for i in odd)
    parts = [_split(text, header.delimiter) for text in texts]
    by_column = {str(i): pl.Series([fields[i] for fields in parts], dtype=pl.String) for i in wanted}
    careful = pl.DataFrame(by_column).with_columns(pl.Series(LINE, records.line[odd]))
    return pl.concat([frame, careful]).sort(LINE)


def _pieces(data: Bytes, records: Records, keep: NDArray[np.bool_]) -> bytes:
    """The bytes of the kept records, copied in unbroken runs."""
    edges = np.flatnonzero(np.diff(keep.astype(np.int8), prepend=0, append=0))
    runs = records.begin[edges].reshape(-1, 2)
    return b"".join(data[a:b].tobytes() for a, b in runs)


def _split(record: str, delimiter: str) -> list[str]:
    """One record's fields, cut as the scan cut it: what follows a closing quote belongs to the field."""
    record = record.removesuffix("\n").removesuffix("\r")
    # A field is quoted text and whatever follows it, or anything up to the delimiter.
    field = rf'(?:"((?:[^"]|"")*+)"([^{delimiter}]*)|([^{delimiter}]*))(?:{delimiter}|$)'
    parts = re.finditer(field, record + delimiter, re.DOTALL)
    cut = [
        quoted.replace('""', '"') + rest if quoted is not None else plain
        for quoted, rest, plain in (m.groups() for m in parts)
    ]
    return cut[:-1]  # the delimiter put behind the last field opens an empty one
