import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.matching.comparison import Verdict, why
from graph.matching.names import NAME_PARTS, compare_names

FIRM = "福州鑫源达贸易有限公司"
TECH = "福州鑫源达网络科技有限公司"
BRANCH = "福州鑫源达贸易有限公司第一分公司"


def compare(left: str, right: str) -> tuple[Verdict, float, str]:
    compared = compare_names(pl.Series([left]), pl.Series([right]))
    return (
        Verdict(compared["verdict"][0]),
        compared["score"][0],
        why(compared, NAME_PARTS, "en")[0],
    )


@pytest.mark.parametrize(
    ("name", "other"),
    [
        (FIRM, "鑫源达(福州)贸易有限公司"),
        (FIRM, "鑫源达（福州市）贸易有限公司"),
        (FIRM, "鑫源达贸易(福州)有限公司"),
        (FIRM, "(福州)鑫源达贸易有限公司"),
        (FIRM, "鑫源达贸易福州有限公司"),
        (FIRM, "鑫源达福州贸易有限公司"),
        (FIRM, "福州市鑫源达贸易有限公司"),
        (FIRM, "福建省福州市鑫源达贸易有限公司"),
        ("福建鑫源达贸易有限公司", "福建省鑫源达贸易有限公司"),
        ("新疆鑫源达贸易有限公司", "新疆省鑫源达贸易有限公司"),
        ("大理鑫源达贸易有限公司", "大理市鑫源达贸易有限公司"),
        ("长乐市鑫源达贸易有限公司", "长乐区鑫源达贸易有限公司"),
        (FIRM, "福州鑫源达贸易有限责任公司"),
        (FIRM, "福州鑫源達貿易有限公司"),
        (FIRM, "福州 鑫源达 贸易有限公司"),
        (FIRM, "福州·鑫源达·贸易有限公司"),
        ("福州ABC科技有限公司", "福州ＡＢＣ科技有限公司"),
        ("福州abc科技有限公司", "福州ABC科技有限公司"),
        ("安顺物业管理(大庆)有限公司", "大庆安顺物业管理有限公司"),
        ("福州鑫源达投资合伙企业(有限合伙)", "福州鑫源达投资有限合伙企业"),
        ("福州鑫源达种植农民专业合作社", "福州鑫源达种植专业合作社"),
        (FIRM + "(存续)", FIRM),
        (BRANCH, "福州鑫源达贸易有限公司第1分公司"),
        (BRANCH, "福州鑫源达贸易有限公司一分公司"),
        (BRANCH, "鑫源达(福州)贸易有限责任公司第一分公司"),
        (FIRM + "厦门分公司", FIRM + "厦门市分公司"),
    ],
)
def test_spellings_of_one_firm(name: str, other: str) -> None:
    verdict, score, _ = compare(name, other)
    assert (verdict, score) == (Verdict.SAME, 1.0)


@pytest.mark.parametrize(
    "trade", ["贸昜", "贸", "易", "易贸", "贸贸易", "贸易易", "冒易", "贸X易"]
)  # replaced, dropped, swapped, doubled, added
def test_one_slip_in_a_short_trade(trade: str) -> None:
    verdict, score, said = compare(FIRM, f"福州鑫源达{trade}有限公司")
    assert verdict == Verdict.SAME
    assert 0.95 <= score < 1.0
    assert "brand" in said.split(";")[0]


@pytest.mark.parametrize(
    "trade",
    ["网科技", "络科技", "网络科", "网络技", "网络科枝", "冈络科技", "网络网科技", "络网科技", "网科络技"],
)
def test_one_slip_in_a_long_trade(trade: str) -> None:
    assert compare(TECH, f"福州鑫源达{trade}有限公司")[0] == Verdict.SAME


@pytest.mark.parametrize("form", ["有限公可", "有公司", "有限限公司"])
def test_one_slip_in_the_form(form: str) -> None:
    assert compare(FIRM, "福州鑫源达贸易" + form)[0] == Verdict.SAME


