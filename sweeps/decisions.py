"""Decided cases: the register's labels, and a file of investigators' decisions beside them."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from bootstrap.decisions import last_of
from graph.errors import InputError
from graph.model import LABELS
from graph.normalise.dates import days
from graph.normalise.text import present
from graph.readers.files import header_of, read
from graph.slice import Bools, Ints
from graph.snapshot_tables import Snapshot
from graph.words import Text

COLUMNS = ("firm_id", "label", "decided_on")  # of the layout's table `labels`; the last may be missing
FAKE = "confirmed_fake"
TOLD = 10  # bad rows that an error names
_SERIAL = r"^[2-6]\d{4}(\.0+)?$"  # days of a spreadsheet, 1954 to 2091
_SERIAL_ZERO = date(1899, 12, 30)


@dataclass(frozen=True)
class Decided:
    """Decided firms: rows `firm` (m,) of the snapshot, `true` (m,) where confirmed fake. `until` is the
    last day a decision names, "" without one; `unknown` counts decisions on firms that the snapshot has
    not."""

    firm: Ints
    true: Bools
    until: str
    unknown: int


def decided(snapshot: Snapshot, decisions: pl.DataFrame) -> Decided:
    """All decisions on the snapshot's firms, its labels and `decisions` (firm_id, label, decided_on), which
    count as given after them: the last of each firm. The register's rows have no order: those without
    a day count last among them, and of one day, or of none, a confirmation outweighs."""
    ids = snapshot.firms.select("firm_id").with_row_index("firm").with_columns(pl.col("firm").cast(pl.Int32))
    rows = snapshot.labels.select(
        pl.col("firm").cast(pl.Int32), pl.col("label").cast(pl.String), pl.col("decided_on")
    )
    given = decisions.join(ids, on="firm_id", how="left")
    unknown = int(given["firm"].null_count())
    true = (pl.col("label") == FAKE).alias("true")
    dated_first = rows.with_columns(true).sort("firm", "decided_on", "true", nulls_last=True)
    rows = pl.concat([dated_first, given.drop_nulls("firm").select(rows.columns).with_columns(true)])
    last = last_of(rows, "firm")
    until = rows["decided_on"].max()
    return Decided(
        last["firm"].to_numpy().astype(np.int32), last["true"].to_numpy(), str(until or ""), unknown
    )


def read_decisions(path: Path) -> pl.DataFrame:
    """An investigators' file: firm_id, label, decided_on. Raises InputError for a file that is no table of
    labels, naming its bad lines."""
    header = header_of(path)
    for column in COLUMNS[:2]:
        if column not in header:
            raise InputError(
                f"{path} has no column {column}; decisions are rows of firm_id, label "
                f"({' or '.join(LABELS)}) and decided_on.",
                f"{path} 没有 {column} 列；决定应为 firm_id、label（{' 或 '.join(LABELS)}）"
                "和 decided_on 的行。",
                field=column,
            )
    kept = read(path, [name for name in COLUMNS if name in header])
    if kept.frame.is_empty() and kept.faults.is_empty():
        raise InputError(
            f"{path} has a header and 0 rows; add decisions, or leave the file out.",
            f"{path} 只有表头，0 行；请填入决定，或不要给出该文件。",
        )
    frame = kept.frame.with_columns(pl.col("firm_id", "label").str.strip_chars())
    if "decided_on" not in header:
        frame = frame.with_columns(pl.lit(None, pl.String).alias("decided_on"))
    frame = frame.with_columns(_days(frame["decided_on"]).alias("day"), present(frame["decided_on"]))
    _all_good(path, frame, kept.faults)
    return frame.select("firm_id", "label", pl.col("day").alias("decided_on"))


def _days(written: pl.Series) -> pl.Series:
    """The days as a register may write them, or as a spreadsheet counts them where the whole column does:
    a number among days may be anything."""
    texts = present(written)
    told = texts.drop_nulls()
    if len(told) and told.str.contains(_SERIAL).all():
        since = pl.duration(days=pl.col("day").str.slice(0, 5).cast(pl.Int32))
        return texts.to_frame("day").select(pl.lit(_SERIAL_ZERO) + since).to_series()
    return days(texts)["date"]


def _all_good(path: Path, frame: pl.DataFrame, uncut: pl.DataFrame) -> None:
    """Raises InputError that names every row that cannot be used, up to TOLD of them."""
    wrong = [(line, Text("字段数与表头不符", "fields")) for line in uncut["_line"]]
    for column, good in (
        ("firm_id", pl.col("firm_id").fill_null("") != ""),
        ("label", pl.col("label").is_in(list(LABELS))),
        ("decided_on", pl.col("decided_on").is_null() | pl.col("day").is_not_null()),
    ):
        bad = frame.filter(~good.fill_null(value=False))["_line"]
        wrong += [(line, Text(column, column)) for line in bad]
    if not wrong:
        return
    shown = sorted(wrong)[:TOLD]
    left = len(wrong) - len(shown)
    more = Text(f"，另有 {left} 处", f" and {left} more") if left else Text("", "")
    en = ", ".join(f"line {line}: {what.en}" for line, what in shown)
    zh = "、".join(f"第 {line} 行 {what.zh}" for line, what in shown)
    raise InputError(
        f"{path} has values that cannot be used: {en}{more.en}; correct them (firm_id, one of "
        f"{', '.join(LABELS)}, a day as 2024-03-01).",
        f"{path} 中有无法使用的值：{zh}{more.zh}；请改正（firm_id、{'、'.join(LABELS)} 之一、"
        "日期形如 2024-03-01）。",
        field=shown[0][1].en,
    )
