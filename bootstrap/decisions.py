"""Investigators' decisions, kept in the workspace: `decisions.csv`, one row a firm, readable and editable.

`ringwatch learn DECISIONS.csv` adds to it. With the register's own labels it says which firms are decided,
so that nobody is asked to look at a ring again.
"""

import os
from pathlib import Path

import polars as pl

from graph.errors import InputError
from graph.snapshot_files import labelled_firms

FILE = "decisions.csv"
SCHEMA = pl.Schema({"firm_id": pl.String, "label": pl.String, "decided_on": pl.Date})
SNAPSHOTS = "snapshots"


def kept(workspace: Path) -> pl.DataFrame:
    """What was decided: firm_id, label, decided_on. Raises InputError for a file that cannot be read."""
    path = workspace / FILE
    if not path.exists():
        return SCHEMA.to_frame()
    try:
        return pl.read_csv(path, schema=SCHEMA)
    except (OSError, pl.exceptions.PolarsError) as bad:
        raise InputError(
            f"The decisions in {path} cannot be read; correct it (firm_id,label,decided_on, a day as "
            "2024-03-01) or remove it.",
            f"无法读取 {path} 中的决定；请改正（firm_id,label,decided_on，日期形如 2024-03-01）"
            "或删除该文件。",
        ) from bad


def last_of(rows: pl.DataFrame, by: str) -> pl.DataFrame:
    """Of the decisions on each firm (column `by`) the last: the latest, and of one day the one that was given
    last. One without a day was made, for all that is known, when it was given: after every decision above it.
    """
    latest_so_far = pl.col("decided_on").cum_max().forward_fill().over(by).alias("_as_of")
    return (
        rows.with_columns(latest_so_far)
        .with_columns(pl.coalesce("decided_on", "_as_of").alias("_as_of"))
        .sort(by, "_as_of", nulls_last=False, maintain_order=True)
        .unique(by, keep="last", maintain_order=True)
        .drop("_as_of")
    )


def keep(workspace: Path, given: pl.DataFrame) -> None:
    """Add decisions (firm_id, label, decided_on); of each firm the last stays."""
    rows = pl.concat([kept(workspace), given.select(SCHEMA.names()).cast(SCHEMA)])
    last = last_of(rows, "firm_id")
    draft = workspace / f".{FILE}.{os.getpid()}"
    last.write_csv(draft)
    draft.replace(workspace / FILE)


def decided_firms(workspace: Path, snapshot_id: str) -> frozenset[str]:
    """Ids of the firms that are decided, by the kept decisions or by the register of this snapshot."""
    return frozenset(kept(workspace)["firm_id"]) | labelled_firms(workspace / SNAPSHOTS, snapshot_id)