@pytest.mark.parametrize(
    ("name", "other", "differs"),
    [
        (FIRM, "福州鑫源通贸易有限公司", "brand"),  # another character
        (FIRM, "福州新源达贸易有限公司", "brand"),  # of one sound
        ("福州己源贸易有限公司", "福州已源贸易有限公司", "brand"),  # of one look
        (FIRM, "福州鑫源贸易有限公司", "brand"),  # one less
        (FIRM, "福州鑫源达通贸易有限公司", "brand"),  # one more at the end
        (FIRM, "福州鑫源达达贸易有限公司", "brand"),
        (FIRM, "福州大鑫源达贸易有限公司", "brand"),
        (FIRM, "福州源鑫达贸易有限公司", "brand"),  # in another order
        ("福州三一贸易有限公司", "福州三1贸易有限公司", "brand"),
        ("福州鑫源达电子有限公司", "福州鑫源微电子有限公司", "brand"),  # 微电子 is a trade, too
        ("福州建建筑工程有限公司", "福州建建建筑工程有限公司", "brand"),
        (FIRM, "厦门鑫源达贸易有限公司", "region"),
        (FIRM, "鑫源达(厦门)贸易有限公司", "region"),
        (FIRM, "福建鑫源达贸易有限公司", "region"),
        (FIRM, "福州高新区鑫源达贸易有限公司", "region"),
        ("鼓楼区鑫源达商店", "朝阳区鑫源达商店", "region"),
        (FIRM, "福州鑫源达商贸有限公司", "trade"),
        ("福州鑫源达商贸有限公司", "福州鑫源达工贸有限公司", "trade"),
        (FIRM, "福州鑫源达建筑工程有限公司", "trade"),
        ("福州鑫源达养殖场", "福州鑫源达种植场", "trade"),
        (FIRM, BRANCH, "branch"),
        (FIRM, FIRM + "分公司", "branch"),
        (BRANCH, FIRM + "第二分公司", "branch"),
        (BRANCH, FIRM + "第一分店", "branch"),
        (FIRM + "厦门分公司", FIRM + "泉州分公司", "branch"),
    ],
)
def test_another_firm(name: str, other: str, differs: str) -> None:
    verdict, score, said = compare(name, other)
    assert verdict == Verdict.DIFFERENT
    assert score <= 0.5
    assert differs in said.partition("different: ")[2]


@pytest.mark.parametrize(
    "other",
    [
        "鑫源达贸易有限公司",  # the region left out
        "福州鑫源达贸易",  # the form
        "福州鑫源达有限公司",  # the trade
        "福州鑫源达国际贸易有限公司",
        "福州鑫源达贸易股份有限公司",
        "福州鑫源达贸易集团有限公司",
        "福州鑫源达贸易公司",
    ],
)
def test_perhaps_one_firm(other: str) -> None:
    verdict, score, _ = compare(FIRM, other)
    assert verdict == Verdict.POSSIBLE
    assert 0.55 <= score < 0.95


def test_the_nearer_of_two_others_scores_higher() -> None:
    order = [FIRM, "福州鑫源达贸昜有限公司", "鑫源达贸易有限公司", "福州鑫源达贸易股份有限公司"]
    order += ["福州鑫源通贸易有限公司", "福州恒泰贸易有限公司"]
    scores = [compare(FIRM, other)[1] for other in order]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)


