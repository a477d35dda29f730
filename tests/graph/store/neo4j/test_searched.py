"""Texts as full-text search is asked for them: plain Chinese stays, all else becomes Chinese."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from graph.store.closeness import folded
from graph.store.neo4j.searched import searched, searched_column

TEXTS = st.text(
    st.one_of(st.sampled_from("福州青禾贸易和路"), st.characters(exclude_categories=["Cs", "Cn"])),
    max_size=12,
)


@given(TEXTS, st.data())
def test_a_part_of_a_text_is_a_part_of_its_searched_form(text: str, data: st.DataObject) -> None:
    whole = folded(text)
    start = data.draw(st.integers(0, len(whole)))
    part = whole[start : data.draw(st.integers(start, len(whole)))]
    assert len(searched(text)) == len(whole)
    assert searched(part) in searched(text)
    assert all("㐀" <= c <= "䶵" or "一" <= c <= "龥" for c in searched(text))


@given(st.lists(st.none() | TEXTS, max_size=6))
def test_a_column_is_what_its_texts_are_but_for_those_that_need_nothing(texts: list[str | None]) -> None:
    found = searched_column(pl.Series(texts, dtype=pl.String))
    assert found.dtype == pl.String
    for text, made in zip(texts, found.to_list(), strict=True):
        assert searched(text or "") == (text or "" if made is None else made)


def test_plain_chinese_is_not_kept_twice() -> None:
    assert searched_column(pl.Series(["福州青禾贸易有限公司", "青禾6", "ＡＢ 云"])).to_list() == [
        None,
        "青禾㐶",
        "㑡㑢云",
    ]
