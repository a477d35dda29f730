"""Resident ids are taken out of texts however they are written, and nothing else is."""

import string

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.normalise.masking import masked

EXAMPLE = "11010519491231002X"  # the example of GB 11643
OLD = "110105491231002"
SPELLINGS = (
    EXAMPLE,
    EXAMPLE.lower(),
    "110105 19491231 002X",
    "110105-19491231-002x",
    "110105　19491231　002X",
    "１１０１０５１９４９１２３１００２Ｘ",
    "１１０１０５－１９４９１２３１－００２ｘ",
    "1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X",
    "110105\u200b19491231\u00a0002X",
)


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize(
    "around", ["{}", "身份证{}，住址", "ID {}@x.com", "7{}", "{}12", "13800001111 {}", "a\n{} 9"]
)
def test_an_id_is_hidden_wherever_it_stands(spelling: str, around: str) -> None:
    assert masked(pl.Series([around.format(spelling)])).item() == around.format("***")


@settings(deadline=None)  # the first call compiles
@given(before=st.text(max_size=40), after=st.text(max_size=40), spelling=st.sampled_from(SPELLINGS))
def test_no_text_around_it_uncovers_an_id(before: str, after: str, spelling: str) -> None:
    assert spelling not in masked(pl.Series(["", before + spelling + after, None]))[1]


def test_fifteen_digits_are_an_old_id_only_by_themselves() -> None:
    texts = pl.Series([f"证号{OLD}。", f"{OLD}7", f"9{OLD}"])
    assert masked(texts).to_list() == ["证号***。", f"{OLD}7", f"9{OLD}"]
    assert masked(texts, old=False).to_list() == texts.to_list()


@pytest.mark.parametrize(
    "other",
    [
        "110105194912310021",  # the check digit is wrong
        "11010519490230002X",  # no such day
        "91350100MA2XN1CK4F",
        "990105194912310024",  # no such province
        "２０２３年１２月，销售；零售－批发",
        "6222020200112233446",
    ],
)
def test_other_texts_stay_as_they_are(other: str) -> None:
    assert masked(pl.Series([other])).item() == other


@settings(deadline=None)  # the first call compiles
@given(st.lists(st.none() | st.text(string.digits + "xX -年", max_size=30)))
def test_hiding_is_done_at_once_and_leaves_rows_in_place(texts: list[str | None]) -> None:
    column = pl.Series(texts, dtype=pl.String)
    before = column.to_list()
    once = masked(column)
    assert column.to_list() == before
    assert masked(once).to_list() == once.to_list()
    assert [t is None for t in once] == [t is None for t in texts]
