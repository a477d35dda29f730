"""Results for other people's tools: the result files as CSV, JSON Lines or Parquet."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl

from bootstrap.compose import open_store
from bootstrap.settings import Settings
from graph.errors import InputError
from sweeps.whole_file import whole_file, writable_folder
from sweeps.workspace import Workspace

RESULT_FILES = ("firms", "rings", "ring_members", "findings", "rings_ended")
ExportFormat = Literal["csv", "parquet", "jsonl"]


@dataclass(frozen=True)
class Written:
    """One file and how many rows it holds."""

    path: Path
    rows: int


def export(results: Path, out: Path, format: ExportFormat) -> list[Written]:
    """Write the result files that lie in `results` (Parquet) to `out`; rows and columns stay as they are.

    CSV is UTF-8 with a byte order mark, which spreadsheets need to read Chinese; lists become text joined
    by ";". Raises InputError when `results` lacks one of the files, UsageError when
    `out` is a file or its folder is not there. A file takes its name when it is whole.
    """
    frames = {name: _read(results / f"{name}.parquet") for name in RESULT_FILES}
    writable_folder(out)
    out.mkdir(exist_ok=True)
    written = []
    for name, frame in frames.items():
        path = out / f"{name}.{format}"
        with whole_file(path) as file:
            if format == "csv":
                _flat(frame).write_csv(file, include_bom=True)
            elif format == "jsonl":
                frame.write_ndjson(file)
            else:
                frame.write_parquet(file)
        written.append(Written(path, frame.height))
    return written


def published_results(settings: Settings) -> Path:
    """The folder in which a sweep leaves the result files of what is published now.

    Raises NotPublished before the first publication.
    """
    with closing(open_store(settings)) as store:
        return Workspace(settings.workspace).results / store.view().info.sweep_id


def _read(file: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(file)
    except (OSError, pl.exceptions.PolarsError):
        raise InputError(
            f"{file} is not there or is no Parquet file; name a folder that `ringwatch sweep --out` wrote.",
            f"{file} 不存在或不是 Parquet 文件；请指定 ringwatch sweep --out 写出的文件夹。",
        ) from None


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    lists = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.List)]
    return frame.with_columns(pl.col(name).cast(pl.List(pl.String)).list.join(";") for name in lists)
