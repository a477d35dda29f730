"""Finding a source's files, and reading one of them into strings."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from graph.errors import InputError
from graph.readers import csv_file
from graph.readers.raw import FAULT_SCHEMA, LINE, Rows
from graph.readers.records import LONGEST_FIELD

SUFFIXES = (".csv", ".tsv", ".txt", ".parquet")


def find(source: Path) -> list[Path]:
    """The CSV and Parquet files of a source (a file, or a folder with its subfolders), sorted.

    Raises InputError when there is no such file or folder, or nothing to read in it.
    """
    if source.is_file():
        return [source]
    if not source.is_dir():
        raise InputError(
            f"There is no file or folder {source}; give the path of the register extract.",
            f"找不到文件或文件夹 {source}；请给出登记数据的路径。",
        )
    below = (p for p in source.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
    found = sorted(p for p in below if not any(part.startswith(".") for part in p.relative_to(source).parts))
    if not found:
        raise InputError(
            f"{source} holds no .csv or .parquet file; give the folder of the register extract.",
            f"{source} 中没有 .csv 或 .parquet 文件；请给出登记数据所在的文件夹。",
        )
    return found


def header_of(path: Path) -> list[str]:
    """The column names of a file, without reading its rows. Raises InputError when it cannot be read."""
    if path.suffix.lower() == ".parquet":
        return _scan_parquet(path).collect_schema().names()
    return csv_file.header_of(path)


def read(path: Path, columns: Sequence[str]) -> Rows:
    """Read the wanted columns of one file. Raises InputError when the file as a whole is unusable."""
    if path.suffix.lower() == ".parquet":
        return _read_parquet(path, columns)
    return csv_file.read(path, columns)


def _scan_parquet(path: Path) -> pl.LazyFrame:
    try:
        frame = pl.scan_parquet(path)
        frame.collect_schema()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _bad_parquet(path) from error
    return frame


def _bad_parquet(path: Path) -> InputError:
    return InputError(
        f"{path} is not a complete Parquet file; export or copy it again.",
        f"{path} 不是完整的 Parquet 文件；请重新导出或复制。",
    )


def _read_parquet(path: Path, columns: Sequence[str]) -> Rows:
    """A Parquet file's line is its row number from 1. Values are held to the same limits as in CSV."""
    texts = [pl.col(c).cast(pl.String) for c in columns]
    try:
        frame = _scan_parquet(path).select(texts).collect()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _bad_parquet(path) from error
    lines = pl.int_range(1, pl.len() + 1, dtype=pl.UInt32).alias(LINE)
    strings = pl.col(pl.String)
    reason = (
        pl.when(pl.any_horizontal(strings.str.contains("\0", literal=True)))
        .then(pl.lit("nul_byte"))
        .when(pl.any_horizontal(strings.str.len_bytes() > LONGEST_FIELD))
        .then(pl.lit("field_too_long"))
    )
    judged = frame.with_columns(lines, reason=reason)
    faults = judged.filter(pl.col("reason").is_not_null()).select(pl.col(LINE), "reason").cast(FAULT_SCHEMA)
    kept = judged.filter(pl.col("reason").is_null()).select(*columns, LINE)
    return Rows(kept, faults, "parquet", tidy=False)
