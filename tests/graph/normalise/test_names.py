import polars as pl
import pytest

from graph.normalise.names import firm_names, one_spelling

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
        ("The Acme & Co. Limited", (None, "ACME", None, "LTD", None)),
        ("", (None, None, None, None, None)),
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


@pytest.mark.parametrize(
    ("name", "region", "brand", "trade"),
    [
        # the trade is a chain of words, and the brand what is left
        ("福州鑫源达资产保理有限公司", "福州市", "鑫源达", "资产保理"),
        ("福州鑫源达静电喷涂设备厂", "福州市", "鑫源达", "静电喷涂设备"),
        ("福州消博士消毒科技有限公司", "福州市", "消博士", "消毒科技"),
        ("福州鑫源光机电设备有限公司", "福州市", "鑫源光", "机电设备"),
        ("福州科微电子有限公司", "福州市", "科微", "电子"),
        ("福州工业固废处置有限公司", "福州市", None, "工业固废处置"),
        ("福州阳光物业管理有限公司", "福州市", "阳光", "物业管理"),
        ("福州创意文化传媒有限公司", "福州市", "创意", "文化传媒"),
        ("福州鑫源达养殖场", "福州市", "鑫源达", "养殖"),
        ("福州鑫源银行股份有限公司", "福州市", "鑫源", "银行"),
        # regions between and behind
        ("鑫源达福州机械有限公司", "福州市", "鑫源达", "机械"),
        ("鑫源达机械福州有限公司", "福州市", "鑫源达", "机械"),
        ("鑫源达福建福州机械有限公司", "福州市", "鑫源达", "机械"),
        ("鑫源达(中国)有限公司", "中国", "鑫源达", None),
        ("鑫源达照明中国有限公司", "中国", "鑫源达", "照明"),
        ("中国鑫源达集团有限公司", "中国", "鑫源达", None),
        # a brand that begins like a place
        ("安顺物业管理(大庆)有限公司", "大庆市", "安顺", "物业管理"),
        ("丰顺建筑工程亳州有限公司", "亳州市", "丰顺", "建筑工程"),
        # zones, towns and districts behind the region
        ("宁波高新区鑫源达创意工作室", "宁波市高新区", "鑫源达", "创意"),
        ("宁波梅山保税港区鑫源投资有限公司", "宁波市梅山保税港区", "鑫源", "投资"),
        ("吴江区黎里镇鑫源贸易商行", "吴江区黎里镇", "鑫源", "贸易"),
        ("宁波北仑鑫源机械制造有限公司", "北仑区", "鑫源", "机械制造"),
        ("鼓楼区鑫源达贸易商行", "鼓楼区", "鑫源达", "贸易"),
        ("雅安市政工程有限公司", "雅安市", None, "市政工程"),
        ("雅安市政通贸易有限公司", "雅安市", "政通", "贸易"),
    ],
)
def test_where_region_brand_and_trade_meet(
    name: str, region: str | None, brand: str | None, trade: str | None
) -> None:
    assert parts(name)[:3] == (region, brand, trade)


@pytest.mark.parametrize(
    ("name", "brand", "branch"),
    [
        ("太平人寿东莞中心支公司", "太平", "东莞中心支公司"),
        ("鑫源达(福州)贸易有限公司厦门市分公司", "鑫源达", "厦门"),
        ("福州鑫源达贸易有限公司(存续)", "鑫源达", None),
    ],
)
def test_what_stands_behind_the_head_office(name: str, brand: str, branch: str | None) -> None:
    assert (parts(name)[1], parts(name)[4]) == (brand, branch)


def test_a_name_too_long_to_be_one_is_a_brand() -> None:
    assert parts("鑫" * 300)[:3] == (None, "鑫" * 300, None)


def test_spellings_of_one_name_become_one() -> None:
    names = [
        "福州鑫源达贸易有限公司",
        "鑫源达（福州市）贸易有限责任公司",
        "Acme Ltd.",
        "ACME LIMITED",
        "()",
        None,
    ]
    spelt = one_spelling(firm_names(pl.Series(names)))
    assert spelt.to_list() == [*["福州市鑫源达贸易有限公司"] * 2, *["ACMELTD"] * 2, "()", None]
