"""What the reading of a register has to tell whoever started it: what became of its rows, and what is odd."""

from pathlib import Path

import polars as pl

from graph.key_check import key_check
from graph.report import REASONS
from graph.snapshot import key_check_of, latest
from graph.words import Text
from sweeps.ingest import IngestResult

_FEW = 3
_ROWS = Text(
    "登记数据（{format}）：读入 {rows:,} 行 = 保留 {kept:,} + 拒收 {lost:,}",
    "Register ({format}): {rows:,} rows in = {kept:,} kept + {lost:,} rejected",
)
_WHERE = {
    "rejects": Text(
        "拒收的 {n:,} 行（文件、行号、列、原因）见 {file}；例如：",
        "The {n:,} rejected rows (file, line, column, reason) are in {file}; for example:",
    ),
    "repairs": Text(
        "按未知处理的 {n:,} 个值（文件、行号、列、原因）见 {file}；例如：",
        "The {n:,} values set to unknown (file, line, column, reason) are in {file}; for example:",
    ),
}
_PLACE = Text("  {file} 第 {line} 行{column}：{reason}", "  {file}, line {line}{column}: {reason}")
_COLUMN = Text("，列 {column}", ", column {column}")
_KEY_CHANGED = Text(
    "身份密钥与此前快照所用的不同：人员标识已用现在的密钥重新生成，仍用原密钥的预检和服务将被拒绝。",
    "The identity key is not that of the snapshot before: people were keyed anew with this one, and whoever "
    "still pre-checks or serves with the other is refused.",
)


def rows_account(read: IngestResult) -> list[Text]:
    """One line of all rows, and what was not read at all."""
    tables = read.report.tables
    rows, kept = sum(t.rows_in for t in tables), sum(t.kept for t in tables)
    told = _ROWS.format(format=read.report.format, rows=rows, kept=kept, lost=rows - kept)
    return [told, *read.report.not_read()]


def losses(read: IngestResult) -> list[Text]:
    """Where the list of what was not kept lies, with its first few."""
    told: list[Text] = []
    for name, where in _WHERE.items():
        file = read.path / "ingest" / f"{name}.parquet"
        rows = pl.read_parquet(file, columns=["file", "line", "column", "reason"], glob=False)
        if len(rows):
            told.append(where.format(n=len(rows), file=file))
            told += [_place(*row) for row in rows.head(_FEW).iter_rows()]
    return told


def _place(file: str, line: int, column: str | None, reason: str) -> Text:
    named = _COLUMN.format(column=column) if column else Text("", "")
    words = REASONS[reason]
    return _PLACE.format_text(
        file=Text(file, file), line=Text(str(line), str(line)), column=named, reason=words
    )


def key_changed(snapshots: Path, id_key: bytes) -> list[Text]:
    """That the latest snapshot was read with another key; to be asked before the register is read again."""
    snapshot_id = latest(snapshots)
    before = key_check_of(snapshots, snapshot_id) if snapshot_id else None
    return [_KEY_CHANGED] if before not in (None, key_check(id_key)) else []
