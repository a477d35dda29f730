"""A file of any size in batches of rows: CSV, cut and judged as in graph/readers/csv_file.py, or Parquet.

However the batches fall, the rows, their lines and their faults are the same.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
import polars as pl

from graph.errors import InputError
from graph.readers.csv_file import Header, neither_encoding, parse_header, rows_of
from graph.readers.raw import LINE, Rows
from graph.readers.records import BAD_UTF8, scan
from graph.readers.utf8_stream import Utf8Stream

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyarrow.parquet import ParquetFile

BATCH = 8 << 20  # bytes of CSV read at a time
PARQUET_BATCH = 65_536  # rows
_LONGEST_RECORD = 64 << 20  # bytes; a record that goes on for longer has lost a quote
_HEAD = 1 << 20  # bytes within which the header ends
_ENOUGH = 1_000  # rows that are not plain ASCII, from which their encoding can be judged


@dataclass(frozen=True)
class Source:
    """A file that has been opened: its column names, and its rows once.

    `batches(columns)` gives each batch with the share of the file (0-1) that is then read; 0 where the
    length is not known.
    """

    header: list[str]
    batches: Callable[[Sequence[str]], Iterator[tuple[Rows, float]]]


def open_csv(file: BinaryIO, name: Path, length: int, batch: int = BATCH) -> Source:
    """A CSV file's header and rows; `name` is for messages, `length` in bytes or 0.

    Raises InputError for a file that is empty, no text, or neither UTF-8 nor GB18030.
    """
    stream = Utf8Stream(file, name, batch)
    head = stream.read()
    while b"\n" not in head.lstrip(b"\r\n") and len(head) < _HEAD and (more := stream.read()):
        head += more
    header = parse_header(name, head[:_HEAD])

    def batches(columns: Sequence[str]) -> Iterator[tuple[Rows, float]]:
        for rows in _csv_rows(stream, head, name, header, columns):
            yield rows, min(stream.bytes_read / length, 1.0) if length else 0.0

    return Source(header.names, batches)


def _csv_rows(
    stream: Utf8Stream, head: bytes, name: Path, header: Header, columns: Sequence[str]
) -> Iterator[Rows]:
    buffer, begin, line = head, header.body, header.line
    wide = bad = 0
    ended = False
    while not ended:
        piece = stream.read()
        ended = not piece
        buffer += piece
        data = np.frombuffer(buffer, np.uint8)
        records = scan(data, header.delimiter, len(header.names), begin, line)
        ready = len(records.kind) if ended else records.whole
        if ready == 0 and not ended:
            if len(buffer) < _LONGEST_RECORD:
                continue
            ready = max(len(records.kind) - 1, 1)
        records = records.first(ready)
        wide += records.wide
        bad += int(np.count_nonzero(records.kind == BAD_UTF8))
        if bad * 2 > wide and (ended or wide > _ENOUGH):
            raise neither_encoding(name)
        yield rows_of(name, data, records, header, columns, stream.encoding)
        buffer, begin, line = buffer[records.begin[-1] :], 0, int(records.line[-1])


def _parquet_batches(file: "ParquetFile", columns: Sequence[str]) -> Iterator["RecordBatch"]:
    """Group by group: one iterator over all of them keeps hold of those it has read."""
    for group in range(file.num_row_groups):
        yield from file.iter_batches(PARQUET_BATCH, row_groups=[group], columns=list(columns))


def open_parquet(path: Path) -> Source:
    """A Parquet file's columns and rows, as text. Raises InputError when it is none."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    broken = InputError(
        f"{path} is not a complete Parquet file; export or copy it again.",
        f"{path} 不是完整的 Parquet 文件；请重新导出或复制。",
    )
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        raise broken from error
    total = max(file.metadata.num_rows, 1)

    def batches(columns: Sequence[str]) -> Iterator[tuple[Rows, float]]:
        done = 0
        try:
            for batch in _parquet_batches(file, columns):
                frame = pl.DataFrame(pl.from_arrow(batch)).select(pl.col(c).cast(pl.String) for c in columns)
                lines = pl.int_range(done + 1, done + len(frame) + 1, dtype=pl.UInt32, eager=True)
                done += len(frame)
                faults = pl.DataFrame(schema={LINE: pl.UInt32, "reason": pl.String})
                yield Rows(frame.with_columns(lines.alias(LINE)), faults, "parquet", tidy=False), done / total
        except (pa.ArrowException, OSError, pl.exceptions.PolarsError) as error:
            raise broken from error

    return Source(file.schema_arrow.names, batches)
