"""What became of an extract: every row counted, every loss named, in both languages."""

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import PurePath

from graph.model import LAYOUT_VERSION, TABLES
from graph.words import Lang, Text

# Why a row is rejected, or a value is set to unknown while its row is kept.
REASONS: dict[str, Text] = {
    "too_few_fields": Text("字段数少于表头", "fewer fields than the header"),
    "too_many_fields": Text("字段数多于表头", "more fields than the header"),
    "bad_quotes": Text("引号没有正确闭合", "a quote that is not closed properly"),
    "nul_byte": Text("含空字节（NUL）", "a NUL byte"),
    "field_too_long": Text("单个字段超过 1 MiB", "a field over 1 MiB"),
    "bad_encoding": Text("字节不符合文件的编码", "bytes that do not fit the file's encoding"),
    "missing_value": Text("必填列为空", "a required column is empty"),
    "bad_date": Text("不是 1800 至 2200 年间的有效日期", "not a day between the years 1800 and 2200"),
    "until_before_since": Text("终止日早于起始日", "ends before it begins"),
    "bad_number": Text("不是数值", "not a number"),
    "negative_amount": Text("金额为负", "a negative amount"),
    "share_out_of_range": Text("持股比例不在 0 到 1 之间", "a share outside 0 to 1"),
    "unknown_choice": Text("不在允许的取值之内", "not one of the allowed values"),
    "not_a_boolean": Text("不是 true 或 false", "neither true nor false"),
    "unknown_firm": Text("所指企业不在企业表中", "names a firm that is not in the firms table"),
    "duplicate_row": Text("与另一行完全相同", "the same as another row"),
    "duplicate_firm_id": Text(
        "同一企业编号已有另一行，内容不同", "another row with this firm id says something else and was kept"
    ),
    "id_too_long": Text("企业编号超过 256 个字符", "a firm id of more than 256 characters"),
    "resident_id": Text("此处不应出现居民身份号码", "a resident id where none belongs"),
    "owns_itself": Text("企业持有自身股权", "a firm that owns itself"),
    "tied_to_itself": Text("企业与自身关联", "a firm tied to itself"),
}


@dataclass(frozen=True)
class FileCount:
    """One file's rows in one table: rows_in = kept + the rejected of every reason."""

    file: str
    encoding: str
    rows_in: int
    kept: int
    rejected: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class TableReport:
    """One table: its files, and what is known of its columns."""

    table: str
    files: tuple[FileCount, ...]
    set_to_unknown: dict[str, dict[str, int]] = field(default_factory=dict)  # column -> reason -> rows
    filled: dict[str, float] = field(default_factory=dict)  # column -> share of kept rows with a value
    unknown_columns: tuple[str, ...] = ()

    @property
    def rows_in(self) -> int:
        return sum(f.rows_in for f in self.files)

    @property
    def kept(self) -> int:
        return sum(f.kept for f in self.files)

    @property
    def rejected(self) -> dict[str, int]:
        """Reason -> rows, most frequent first."""
        total: Counter[str] = Counter()
        for one in self.files:
            total.update(one.rejected)
        return dict(sorted(total.items(), key=lambda reason: (-reason[1], reason[0])))


@dataclass(frozen=True)
class IngestReport:
    """The whole extract."""

    format: str
    tables: tuple[TableReport, ...]
    missing_tables: tuple[str, ...] = ()
    files_left_out: tuple[str, ...] = ()
    notes: tuple[Text, ...] = ()

    def table(self, name: str) -> TableReport:
        """One table's report; a KeyError when the extract has no such table."""
        return {t.table: t for t in self.tables}[name]

    def to_json(self) -> str:
        """The report as JSON: the same bytes for the same extract, no clock and no machine in it."""
        document = {
            "layout_version": LAYOUT_VERSION,
            "format": self.format,
            "tables": [_table_json(t) for t in self.tables],
            "missing_tables": list(self.missing_tables),
            "files_left_out": list(self.files_left_out),
            "notes": [{"zh": n.zh, "en": n.en} for n in self.notes],
        }
        return json.dumps(document, ensure_ascii=False, indent=1)

    def lines(self, lang: Lang) -> list[str]:
        """The report as lines for a terminal or a log."""
        out = [_FORMAT.format(format=self.format).in_(lang)]
        for t in self.tables:
            out.extend(line.in_(lang) for line in _table_lines(t))
        return out + [line.in_(lang) for line in (*self.not_read(), *self.notes)]

    def not_read(self) -> list[Text]:
        """What of the layout is not there, and which files were not read."""
        told = []
        if self.missing_tables:
            told.append(_MISSING.format(names=", ".join(self.missing_tables)))
        if self.files_left_out:
            told.append(_LEFT_OUT.format(names=", ".join(self.files_left_out)))
            own = [name for name in self.files_left_out if PurePath(name).stem.lower() in TABLES]
            if own and self.format != "register":
                told.append(_OWN_LEFT_OUT.format(names=", ".join(own), format=self.format))
        return told


_FORMAT = Text("格式：{format}", "Format: {format}")
_MISSING = Text("没有这些表：{names}", "Tables not in the extract: {names}")
_LEFT_OUT = Text("未读取的文件：{names}", "Files not read: {names}")
_OWN_LEFT_OUT = Text(
    "注意：{names} 以布局的表命名却未读取，因为 firms 文件没有 firm_id 列而被识别为 {format}；"
    "如果改过表头，请改回或用 --mapping 说明。",
    "Attention: {names} are named after tables of the layout and were not read, since no firms file has the "
    "column firm_id and the extract was taken for {format}; restore the headers, or describe them with "
    "--mapping.",
)
_TABLE = Text(
    "{table}：读入 {rows_in:,} 行 = 保留 {kept:,} + 拒收 {lost:,}",
    "{table}: {rows_in:,} rows in = {kept:,} kept + {lost:,} rejected",
)
_REJECTED = Text("  拒收 {n:,} 行：{reason}", "  {n:,} rejected: {reason}")
_UNKNOWN = Text(
    "  {column} 有 {n:,} 个值按未知处理：{reason}", "  {n:,} values of {column} set to unknown: {reason}"
)
_COLUMNS = Text("  未使用的列：{names}", "  columns not used: {names}")


def _table_lines(t: TableReport) -> list[Text]:
    lines = [_TABLE.format(table=t.table, rows_in=t.rows_in, kept=t.kept, lost=sum(t.rejected.values()))]
    lines += [_with_reason(_REJECTED, reason, n=n) for reason, n in t.rejected.items()]
    for column, reasons in t.set_to_unknown.items():
        lines += [_with_reason(_UNKNOWN, reason, n=n, column=column) for reason, n in reasons.items()]
    if t.unknown_columns:
        lines.append(_COLUMNS.format(names=", ".join(t.unknown_columns)))
    return lines


def _with_reason(template: Text, reason: str, **facts: object) -> Text:
    words = REASONS[reason]
    return Text(template.zh.format(reason=words.zh, **facts), template.en.format(reason=words.en, **facts))


def _table_json(t: TableReport) -> dict[str, object]:
    return {
        "table": t.table,
        "rows_in": t.rows_in,
        "kept": t.kept,
        "rejected": t.rejected,
        "set_to_unknown": t.set_to_unknown,
        "filled": t.filled,
        "unknown_columns": list(t.unknown_columns),
        "files": [
            {
                "file": f.file,
                "encoding": f.encoding,
                "rows_in": f.rows_in,
                "kept": f.kept,
                "rejected": dict(sorted(f.rejected.items())),
            }
            for f in t.files
        ],
    }
