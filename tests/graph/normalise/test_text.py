import polars as pl
import pytest

from graph.normalise.text import fold, present


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("　ＡＢＣ１２３（福州）　", "ABC123(福州)"),
        ("福州\u200b市\x00 鼓楼\n 区", "福州市 鼓楼 区"),
        ("國際貿易", "国际贸易"),
        ("㎡Ⅱ", "m2II"),
        ("e\u0301", "é"),
        ("𠀀路Ｘ", "𠀀路X"),
    ],
)
def test_spellings_without_meaning_are_folded(written: str, folded: str) -> None:
    assert fold(pl.Series([written])).item() == folded


@pytest.mark.parametrize(
    ("written", "folded"), [("昇達機械", "昇达机械"), ("乾縣電器", "乾县电器"), ("衞生材料", "卫生材料")]
)
def test_characters_of_names_stay_beside_traditional_ones(written: str, folded: str) -> None:
    assert fold(pl.Series([written])).to_list() == [folded]


@pytest.mark.parametrize("kept", ["乾县", "昇达", "住宅②2-2号", "abc"])
def test_what_carries_meaning_is_kept(kept: str) -> None:
    assert fold(pl.Series([kept])).item() == kept


def test_marks_of_an_empty_cell_are_null() -> None:
    marks = ["N/A", "-", " ", "无", "NULL", "不详"]
    assert present(pl.Series(marks)).null_count() == len(marks)
    assert present(pl.Series(["无锡"])).to_list() == ["无锡"]
