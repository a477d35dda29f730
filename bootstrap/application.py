"""An application as the desk sends it: a dict in the names of the register layout, read by the same code as
a register of one firm."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

import polars as pl

from bootstrap.limits import MOST_ROWS, MOST_TEXT
from graph.checks import schema, typed
from graph.errors import InputError
from graph.model import REGISTER, TABLES, Table
from graph.report import REASONS
from graph.snapshot import build
from graph.snapshot_tables import Snapshot
from graph.words import Text

ROWS: Final = ("roles", "holdings", "contacts")
UNNUMBERED: Final = "APPLICATION"  # stands for the id that a new firm does not have yet


def read_application(sent: Mapping[str, Any], *, today: date, id_key: bytes) -> Snapshot:
    """The snapshot of a register that holds the application alone.

    `sent`: `firm` (an object), `roles`, `holdings`, `contacts` (lists of objects), columns as in the layout;
    a missing `firm.firm_id` is UNNUMBERED, a missing `firm.registered_on` is `today`. Raises InputError
    naming the first field that is wrong, never its value.
    """
    for name in sent:
        if name not in ("firm", *ROWS):
            raise _wrong(name, _UNKNOWN_FIELD)
    firm = sent.get("firm")
    if not isinstance(firm, Mapping):
        raise _wrong("firm", _NOT_AN_OBJECT)
    firm_id = str(firm.get("firm_id") or UNNUMBERED)
    dated = {**firm, "firm_id": firm_id, "registered_on": firm.get("registered_on") or today}
    frames = {"firms": _frame(TABLES["firms"], [dated], "firm")}
    for name in ROWS:
        frames[name] = _frame(TABLES[name], _rows(name, sent.get(name), firm_id), name)
    tables = {t.name: frames.get(t.name, pl.DataFrame(schema=schema(t))) for t in REGISTER}
    return build(tables, id_key=id_key)


_UNKNOWN_FIELD = Text("不是申请的字段", "is no field of an application")
_NOT_AN_OBJECT = Text("必须是一个对象", "must be an object")
_NOT_A_LIST = Text("必须是对象列表", "must be a list of objects")
_TOO_MANY = Text(f"最多 {MOST_ROWS} 行", f"may have at most {MOST_ROWS} rows")
_TOO_LONG = Text(f"最多 {MOST_TEXT} 个字符", f"may have at most {MOST_TEXT} characters")
_NOT_ONE_VALUE = Text("必须是单个值", "must be a single value")


def _wrong(field: str, why: Text) -> InputError:
    return InputError(
        f"The application's field {field} {why.en}; correct it and send it again.",
        f"申请中的字段 {field}：{why.zh}；请更正后重新提交。",
        field=field,
    )


def _rows(name: str, sent: object, firm_id: str) -> list[dict[str, Any]]:
    if sent is None:
        return []
    if not isinstance(sent, list) or not all(isinstance(row, Mapping) for row in sent):
        raise _wrong(name, _NOT_A_LIST)
    if len(sent) > MOST_ROWS:
        raise _wrong(name, _TOO_MANY)
    for at, row in enumerate(sent):
        if "firm_id" in row:
            raise _wrong(f"{name}.{at}.firm_id", _UNKNOWN_FIELD)
    return [{**row, "firm_id": firm_id} for row in sent]


def _frame(table: Table, rows: list[dict[str, Any]], path: str) -> pl.DataFrame:
    """The rows typed as in a register. Raises InputError for the first fault, also such as a register would
    only be told of: the desk can ask again."""
    paths = [path if path == "firm" else f"{path}.{at}" for at in range(len(rows))]
    for where, row in zip(paths, rows, strict=True):
        for column in row:
            if column not in table.names:
                raise _wrong(f"{where}.{column}", _UNKNOWN_FIELD)
    texts = {
        name: pl.Series([_text(row.get(name), f"{w}.{name}") for w, row in zip(paths, rows, strict=True)])
        for name in table.names
    }
    frame, faults = typed(table, pl.DataFrame({n: s.cast(pl.String) for n, s in texts.items()}))
    for fault in faults:
        at = fault.rows.fill_null(value=False).arg_true()
        if len(at):
            reason = REASONS[fault.reason]
            raise _wrong(
                f"{paths[at[0]]}.{fault.column}", Text(f"有误（{reason.zh}）", f"is wrong ({reason.en})")
            )
    return frame


def _text(value: object, path: str) -> str | None:
    """A value as a register's file would hold it."""
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case float() | int() | Decimal():
            return format(Decimal(str(value)), "f")
        case date():
            return value.isoformat()
        case str():
            if len(value) > MOST_TEXT:
                raise _wrong(path, _TOO_LONG)
            return value.replace("\0", "").strip() or None
        case _:
            raise _wrong(path, _NOT_ONE_VALUE)
