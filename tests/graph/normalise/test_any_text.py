"""Whatever a cell holds, every cleaner answers row for row and never raises."""

from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.normalise.addresses import addresses
from graph.normalise.codes import credit_codes
from graph.normalise.dates import days, partial_dates
from graph.normalise.ids import canonical, keyed, resident_ids
from graph.normalise.money import amounts
from graph.normalise.names import firm_names
from graph.normalise.person_names import person_names
from graph.normalise.phones import phones
from graph.normalise.scopes import scopes
from graph.normalise.text import bare, fold, present

Cleaner = Callable[[pl.Series], pl.DataFrame]


def _framed(clean: Callable[[pl.Series], pl.Series]) -> Cleaner:
    return lambda s: clean(s).to_frame("value")


CLEANERS: dict[str, Cleaner] = {
    "fold": _framed(fold),
    "bare": _framed(bare),
    "present": _framed(present),
    "scopes": _framed(scopes),
    "canonical": _framed(canonical),
    "keyed": _framed(lambda s: keyed(s, b"key")),
    "credit_codes": credit_codes,
    "resident_ids": resident_ids,
    "days": days,
    "partial_dates": partial_dates,
    "amounts": amounts,
    "phones": phones,
    "foreign phones": lambda s: phones(s, "GB"),
    "person_names": person_names,
    "firm_names": firm_names,
    "addresses": addresses,
}
# Pieces that make the readers take their turns, beside any character at all.
PIECES = (
    "福州 长乐市 鼓楼区 五四路 街道 镇 村 号 栋 号楼 单元 层 室 第 一 十五 百 〇 零 101"
    " 0101 A - / # ( ) （自主申报） 对面 附 负 有限公司 分公司 第一 科技 合作社 (有限合伙) 万 元 人民币 美元"
    " 2019 年 月 日 02 30 + 86 138 转 * X 11010519491231002X 國 ②"
).split()
texts = st.lists(
    st.one_of(st.sampled_from(PIECES), st.text(max_size=3), st.characters(codec="utf-8")), max_size=12
).map("".join)
columns = st.lists(st.one_of(st.none(), texts), max_size=8)


@pytest.mark.parametrize("name", CLEANERS)
@given(values=columns)
@settings(max_examples=60, deadline=None)
def test_rows_stay_in_place_and_do_not_influence_each_other(name: str, values: list[str | None]) -> None:
    clean = CLEANERS[name]
    together = clean(pl.Series("value", values, dtype=pl.String))
    assert len(together) == len(values)
    for row, value in enumerate(values):
        alone = clean(pl.Series("value", [value], dtype=pl.String))
        assert together.row(row) == alone.row(0)


@pytest.mark.parametrize("name", [n for n in CLEANERS if n != "days"])
def test_null_gives_null(name: str) -> None:
    cleaned = CLEANERS[name](pl.Series("value", [None, None], dtype=pl.String))
    flags = {"bad"}
    assert all(
        value in {None, False} if column in flags else value is None
        for row in cleaned.iter_rows(named=True)
        for column, value in row.items()
    )


@given(value=texts)
@settings(max_examples=300, deadline=None)
def test_folding_twice_changes_nothing(value: str) -> None:
    for clean in (fold, bare, scopes):
        once = clean(pl.Series([value]))
        assert clean(once).to_list() == once.to_list(), clean.__name__


@given(value=texts)
@settings(max_examples=200, deadline=None)
def test_full_width_writing_changes_no_key(value: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in value)
    kept = ["building_key", "room_key", "granularity"]
    assert addresses(pl.Series([wide]))[kept].equals(addresses(pl.Series([value]))[kept])
    assert firm_names(pl.Series([wide])).equals(firm_names(pl.Series([value])))


def test_an_empty_column_is_an_empty_answer() -> None:
    for clean in CLEANERS.values():
        assert len(clean(pl.Series("value", [], dtype=pl.String))) == 0
