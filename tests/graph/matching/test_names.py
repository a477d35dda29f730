import polars as pl
import pytest

from graph.matching.comparison import Verdict
from graph.matching.names import compare_names


def verdict(left: str, right: str) -> Verdict:
    return Verdict(compare_names(pl.Series([left]), pl.Series([right]))["verdict"][0])


@pytest.mark.parametrize("other", ["鑫源达(福州)贸易有限责任公司", "福州市鑫源達贸易有限公司"])
def test_one_firm(other: str) -> None:
    assert verdict("福州鑫源达贸易有限公司", other) == Verdict.SAME


@pytest.mark.parametrize("other", ["福州鑫源通贸易有限公司", "厦门鑫源达贸易有限公司"])
def test_another_firm(other: str) -> None:
    assert verdict("福州鑫源达贸易有限公司", other) == Verdict.DIFFERENT
