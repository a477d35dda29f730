"""A table in, a table out, of any size: rows in their order, in bounded memory, every row accounted for."""

import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from bootstrap.progress import Progress, silent
from graph.errors import InputError, UsageError
from graph.readers.batches import BATCH, Source, open_csv, open_parquet
from graph.readers.raw import LINE
from graph.report import REASONS
from graph.system_words import system_words
from graph.words import Text
from sweeps.table_output import STANDARD, table_output

NAMED = 20  # rows left out whose line is told
_STEP = 0.02  # of the file, between two reports of progress
_DONE = Text("已处理 {rows:,} 行", "{rows:,} rows done")
ROW_ID = "id"


@dataclass(frozen=True)
class LeftOut:
    """A row that could not be cut into fields: its physical line, from 1, and a key of `REASONS`."""

    line: int
    reason: str


@dataclass(frozen=True)
class Rewritten:
    """What became of a table; `first_left_out` are the first NAMED of the rows left out."""

    out: Path
    rows: int
    seconds: float
    left_out: dict[str, int]
    first_left_out: tuple[LeftOut, ...]
    unused_columns: tuple[str, ...]

    def lines(self) -> Iterator[Text]:
        """The account, for a person."""
        speed = self.rows / max(self.seconds, 1e-9)
        done = Text(
            "{out}：{rows:,} 行，{seconds:.1f} 秒（每秒 {speed:,.0f} 行）",
            "{out}: {rows:,} rows in {seconds:.1f} s ({speed:,.0f} a second)",
        )
        yield done.format(out=self.out, rows=self.rows, seconds=self.seconds, speed=speed)
        if self.unused_columns:
            unused = Text("未使用的列：{names}", "Columns not used: {names}")
            yield unused.format(names=", ".join(self.unused_columns))
        for reason, n in self.left_out.items():
            lines = [str(row.line) for row in self.first_left_out if row.reason == reason]
            shown = ", ".join(lines) + (", …" if n > len(lines) else "")
            lost = Text(
                "未处理 {n:,} 行：{why}（第 {shown} 行）", "Rows left out: {n:,}, {why} (line {shown})"
            )
            words = REASONS[reason]
            yield Text(
                lost.zh.format(n=n, why=words.zh, shown=shown), lost.en.format(n=n, why=words.en, shown=shown)
            )


def rewrite(
    source: Path,
    out: Path,
    required: Sequence[str],
    work: Callable[[pl.DataFrame], pl.DataFrame],
    *,
    optional: Sequence[str] = (),
    progress: Progress = silent,
    batch: int = BATCH,
) -> Rewritten:
    """Give each batch of `source` (CSV, Parquet; `-` is standard input) to `work`, write what it makes of it.

    `work` gets the required columns and those of the optional ones that are there, and gives as many rows.
    `id` is given as it stands; other texts trimmed, null where nothing stands. The case of column names is
    free.
    Raises InputError for a file that cannot be read, lacks a required column or has a wanted one twice,
    UsageError where it is the file to write.
    """
    begun = time.perf_counter()
    rows, told = 0, -_STEP
    left_out: Counter[str] = Counter()
    first: list[LeftOut] = []
    if source != STANDARD and out.exists() and source.exists() and out.samefile(source):
        raise UsageError(
            f"{out} is the file that is read; name another file to write.",
            f"{out} 就是要读取的文件；请另取要写入的文件名。",
        )
    with _opened(source, batch) as table, table_output(out) as write:
        columns = _found(source, table.header, required, optional)
        wanted = {actual: name for name, actual in columns.items()}
        untouched = True
        for read, share in table.batches(list(wanted)):
            frame = _tidy(read.frame.drop(LINE).rename(wanted), tidy=read.tidy)
            write(work(frame))
            untouched = False
            rows += len(frame)
            left_out.update(read.faults["reason"])
            first += [LeftOut(*row) for row in read.faults.head(NAMED - len(first)).iter_rows()]
            if share - told >= _STEP or share == 0:
                progress(_DONE.format(rows=rows), share)
                told = share
        if untouched:
            write(work(pl.DataFrame(schema=dict.fromkeys(columns, pl.String))))
    unused = tuple(name for name in table.header if name not in wanted)
    seconds = time.perf_counter() - begun
    return Rewritten(out, rows, seconds, dict(left_out.most_common()), tuple(first), unused)


@contextmanager
def _opened(source: Path, batch: int) -> Iterator[Source]:
    if source == STANDARD:
        yield open_csv(sys.stdin.buffer, Path("stdin"), 0, batch)
        return
    if source.is_dir():
        raise InputError(
            f"{source} is a folder; give the path of a CSV or Parquet file.",
            f"{source} 是文件夹；请给出 CSV 或 Parquet 文件的路径。",
        )
    if not source.is_file() and not source.is_fifo():
        raise InputError(
            f"There is no file {source}; give the path of a CSV or Parquet file.",
            f"找不到文件 {source}；请给出 CSV 或 Parquet 文件的路径。",
        )
    if source.suffix.lower() == ".parquet":
        yield open_parquet(source)
        return
    try:
        file = source.open("rb")
    except OSError as error:
        raise InputError(
            f"{source} cannot be read ({system_words(error).en}); check its permissions.",
            f"{source} 无法读取（{system_words(error).zh}）；请检查其权限。",
        ) from None
    with file:
        yield open_csv(file, source, os.fstat(file.fileno()).st_size, batch)


def _found(
    source: Path, header: Sequence[str], required: Sequence[str], optional: Sequence[str]
) -> dict[str, str]:
    """The file's own name of each wanted column."""
    plain = [name.strip().lower() for name in header]
    missing = [name for name in required if name not in plain]
    if len(missing) == len(required):  # then its first row may hold data, which no message may repeat
        names = ", ".join(required)
        raise InputError(
            f"{source} names none of the columns {names} in its first row; put them there.",
            f"{source} 的第一行没有列名 {names}；请在第一行写明列名。",
        )
    if missing:
        raise InputError(
            f"{source} has no column {', '.join(missing)} (it has {', '.join(header)}); add or rename it.",
            f"{source} 缺少列 {', '.join(missing)}（现有 {', '.join(header)}）；请补充或改名。",
        )
    twice = [name for name in (*required, *optional) if plain.count(name) > 1]
    if twice:
        raise InputError(
            f"{source} has the column {', '.join(twice)} more than once; keep one of each.",
            f"{source} 的列 {', '.join(twice)} 重复；每列只保留一个。",
        )
    return {name: header[plain.index(name)] for name in (*required, *optional) if name in plain}


def _tidy(frame: pl.DataFrame, *, tidy: bool) -> pl.DataFrame:
    texts = pl.exclude(ROW_ID)
    if not tidy:
        texts = texts.str.strip_chars()
        texts = pl.when(texts != "").then(texts).name.keep()
    return frame.with_columns(texts)
