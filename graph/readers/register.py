"""Reading a register, whatever its shape, into the layout's tables."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from graph.errors import InputError, UsageError
from graph.model import REGISTER, TABLES
from graph.readers.files import find, header_of, read
from graph.readers.mapping import LAYOUT, SHIPPED, Mapping, TableMapping, layout, load, shipped
from graph.readers.raw import FILE, RawTable, SourceFile
from graph.readers.rows import clean, to_layout
from graph.words import Text

FORMATS = ("auto", LAYOUT, *SHIPPED)


@dataclass(frozen=True)
class _Job:
    """One file, and the tables it gives."""

    path: Path
    header: list[str]
    targets: list[TableMapping]


@dataclass(frozen=True)
class RawRegister:
    """An extract that is understood; its rows are read table by table, so that one is in memory at a time."""

    root: Path
    mapping: Mapping
    jobs: tuple[_Job, ...]
    files_left_out: tuple[str, ...]

    @property
    def format(self) -> str:
        return self.mapping.name

    @property
    def names(self) -> frozenset[str]:
        """The tables that `tables` will give."""
        return frozenset(t.name for job in self.jobs for t in job.targets)

    def tables(self) -> Iterator[RawTable]:
        """Read the tables there are, in the layout's order (firms first).

        A file that gives several tables is read once. Raises InputError for a file unusable as a whole.
        """
        parts: defaultdict[str, list[RawTable]] = defaultdict(list)
        waiting = list(self.jobs)
        for table in REGISTER:
            due = [job for job in waiting if any(t.name == table.name for t in job.targets)]
            for job in due:
                waiting.remove(job)
                _sort_in(parts, _read(self.root, self.mapping, job))
            if table.name in parts:
                yield _together(parts.pop(table.name))


def _sort_in(parts: dict[str, list[RawTable]], read: Iterable[RawTable]) -> None:
    # A function of its own: a loop variable in the generator would keep a table alive while the next is read.
    for part in read:
        parts[part.table.name].append(part)


def read_register(source: Path, *, format: str = "auto", mapping: Path | None = None) -> RawRegister:
    """Recognise a register extract: a folder (subfolders too) or one file, CSV or Parquet.

    `format` is one of FORMATS; `auto` recognises the layout by its file names and a shipped mapping by the
    headers. A `mapping` file of the user's own takes the place of both. Raises InputError when the source, a
    file or the mapping is unusable as a whole; single bad rows are kept as faults.
    """
    if format not in FORMATS:
        known = ", ".join(FORMATS)
        raise UsageError(
            f"There is no format {format}; choose one of {known}.", f"没有格式 {format}；请选择 {known}。"
        )
    paths = find(source)
    if mapping is not None:
        chosen = load(mapping)
        jobs = _mapped_jobs(source, paths, chosen)
    else:
        chosen, jobs = _recognised(source, paths, format)
    root = source if source.is_dir() else source.parent
    used = {job.path for job in jobs}
    left_out = tuple(p.relative_to(root).as_posix() for p in paths if p not in used)
    return RawRegister(root, chosen, tuple(jobs), left_out)


def _recognised(source: Path, paths: list[Path], wanted: str) -> tuple[Mapping, list[_Job]]:
    by_table = _layout_files(source, paths)
    if wanted in SHIPPED:
        mapping = shipped(wanted)
        return mapping, _mapped_jobs(source, paths, mapping)
    if wanted == "auto" and ("firms" not in by_table or "firm_id" not in header_of(by_table["firms"][0])):
        for name in SHIPPED:
            mapping = shipped(name)
            jobs = _jobs_of(paths, mapping)
            if jobs:
                return mapping, jobs
    return layout(), _layout_jobs(source, by_table)


def _layout_files(source: Path, paths: list[Path]) -> dict[str, list[Path]]:
    """Files that are named after a table: those directly in the folder, else those in its subfolders."""
    if source.is_file():
        return {source.stem if source.stem in TABLES else "firms": [source]}
    named = [p for p in paths if p.stem.lower() in TABLES]
    direct = [p for p in named if p.parent == source]
    by_table: defaultdict[str, list[Path]] = defaultdict(list)
    for path in direct or named:
        by_table[path.stem.lower()].append(path)
    return dict(by_table)


def _layout_jobs(source: Path, by_table: dict[str, list[Path]]) -> list[_Job]:
    if "firms" not in by_table:
        needed = "、".join(shipped(SHIPPED[0]).tables[0].needed)
        raise InputError(
            f"{source} has no firms table: neither firms.csv or firms.parquet, nor a file with the columns "
            f"{needed}; add one, or describe your own columns with --mapping.",
            f"{source} 中没有企业表：既没有 firms.csv 或 firms.parquet，也没有含有 {needed} 列的文件；"
            "请补上，或用 --mapping 说明您的列名。",
        )
    targets = {t.name: t for t in layout().tables}
    jobs = []
    for table, files in by_table.items():
        if len({p.suffix.lower() for p in files if p.parent == files[0].parent}) > 1:
            names = ", ".join(p.name for p in files)
            raise InputError(
                f"{files[0].parent} has the table {table} twice ({names}); keep one.",
                f"{files[0].parent} 中表 {table} 有两份（{names}）；请只保留一份。",
            )
        jobs += [_job_needing(p, targets[table]) for p in files]
    return jobs


def _job_needing(path: Path, target: TableMapping) -> _Job:
    header = header_of(path)
    missing = [c for c in target.needed if c not in header]
    if missing:
        names = ", ".join(missing)
        raise InputError(
            f"{path} lacks the required column {names} of the table {target.name}; add it, or describe your "
            "own columns with --mapping.",
            f"{path} 缺少表 {target.name} 的必填列 {names}；请补上，或用 --mapping 说明您的列名。",
            field=missing[0],
        )
    return _Job(path, header, [target])


def _jobs_of(paths: Iterable[Path], mapping: Mapping) -> list[_Job]:
    jobs = []
    for path in paths:
        header = header_of(path)
        if targets := mapping.tables_in(header):
            jobs.append(_Job(path, header, targets))
    return jobs


def _mapped_jobs(source: Path, paths: list[Path], mapping: Mapping) -> list[_Job]:
    jobs = _jobs_of(paths, mapping)
    if not any(t.name == "firms" for job in jobs for t in job.targets):
        needed = ", ".join(next((t.needed for t in mapping.tables if t.name == "firms"), ("firms",)))
        raise InputError(
            f"No file in {source} has the columns {needed} that the mapping {mapping.name} needs for firms; "
            "correct the mapping or the headers.",
            f"{source} 中没有任何文件含有映射 {mapping.name} 的企业表所需的列 {needed}；请修改映射或表头。",
        )
    return jobs


def _read(root: Path, mapping: Mapping, job: _Job) -> Iterator[RawTable]:
    name = job.path.relative_to(root).as_posix()
    _once(job, name)
    used = list(dict.fromkeys(c for t in job.targets for c in t.used if c in job.header))
    rows = read(job.path, used)
    unused = tuple(c for c in job.header if c not in used)
    file = (SourceFile(name, rows.encoding),)
    frame, faults = (_first_file(f) for f in (clean(rows, mapping.unknown), rows.faults))
    for target in job.targets:
        made, unreadable = to_layout(frame, mapping, target)
        notes = _absences(name, mapping, job, target, len(frame) - len(made))
        yield RawTable(target.table, file, made, faults, unreadable, unused, tuple(notes))
        # A row that could not be cut is counted once, in the first table its file gives.
        faults, unused = faults.clear(), ()


def _first_file(frame: pl.DataFrame) -> pl.DataFrame:
    # Stacked, since `with_columns` would copy the frame to have all columns in the same chunks.
    return frame.hstack([pl.repeat(0, len(frame), dtype=pl.UInt32, eager=True).alias(FILE)])


def _once(job: _Job, name: str) -> None:
    twice = {c for t in job.targets for c in t.used if job.header.count(c) > 1}
    if twice:
        column = min(twice)
        raise InputError(
            f"{name} has the column {column} more than once; keep one.",
            f"{name} 中列 {column} 出现多次；请只保留一个。",
            field=column,
        )


_NO_ROW = Text(
    "{file}：有 {n:,} 行没有 {columns}，未生成 {table} 行。",
    "{file}: rows without {columns}, which make no row of {table}: {n:,}.",
)
_NO_COLUMN = Text(
    "{file}：没有映射所指的列 {columns}，表 {table} 中相应内容未知。",
    "{file}: no column {columns}, which the mapping names for {table}; it is unknown there.",
)


def _absences(name: str, mapping: Mapping, job: _Job, target: TableMapping, dropped: int) -> list[Text]:
    notes = []
    if dropped:
        columns = ", ".join(target.only_with)
        notes.append(_NO_ROW.format(file=name, n=dropped, columns=columns, table=target.name))
    absent = [c for c in target.used if c not in job.header]
    if absent and mapping.name != LAYOUT:
        notes.append(_NO_COLUMN.format(file=name, columns=", ".join(absent), table=target.name))
    return notes


def _together(parts: list[RawTable]) -> RawTable:
    """One table out of the files' parts; `_file` becomes the index among all of them."""

    def joined(frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
        return pl.concat(f.with_columns(pl.col(FILE) + i) if i else f for i, f in enumerate(frames))

    return RawTable(
        parts[0].table,
        tuple(f for p in parts for f in p.files),
        joined(p.frame for p in parts),
        joined(p.faults for p in parts),
        joined(p.unreadable for p in parts),
        tuple(sorted({c for p in parts for c in p.unknown_columns})),
        tuple(n for p in parts for n in p.notes),
    )
