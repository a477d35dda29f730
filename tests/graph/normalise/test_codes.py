import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import uscc

from graph.normalise.codes import CHARSET, LENGTH, ORGANISATION_WEIGHTS, WEIGHTS, credit_codes


def organisation_code(eight: str) -> str:
    values = ["0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".index(c) for c in eight]
    check = 11 - sum(w * v for w, v in zip(ORGANISATION_WEIGHTS, values, strict=True)) % 11
    return eight + "0123456789X0"[check]


def code(prefix: str, office: str, eight: str) -> str:
    first = prefix + office + organisation_code(eight)
    total = sum(w * CHARSET.index(c) for w, c in zip(WEIGHTS, first, strict=True))
    return first + CHARSET[(31 - total % 31) % 31]


codes = st.builds(
    code,
    st.sampled_from(["91", "92", "93"]),
    st.integers(110000, 659999).map(str),
    st.one_of(
        st.text(CHARSET, min_size=8, max_size=8),
        st.text(CHARSET, min_size=6, max_size=6).map(lambda t: "MA" + t),
    ),
)


@given(code=codes)
@settings(deadline=None)
def test_whole_codes_are_valid_as_stdnum_says(code: str) -> None:
    assert uscc.is_valid(code)
    assert credit_codes(pl.Series([code]))["valid"].item() is True


@given(code=codes, at=st.integers(0, LENGTH - 1), other=st.sampled_from(CHARSET))
@settings(deadline=None)
def test_one_slip_is_noticed(code: str, at: int, other: str) -> None:
    slipped = code[:at] + other + code[at + 1 :]
    assert credit_codes(pl.Series([slipped]))["valid"].item() == (slipped == code)


@given(number=st.integers(0, 31**6 - 2))
@settings(deadline=None)
def test_codes_issued_in_turn_differ_by_one(number: int) -> None:
    def counter(n: int) -> str:
        return "".join(CHARSET[n // 31**i % 31] for i in range(5, -1, -1))

    pair = [code("91", "350100", "MA" + counter(n)) for n in (number, number + 1)]
    assert credit_codes(pl.Series(pair))["filing_no"].to_list() == [number, number + 1]


def test_parts_of_codes_and_of_other_ids() -> None:
    read = credit_codes(pl.Series(["91350100m000100y43", "92320382MA1UUP3668", "00012345", None, "9" * 18]))
    assert read["code"].to_list()[:3] == ["91350100M000100Y43", "92320382MA1UUP3668", "00012345"]
    assert read["kind"].to_list() == ["firm", "sole_trader", None, None, "other"]
    assert read["valid"].to_list() == [True, False, None, None, False]
    assert read["office"].to_list() == ["350100", "320382", None, None, "999999"]
    assert read["stream"].to_list()[:2] == ["35", "32"]
    assert read["filing_no"].is_null().to_list() == [True, False, True, True, True]


@pytest.mark.parametrize("wrong", ["9135O100M000100Y43", "91350100M000100I43"])
def test_letters_outside_the_charset_make_a_code_invalid(wrong: str) -> None:
    assert credit_codes(pl.Series([wrong]))["valid"].item() is False
