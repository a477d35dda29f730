"""A table written batch by batch under a temporary name, and moved to its own when it is whole."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import polars as pl

from sweeps.whole_file import whole_file

Write = Callable[[pl.DataFrame], None]
STANDARD = Path("-")  # standard input or output
_DECIMALS = 6


@contextmanager
def table_output(path: Path) -> Iterator[Write]:
    """A function that appends a batch to `path`: Parquet, tab-separated (.tsv) or CSV in UTF-8, by its name.

    `-` is standard output, as CSV. Whatever stood at `path` stays there until the new table is whole, and for
    good when the body raises. Raises UsageError when `path` is a folder or its folder is not there.
    """
    if path == STANDARD:
        yield _csv(sys.stdout.buffer, ",")
        sys.stdout.buffer.flush()
        return
    with whole_file(path) as file:
        if path.suffix.lower() == ".parquet":
            with _parquet(file) as write:
                yield write
        else:
            yield _csv(file, "\t" if path.suffix.lower() == ".tsv" else ",")


def _csv(file: BinaryIO, separator: str) -> Write:
    header = True

    def write(batch: pl.DataFrame) -> None:
        nonlocal header
        batch.write_csv(file, include_header=header, separator=separator, float_precision=_DECIMALS)
        header = False

    return write


@contextmanager
def _parquet(file: BinaryIO) -> Iterator[Write]:
    import pyarrow.parquet as pq

    writer = None

    def write(batch: pl.DataFrame) -> None:
        nonlocal writer
        table = batch.to_arrow()
        if writer is None:
            writer = pq.ParquetWriter(file, table.schema, compression="zstd")
        writer.write_table(table)

    yield write
    if writer is not None:
        writer.close()
