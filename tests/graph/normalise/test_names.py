import polars as pl
import pytest

from graph.normalise.names import firm_names

PARTS = ("region", "brand", "trade", "form", "branch")


def parts(name: str, hint: str | None = None) -> tuple[str | None, ...]:
    read = firm_names(pl.Series([name]), None if hint is None else pl.Series([hint])).row(0, named=True)
    return tuple(read[p] for p in PARTS)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("福州鑫源达贸易有限公司", ("福州市", "鑫源达", "贸易", "有限公司", None)),
        ("福建省福州市鑫源达贸易有限公司", ("福州市", "鑫源达", "贸易", "有限公司", None)),
        ("鑫源达科技福建有限公司", ("福建省", "鑫源达", "科技", "有限公司", None)),
        ("长乐市鑫源达水产养殖专业合作社", ("长乐区", "鑫源达", "水产养殖", "合作社", None)),
        ("福州鑫源达投资合伙企业(有限合伙)", ("福州市", "鑫源达", "投资", "有限合伙", None)),
        ("福州鑫源达股份有限公司", ("福州市", "鑫源达", None, "股份有限公司", None)),
        ("福州贸易有限公司", ("福州市", None, "贸易", "有限公司", None)),
        ("鑫源达", (None, "鑫源达", None, None, None)),
        ("福州市", (None, "福州市", None, None, None)),
        ("ACME TRADING LTD", (None, "ACME TRADING", None, "LTD", None)),
    ],
)
def test_parts_of_a_name(name: str, expected: tuple[str | None, ...]) -> None:
    assert parts(name) == expected


@pytest.mark.parametrize(
    "same",
    [
        "鑫源达(福州)贸易有限责任公司",
        "鑫源达（福州市）贸易有限公司",
        "福州市鑫源达贸易有限公司",
        "福州鑫源達貿易有限公司",
        "福州 鑫源达 贸易有限公司",
    ],
)
def test_spellings_of_one_name_have_the_same_parts(same: str) -> None:
    assert parts(same) == parts("福州鑫源达贸易有限公司")


@pytest.mark.parametrize(
    "other", ["福州鑫源通贸易有限公司", "厦门鑫源达贸易有限公司", "福州鑫源达科技有限公司"]
)
def test_another_firm_has_other_parts(other: str) -> None:
    assert parts(other) != parts("福州鑫源达贸易有限公司")


@pytest.mark.parametrize(
    ("tail", "branch"),
    [
        ("第一分公司", "1"),
        ("第1分公司", "1"),
        ("第十二分公司", "12"),
        ("分公司", "分公司"),
        ("厦门分公司", "厦门"),
        ("第二营业部", "2营业部"),
        ("五一路门店", "五一路门店"),
    ],
)
def test_a_branch_is_not_its_head(tail: str, branch: str) -> None:
    head = parts("福州鑫源达贸易有限公司")
    assert parts("福州鑫源达贸易有限公司" + tail) == (*head[:4], branch)


def test_the_hint_decides_between_namesakes() -> None:
    assert parts("鼓楼区鑫源达商店", "福州")[0] == "鼓楼区"
    assert parts("义乌鑫源达商贸有限公司", "金华")[:2] == ("义乌市", "鑫源达")
    assert parts("平安鑫源达商贸有限公司", "金华")[0] is None
