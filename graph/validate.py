"""From strings to typed tables: what cannot be used is rejected with its reason, never dropped silently."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from graph.checks import Fault, schema, typed
from graph.errors import InputError
from graph.model import REGISTER, Column, Table
from graph.normalise.distinct import Index
from graph.readers.raw import FILE, LINE, RawTable
from graph.readers.register import RawRegister
from graph.rejects import LOST_SCHEMA, located, lost, uncut
from graph.report import REASONS, FileCount, IngestReport, TableReport
from graph.words import Text


@dataclass(frozen=True)
class ValidRegister:
    """Tables that later rooms may trust.

    `tables` holds all nine tables of the layout (empty ones too), each with every column of the layout,
    typed: dates `Date`, money, shares and numbers `Float64`, booleans `Boolean`, the rest `String`; null is
    unknown. `rejects` (rows not kept) and `repairs` (values set to unknown in rows that are kept) have the
    columns table, file, line, column, reason, value; a personal column's value is never in them.
    """

    tables: dict[str, pl.DataFrame]
    rejects: pl.DataFrame
    repairs: pl.DataFrame
    report: IngestReport


@dataclass(frozen=True)
class _Losses:
    """What a table lost, and what is to be said of it; `rejects` and `repairs` are of rejects.SCHEMA."""

    rejects: pl.DataFrame
    repairs: pl.DataFrame
    report: TableReport
    notes: tuple[Text, ...]


class Validation:
    """A register on its way through the checks; no table is kept here once it is handed on.

    Rows in = rows kept + rows rejected, for every table and file. Rejects, repairs and
    report are whole when all tables were taken.
    """

    def __init__(self, raw: RawRegister, *, numbers: bool = False) -> None:
        """With `numbers`, ids that refer to a firm are handed on as its place among the sorted firms."""
        self._raw = raw
        self._numbers = numbers
        self._parts = raw.tables()
        self._losses: list[_Losses] = []
        self._known = Index.of(pl.Series(dtype=pl.String))

    def tables(self) -> Iterator[tuple[str, pl.DataFrame]]:
        """Read, type and check the layout's tables, one at a time and in its order; an absent one is empty.

        Raises InputError when a file is unusable as a whole, or no firm at all can be used.
        """
        for table in REGISTER:
            present = table.name in self._raw.names
            # Handed on as it comes: a variable here would keep the table while the next one is read.
            yield table.name, self._next() if present else pl.DataFrame(schema=schema(table))

    def _next(self) -> pl.DataFrame:
        raw = next(self._parts)
        kept, losses = _judge(raw, self._known, numbers=self._numbers)
        self._losses.append(losses)
        if raw.table.name == "firms":
            if len(kept) == 0:
                raise _no_firms(raw, losses.rejects)
            self._known = Index.of(kept["firm_id"].sort())
        return kept

    @property
    def rejects(self) -> pl.DataFrame:
        """The rows that were not kept, of rejects.SCHEMA."""
        return pl.concat([lost.rejects for lost in self._losses])

    @property
    def repairs(self) -> pl.DataFrame:
        """The values that were set to unknown in rows that are kept, of rejects.SCHEMA."""
        return pl.concat([lost.repairs for lost in self._losses])

    @property
    def report(self) -> IngestReport:
        """Every row counted."""
        return IngestReport(
            self._raw.format,
            tuple(lost.report for lost in self._losses),
            tuple(t.name for t in REGISTER if t.name not in self._raw.names),
            self._raw.files_left_out,
            tuple(note for lost in self._losses for note in lost.notes),
        )


def validate(raw: RawRegister) -> ValidRegister:
    """Read, type and check every row, all tables at once; Validation holds one at a time.

    Raises InputError as Validation does.
    """
    run = Validation(raw)
    tables = dict(run.tables())
    return ValidRegister(tables, run.rejects, run.repairs, run.report)


def _no_firms(raw: RawTable, rejects: pl.DataFrame) -> InputError:
    files = ", ".join(f.name for f in raw.files[:3])
    if len(rejects) == 0:
        return InputError(
            f"The firms table ({files}) has a header but no rows; export it again.",
            f"企业表（{files}）只有表头，没有数据行；请重新导出。",
        )
    reason = REASONS[rejects["reason"].mode().sort()[0]]
    return InputError(
        f"None of the {len(rejects)} rows of the firms table ({files}) can be used, most of them for this "
        f"reason: {reason.en}; correct the file or the mapping.",
        f"企业表（{files}）的 {len(rejects)} 行均不可用，主要原因：{reason.zh}；请修改文件或映射。",
    )


def _judge(raw: RawTable, known: Index, *, numbers: bool) -> tuple[pl.DataFrame, _Losses]:
    """The rows that can be used, and what was lost; `known` are the firms."""
    table = raw.table
    frame, faults = typed(table, raw.frame)
    for ref in table.firm_refs:
        firm = pl.Series(ref, known.find(frame[ref]))
        faults.append(Fault(ref, "unknown_firm", firm < 0, rejects=True))
        if numbers:
            frame = frame.with_columns(firm)
    fatal = [f for f in faults if f.rejects]
    first = _first_fault(len(frame), fatal)
    frame = frame.hstack([raw.frame[FILE], raw.frame[LINE]])
    kept = frame if (first < 0).all() else frame.filter(first < 0)
    rejects = [uncut(raw.faults), *(_lost(raw, f, first == n) for n, f in enumerate(fatal))]
    if table.name == "firms":
        kept, twice = _one_row_each(table, kept)
        rejects.append(twice)
    repairs = [_lost(raw, f, f.rows & (first < 0)) for f in faults if not f.rejects]
    if len(raw.unreadable):
        for (column,), rows in raw.unreadable.join(kept, on=[FILE, LINE], how="semi").group_by("column"):
            repairs.append(lost(rows, _column(table, str(column)), "bad_number"))
    lost_rows, lost_values = pl.concat(rejects), pl.concat([pl.DataFrame(schema=LOST_SCHEMA), *repairs])
    report = _report(raw, kept, lost_rows, lost_values)
    kept = kept.drop(FILE, LINE)
    notes = (*raw.notes, *(_findings(kept) if table.name == "holdings" else ()))
    return kept, _Losses(located(raw, lost_rows), located(raw, lost_values), report, notes)


def _first_fault(n: int, fatal: list[Fault]) -> pl.Series:
    """For each row the number of its first fault, -1 without one: a row is rejected once."""
    first = np.full(n, -1, np.int16)
    for i, fault in enumerate(fatal):
        first[fault.rows.fill_null(value=False).to_numpy() & (first < 0)] = i
    return pl.Series(first)


def _lost(raw: RawTable, fault: Fault, rows: pl.Series) -> pl.DataFrame:
    where = raw.frame.select(FILE, LINE, value=fault.column).filter(rows.fill_null(value=False))
    return lost(where, _column(raw.table, fault.column), fault.reason)


def _column(table: Table, name: str) -> Column:
    return table.columns[table.names.index(name)]


def _one_row_each(table: Table, kept: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """One row for every firm id: the one that says most, else the first in the order of its texts.

    The order of rows and files does not matter.
    """
    twice = kept["firm_id"].is_duplicated()
    if not twice.any():
        return kept, pl.DataFrame(schema=LOST_SCHEMA)
    says = pl.concat_str(pl.col(table.names).cast(pl.String).fill_null(""), separator="\x1f")
    filled = pl.sum_horizontal(pl.col(table.names).is_not_null())
    same_id = kept.filter(twice).with_columns(says=says, filled=filled)
    ranked = same_id.sort(
        "firm_id", "filled", "says", FILE, LINE, descending=[False, True, False, False, False]
    )
    ranked = ranked.with_columns(
        best=pl.col("says").first().over("firm_id"), is_first=pl.col("firm_id").is_first_distinct()
    )
    others = ranked.filter(~pl.col("is_first")).with_columns(value=pl.col("firm_id"))
    column = _column(table, "firm_id")
    same = pl.col("says") == pl.col("best")
    rejects = pl.concat(
        [
            lost(others.filter(same), column, "duplicate_row"),
            lost(others.filter(~same), column, "duplicate_firm_id"),
        ]
    )
    best = ranked.filter("is_first").select(kept.columns)
    return pl.concat([kept.filter(~twice), best]), rejects


def _report(raw: RawTable, kept: pl.DataFrame, rejects: pl.DataFrame, repairs: pl.DataFrame) -> TableReport:
    def per_file(frame: pl.DataFrame) -> dict[int, int]:
        return dict(frame.group_by(FILE).len().iter_rows())

    n_kept, n_cut, n_uncut = per_file(kept), per_file(raw.frame), per_file(raw.faults)
    rejected: list[dict[str, int]] = [{} for _ in raw.files]
    for file, reason, n in rejects.group_by(FILE, "reason").len().sort(FILE, "reason").iter_rows():
        rejected[file][reason] = n
    counts = (
        FileCount(f.name, f.encoding, n_cut.get(i, 0) + n_uncut.get(i, 0), n_kept.get(i, 0), rejected[i])
        for i, f in enumerate(raw.files)
    )
    unknown: dict[str, dict[str, int]] = {}
    for column, reason, n in repairs.group_by("column", "reason").len().sort("column", "reason").iter_rows():
        unknown.setdefault(column, {})[reason] = n
    total = max(len(kept), 1)
    filled = {c: round(1 - kept[c].null_count() / total, 4) for c in raw.table.names}
    return TableReport(raw.table.name, tuple(counts), unknown, filled, raw.unknown_columns)


_OVER_ONE = Text(
    "{n:,} 户企业的现有持股比例合计超过 1。", "The shares now held add up to more than 1 in {n:,} firms."
)


def _findings(holdings: pl.DataFrame) -> list[Text]:
    """Facts that reject nothing but tell the source something."""
    now = holdings.filter(pl.col("until").is_null() & pl.col("share").is_not_null())
    over = now.group_by("firm_id").agg(pl.col("share").sum()).filter(pl.col("share") > 1.0001)
    return [_OVER_ONE.format(n=len(over))] if len(over) else []