@pytest.mark.parametrize(
    ("name", "other", "verdict"),
    [
        ("ACME TRADING LTD", "Acme Trading Limited", Verdict.SAME),
        ("ACME TRADING LTD", "Acme Trading Co., Ltd.", Verdict.SAME),
        ("The A & B Company Ltd", "A and B Co Limited", Verdict.SAME),
        ("SUN SHINE LTD", "SUNSHINE LTD", Verdict.SAME),
        ("O'NEILL MFG INC.", "ONEILL MANUFACTURING INCORPORATED", Verdict.SAME),
        ("Müller GmbH", "MULLER GMBH", Verdict.SAME),
        ("Société X S.A.R.L.", "SOCIETE X SARL", Verdict.SAME),
        ("ACME TRADING LTD", "TRADING ACME LTD", Verdict.POSSIBLE),
        ("ACME TRADING LTD", "ACMR TRADING LTD", Verdict.POSSIBLE),
        ("ACME TRADING LTD", "ACME TRADING PLC", Verdict.POSSIBLE),
        ("ACME TRADING LTD", "ACME TRADING", Verdict.POSSIBLE),
        ("ACME LTD", "ACNE LTD", Verdict.DIFFERENT),
        ("ACME TRADING 1 LTD", "ACME TRADING 2 LTD", Verdict.DIFFERENT),
        ("ACME TRADING LTD", "ACME CATERING LTD", Verdict.DIFFERENT),
        ("ACME TRADING LTD", FIRM, Verdict.DIFFERENT),
    ],
)
def test_latin_names(name: str, other: str, verdict: Verdict) -> None:
    assert compare(name, other)[0] == verdict


def test_nothing_is_like_no_name() -> None:
    compared = compare_names(pl.Series([None, "", FIRM, " "]), pl.Series([None, "", None, FIRM]))
    assert compared["score"].to_list() == [0.0] * 4
    assert compared["verdict"].to_list() == [Verdict.DIFFERENT] * 4
    assert len(compare_names(pl.Series([], dtype=pl.String), pl.Series([], dtype=pl.String))) == 0


REGIONS = st.sampled_from(["", "福州", "福州市", "厦门", "福建", "鼓楼区", "大理"])
BRANDS = st.text("鑫源达通新恒泰安金微A1", min_size=2, max_size=4)
TRADES = st.sampled_from(
    ["", "贸易", "商贸", "科技", "网络科技", "电子", "建筑工程", "贸昜", "络科技", "水产"]
)
FORMS = st.sampled_from(["", "有限公司", "有限责任公司", "股份有限公司", "厂", "专业合作社"])
BRANCHES = st.sampled_from(["", "分公司", "第一分公司", "第1分公司", "厦门分公司"])
NAMES = st.builds(lambda *parts: "".join(parts), REGIONS, BRANDS, TRADES, FORMS, BRANCHES) | st.text(
    max_size=12
)


@given(st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=20))
@settings(max_examples=60, deadline=None)
def test_columns_are_compared_row_by_row_and_either_way_round(pairs: list[tuple[str, str]]) -> None:
    left, right = (pl.Series(side, dtype=pl.String) for side in zip(*pairs, strict=True))
    compared = compare_names(left, right)
    assert compared.equals(compare_names(right, left))
    assert compared.reverse().equals(compare_names(left.reverse(), right.reverse()))
    for i, (a, b) in enumerate(pairs):
        assert compared[i].equals(compare_names(pl.Series([a]), pl.Series([b])))
    assert compared["score"].is_between(0, 1).all()
    same = compared["verdict"] == Verdict.SAME
    assert (compared["score"].filter(same) >= 0.95).all()
    assert (compared["score"].filter(~same) < 0.95).all()


@given(st.lists(NAMES.filter(lambda name: name.strip().isprintable() and bool(name.strip())), min_size=1))
@settings(max_examples=40, deadline=None)
def test_a_name_is_itself(names: list[str]) -> None:
    left = pl.Series([name for name in names if name[0].isalnum()], dtype=pl.String)
    assert (compare_names(left, left)["verdict"] == Verdict.SAME).all()


@given(BRANDS, BRANDS, TRADES.filter(bool))
@settings(max_examples=200, deadline=None)
def test_a_change_in_the_brand_is_another_firm(brand: str, other: str, trade: str) -> None:
    if brand == other or "微" in brand + other:  # 微电子 is a trade
        return
    verdict, _, _ = compare(f"福州{brand}{trade}有限公司", f"福州{other}{trade}有限公司")
    assert verdict != Verdict.SAME
