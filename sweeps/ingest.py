"""From a register extract to a snapshot, with its rejects and its report beside it."""

import tempfile
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from bootstrap.progress import Progress, silent
from graph.errors import StoreError
from graph.filing_order import from_notes
from graph.key_check import key_check
from graph.model import TABLES
from graph.readers.register import read_register
from graph.report import IngestReport
from graph.snapshot import Draft, assemble, read
from graph.snapshot_tables import Snapshot
from graph.system_words import system_words
from graph.validate import Validation
from graph.words import Text

_RECOGNISED = Text("已识别文件格式", "Recognised the files")
_READ = Text("已读取、校验并归一：{table}", "Read, checked and resolved: {table}")
# How far an ingest is when a table has been worked in; firms and people are most of the work.
_READ_BY = {
    "firms": 0.3,
    "roles": 0.5,
    "holdings": 0.55,
    "contacts": 0.85,
    "events": 0.95,
    "ties": 0.95,
    "hubs": 0.96,
    "places": 0.98,
    "labels": 0.99,
}
_WRITTEN = Text("已写入快照", "Wrote the snapshot")


@dataclass(frozen=True)
class IngestResult:
    """A snapshot as it lies in the workspace; `path` also holds `ingest/` with rejects and report."""

    snapshot_id: str
    path: Path
    report: IngestReport

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot, read from its files: ingesting holds one table at a time."""
        return read(self.path.parent, self.snapshot_id)


def ingest(
    source: Path,
    workspace: Path,
    *,
    format: str = "auto",
    id_key: bytes,
    mapping: Path | None = None,
    progress: Progress = silent,
) -> IngestResult:
    """Read `source` into `<workspace>/snapshots/<id>/`; `id_key` is the secret for people's ids.

    Raises InputError or UsageError for a source, mapping or format that cannot be used, StoreError where the
    workspace cannot be written.
    """
    raw = read_register(source, format=format, mapping=mapping)
    progress(_RECOGNISED, 0.02)
    checked = Validation(raw, numbers=True)
    with Draft(workspace / "snapshots", key_check(id_key)) as draft:
        notes = assemble(_told(_ahead(checked.tables()), progress), id_key=id_key, keep=draft.keep)
        snapshot_id, path = draft.finish(notes)
    report = replace(checked.report, notes=(*checked.report.notes, *_quality(notes)))
    _keep(path / "ingest", checked, report)
    progress(_WRITTEN, 1.0)
    return IngestResult(snapshot_id, path, report)


def _ahead(tables: Iterator[tuple[str, pl.DataFrame]]) -> Iterator[tuple[str, pl.DataFrame]]:
    """The same tables, each read on another core while the one before it is worked in."""
    with ThreadPoolExecutor(1) as reader:
        coming = deque([reader.submit(next, tables)])
        for left in range(len(TABLES) - 1, -1, -1):
            if left:
                coming.append(reader.submit(next, tables))
            yield coming.popleft().result()  # no variable here keeps a table that has been handed on


def _told(
    tables: Iterator[tuple[str, pl.DataFrame]], progress: Progress
) -> Iterator[tuple[str, pl.DataFrame]]:
    """The tables as they come, each told of; none stays here while the next one is read."""
    for name in TABLES:
        yield next(tables)
        progress(_READ.format(table=name), _READ_BY[name])


_COUNTED = {
    "wrong_check_digits": Text(
        "统一社会信用代码校验位错误：{n:,} 户。", "Firms whose credit code has a wrong check digit: {n:,}."
    ),
    "placeholder_ids": Text(
        "占位或遮盖的个人证件号：{n:,} 个。", "People's ids that are masked or placeholders: {n:,}."
    ),
    "places_without_building": Text(
        "地址库中无法定位到楼栋的条目：{n:,} 条。",
        "Entries of the address library without a building: {n:,}.",
    ),
    "declared_hubs_not_found": Text(
        "已申报的共用点中与本登记数据无关的：{n:,} 个。", "Declared hubs that no firm here shares: {n:,}."
    ),
    "holders_not_compared": Text(
        "企业股东名称因同字号企业过多而未与其比对的：{n:,} 个。",
        "Names of corporate holders not compared, because too many firms have their brand: {n:,}.",
    ),
    "places_joined": Text(
        "写法不同、经比对归并为同一房间或楼栋的地址写法（含随楼栋归并的房间）：{n:,} 个。",
        "Spellings of rooms and buildings joined to another, compared or with their building: {n:,}.",
    ),
    "places_disputed": Text(
        "写法相近但其中有地址经比对不同、因而全部未合并的地址组：{n:,} 组。",
        "Groups of spellings of a place left apart, because two of them differ: {n:,}.",
    ),
    "address_blocks_cut": Text(
        "地址过多、只与相邻写法比对的分组：{n:,} 组。",
        "Blocks of addresses too large to compare each with each: {n:,}.",
    ),
    "unusable_phone": Text(
        "无法使用的电话（虚假或不完整）：{n:,} 个。", "Phones of no use (dummies or incomplete): {n:,}."
    ),
    "unusable_email": Text("无法使用的邮箱：{n:,} 个。", "E-mail addresses of no use: {n:,}."),
    "unusable_device": Text("无法使用的设备标识：{n:,} 个。", "Device ids of no use: {n:,}."),
    "unusable_ip": Text("无法使用的 IP 地址：{n:,} 个。", "IP addresses of no use: {n:,}."),
    "unusable_account": Text("无法使用的账号：{n:,} 个。", "Accounts of no use: {n:,}."),
}


def _quality(notes: Mapping[str, int]) -> list[Text]:
    """What the snapshot found wanting, where there is any, and how far its codes are in order."""
    counts = [(words, notes.get(name, 0)) for name, words in _COUNTED.items()]
    wanting = [words.format(n=n) for words, n in counts if n]
    return wanting + [stream.words for stream in from_notes(notes) if stream.by_province >= 0]


def _keep(folder: Path, checked: Validation, report: IngestReport) -> None:
    """Put report and rejects beside the snapshot, each whole; they replace those of an earlier reading."""
    try:
        folder.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".draft-", dir=folder) as name:
            draft = Path(name)
            (draft / "report.json").write_text(report.to_json() + "\n", encoding="utf-8")
            checked.rejects.write_parquet(draft / "rejects.parquet")
            checked.repairs.write_parquet(draft / "repairs.parquet")
            for file in sorted(draft.iterdir()):
                file.replace(folder / file.name)
    except OSError as error:
        raise StoreError(
            f"The ingest report cannot be written to {folder} ({system_words(error).en}); "
            "free space or choose another workspace.",
            f"无法将导入报告写入 {folder}（{system_words(error).zh}）；请腾出空间或改用其他工作区。",
        ) from error
