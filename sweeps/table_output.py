"""A table written batch by batch under a temporary name, and moved to its own when it is whole."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import polars as pl

from graph.errors import UsageError

Write = Callable[[pl.DataFrame], None]
STANDARD = Path("-")  # standard input or output
_DECIMALS = 6


@contextmanager
def table_output(path: Path) -> Iterator[Write]:
    """A function that appends a batch to `path`: Parquet, tab-separated (.tsv) or CSV in UTF-8, by its name.

    `-` is standard output, as CSV. Whatever stood at `path` stays there until the new table is whole, and for
    good when the body raises. Raises UsageError when `path` is a folder.
    """
    if path == STANDARD:
        yield _csv(sys.stdout.buffer, ",")
        sys.stdout.buffer.flush()
        return
    if path.is_dir():
        raise UsageError(
            f"{path} is a folder; name the file to write.", f"{path} 是文件夹；请给出要写入的文件名。"
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("wb") as file:
            if path.suffix.lower() == ".parquet":
                with _parquet(file) as write:
                    yield write
            else:
                yield _csv(file, "\t" if path.suffix.lower() == ".tsv" else ",")
        draft.replace(path)
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()


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
