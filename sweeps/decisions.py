"""Decided cases: the register's labels, and a file of investigators' decisions beside them."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from bootstrap.decisions import last_of
from graph.errors import InputError
from graph.model import LABELS
from graph.readers.files import header_of, read
from graph.slice import Bools, Ints
from graph.snapshot_tables import Snapshot

COLUMNS = ("firm_id", "label", "decided_on")  # of the layout's table `labels`; the last may be missing
FAKE = "confirmed_fake"


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
    labels, naming its first bad line."""
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
    frame = kept.frame.with_columns(pl.col("firm_id", "label").str.strip_chars())
    if "decided_on" not in header:
        frame = frame.with_columns(pl.lit(None, pl.String).alias("decided_on"))
    day = pl.col("decided_on").str.strip_chars().replace("", None)
    frame = frame.with_columns(
        day.str.to_date("%Y-%m-%d", strict=False).alias("day"), day.alias("decided_on")
    )
    for column, good in (
        ("firm_id", pl.col("firm_id").fill_null("") != ""),
        ("label", pl.col("label").is_in(list(LABELS))),
        ("decided_on", pl.col("decided_on").is_null() | pl.col("day").is_not_null()),
    ):
        bad = frame.filter(~good.fill_null(False))["_line"]
        lines = [*bad, *kept.faults["_line"]]
        if lines:
            raise InputError(
                f"{path}, line {min(lines)}: {column} cannot be used; correct it (firm_id, one of "
                f"{', '.join(LABELS)}, a day as 2024-03-01).",
                f"{path} 第 {min(lines)} 行：{column} 无法使用；请改正（firm_id、{'、'.join(LABELS)} 之一、"
                "日期形如 2024-03-01）。",
                field=column,
            )
    return frame.select("firm_id", "label", pl.col("day").alias("decided_on"))
