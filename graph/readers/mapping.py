"""Mappings: which source columns become which columns of the layout, written down as data.

A mapping is a TOML file; `mappings/cn_register.toml` is shipped and is meant to be copied. docs/reading.md
explains the entries. The layout itself is a mapping too: every column onto itself.
"""

import tomllib
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from graph.errors import InputError
from graph.model import REGISTER, TABLES, Column, Table, Type

SHIPPED = ("cn-register",)
LAYOUT = "register"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Source(_Strict):
    """Where one column's value comes from: source columns, or one value for every row."""

    from_: tuple[str, ...] = Field(default=(), alias="from")
    join: str = ""
    value: str | None = None
    parse: Literal["money"] | None = None
    times: float | None = None
    values: dict[str, str] = {}

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, given: object) -> object:
        if isinstance(given, str):
            return {"from": (given,)}
        if isinstance(given, dict) and isinstance(given.get("from"), str):
            return {**given, "from": (given["from"],)}
        return given

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if bool(self.from_) == (self.value is not None):
            raise _fault("give either `from` or `value`", "`from` 与 `value` 必须且只能给一个")
        return self


class TableMapping(_Strict):
    """One table of the layout made out of source rows."""

    name: str
    columns: dict[str, Source]
    only_with: tuple[str, ...] = ()

    @field_validator("name")
    @classmethod
    def _known_table(cls, name: str) -> str:
        if name not in TABLES:
            known = ", ".join(TABLES)
            raise _fault(f"{name} is no table of the layout ({known})", f"布局中没有表 {name}（{known}）")
        return name

    @model_validator(mode="after")
    def _known_columns(self) -> Self:
        table = TABLES[self.name]
        for name in (*self.columns, *self.only_with):
            if name not in table.names:
                raise _fault(f"{self.name} has no column {name}", f"表 {self.name} 没有列 {name}")
        missing = [c for c in table.required if c not in self.columns]
        if missing:
            names = ", ".join(missing)
            raise _fault(f"{self.name} needs {names}", f"表 {self.name} 缺少必填列 {names}")
        for column in table.columns:
            source = self.columns.get(column.name)
            if source is not None and not _may_scale(source, column):
                raise _fault(
                    f"{column.name} is no amount: `parse` and `times` do not apply",
                    f"{column.name} 不是数值列，不能使用 `parse` 或 `times`",
                )
        return self

    @property
    def table(self) -> Table:
        return TABLES[self.name]

    @property
    def needed(self) -> tuple[str, ...]:
        """The source columns without which this table cannot be made."""
        return tuple(dict.fromkeys(n for c in self.table.required for n in self.columns[c].from_))

    @property
    def used(self) -> tuple[str, ...]:
        """Every source column that is read when it is there."""
        return tuple(dict.fromkeys(n for source in self.columns.values() for n in source.from_))


class Mapping(_Strict):
    """A whole mapping file."""

    name: str
    unknown: tuple[str, ...] = ()
    currency: str = "CNY"
    tables: tuple[TableMapping, ...] = Field(alias="table", min_length=1)

    def tables_in(self, header: Iterable[str]) -> list[TableMapping]:
        """The tables that a file with this header can give."""
        present = set(header)
        return [t for t in self.tables if present.issuperset(t.needed)]


def shipped(name: str) -> Mapping:
    """A mapping that comes with ringwatch, by the name in SHIPPED."""
    text = files("graph.readers").joinpath("mappings", f"{name.replace('-', '_')}.toml").read_text("utf-8")
    return Mapping.model_validate(tomllib.loads(text))


def layout() -> Mapping:
    """The register layout as a mapping onto itself."""
    tables = tuple(
        TableMapping(name=t.name, columns={c: Source.model_validate(c) for c in t.names}) for t in REGISTER
    )
    return Mapping(name=LAYOUT, tables=tables)


def load(path: Path) -> Mapping:
    """Read a user's mapping file. Raises InputError that names the entry at fault."""
    try:
        return Mapping.model_validate(tomllib.loads(path.read_text("utf-8-sig")))
    except OSError as error:
        raise InputError(
            f"The mapping {path} cannot be read; check the path.", f"无法读取映射文件 {path}；请检查路径。"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"The mapping {path} is not TOML in UTF-8: {error}.",
            f"映射文件 {path} 不是 UTF-8 的 TOML：{error}。",
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        en, zh = _in_words(first)
        raise InputError(
            f"The mapping {path}, entry {where or 'top'}: {en}; correct it as docs/reading.md shows.",
            f"映射文件 {path} 的 {where or '顶层'}：{zh}；请参照 docs/reading.md 修改。",
            field=where,
        ) from error


def _may_scale(source: Source, column: Column) -> bool:
    if source.parse == "money" and column.type is not Type.MONEY:
        return False
    return source.times is None or column.type in {Type.MONEY, Type.SHARE, Type.NUMBER}


def _fault(en: str, zh: str) -> PydanticCustomError:
    # The texts go in as context: a brace in a user's column name must not be taken for a template field.
    return PydanticCustomError("mapping", "{en}", {"en": en, "zh": zh})


def _in_words(error: ErrorDetails) -> tuple[str, str]:
    if error["type"] == "mapping":
        return error["msg"], str(error["ctx"]["zh"])
    standard = {"missing": "缺少这一项", "extra_forbidden": "没有这样的项"}
    return error["msg"].lower(), standard.get(error["type"], "值的类型不对")
