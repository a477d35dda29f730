"""Whether two mentions are one person: what is enough, what is not, and what speaks against it."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.matching.comparison import Verdict, why
from graph.matching.people import PERSON_COLUMNS, PERSON_PARTS, compare_people

# Ids made up for these tests; their check digits hold.
ID, ID_15, OTHER_ID = "350102198005031231", "350102800503123", "350103197511082455"
DIFFERENT, POSSIBLE, SAME = Verdict

Said = dict[str, str]


def compared(left: Said, right: Said) -> tuple[float, Verdict, str]:
    """Score, verdict and why, the same both ways."""
    tables = [
        pl.DataFrame(
            {c: [said.get(c)] for c in PERSON_COLUMNS}, schema=dict.fromkeys(PERSON_COLUMNS, pl.String)
        )
        for said in (left, right)
    ]
    result, turned = compare_people(*tables), compare_people(*reversed(tables))
    assert result["verdict"].equals(turned["verdict"])
    assert result["score"].item() == pytest.approx(turned["score"].item(), abs=1e-12)
    return result["score"].item(), Verdict(result["verdict"].item()), why(result, PERSON_PARTS, "en").item()


def verdict(left: Said, right: Said) -> Verdict:
    return compared(left, right)[1]


@pytest.mark.parametrize(
    "name", ["王伟", "欧阳舜华", "阿布都热合曼·买买提江", "Wei Wang", "Peregrine Featherstonehaugh", "Ян"]
)
def test_a_name_alone_is_never_the_same_however_rare(name: str) -> None:
    beside = {"name": name, "gender": "男", "role": "法定代表人"}
    for left, right in (
        ({"name": name},) * 2,
        (beside, beside),
        (beside | {"firm": "甲"}, beside | {"firm": "乙"}),
    ):
        assert verdict(left, right) == POSSIBLE


@pytest.mark.parametrize(
    "beside",
    [
        {"birth_date": "1980-05-03"},
        {"phone": "13812340987"},
        {"firm": "福州鑫源达贸易有限公司"},
        {"id": ID},
        {"id": "G12345678"},
        {"birth_date": "1980-05", "region": "350102"},
    ],
)
def test_one_telling_thing_beside_a_name_is_enough(beside: Said) -> None:
    assert verdict({"name": "王伟"} | beside, {"name": "王伟"} | beside) == SAME


def test_what_many_share_is_enough_only_beside_a_rare_name() -> None:
    for beside in ({"region": "350102"}, {"birth_date": "1980"}):
        assert verdict({"name": "王伟"} | beside, {"name": "王伟"} | beside) == POSSIBLE
        assert verdict({"name": "闻人舜华"} | beside, {"name": "闻人舜华"} | beside) == SAME


@pytest.mark.parametrize("more", [{}, {"birth_date": "1980-05-03", "phone": "13812340987", "firm": "甲乙丙"}])
def test_two_valid_ids_are_two_people_whatever_else_agrees(more: Said) -> None:
    score, said, _ = compared({"name": "王伟", "id": ID} | more, {"name": "王伟", "id": OTHER_ID} | more)
    assert said == DIFFERENT
    assert score <= 0.01


@pytest.mark.parametrize("name", ["王炜", "王 伟", "Wang Wei", "WEI, WANG", ""])
def test_one_id_is_one_person_under_variants_of_a_name(name: str) -> None:
    assert verdict({"name": "王伟", "id": ID}, {"name": name, "id": ID_15}) == SAME


def test_one_id_under_unlike_names_is_to_be_looked_at() -> None:
    assert verdict({"name": "王伟", "id": ID}, {"name": "张敏", "id": ID}) == POSSIBLE


@pytest.mark.parametrize("placeholder", ["000000000000000000", "无", "12345678", "***"])
def test_an_id_that_fills_the_field_is_none(placeholder: str) -> None:
    pair = {"name": "王伟", "id": placeholder}
    assert verdict(pair, pair) == POSSIBLE


def test_a_masked_id_supports_or_refutes_but_never_proves() -> None:
    masked = "3501**********1231"
    assert verdict({"name": "王伟", "id": ID}, {"name": "王伟", "id": masked}) == POSSIBLE
    assert verdict({"name": "王伟", "id": ID}, {"name": "王伟", "id": "3502**********1231"}) == DIFFERENT
    alone, _, _ = compared({"name": "王伟"}, {"name": "王伟"})
    fits, _, told = compared({"name": "王伟", "id": ID}, {"name": "王伟", "id": masked})
    assert fits > alone
    assert told == "same: name; alike: id"


def test_a_slip_in_an_id_is_no_other_id_but_a_slip() -> None:
    beside = {"name": "王伟", "birth_date": "1980-05-03"}
    assert verdict(beside | {"id": ID}, beside | {"id": ID[:-1] + "2"}) == SAME
    assert verdict({"name": "王伟", "id": ID}, {"name": "王伟", "id": "350102197901011239"}) == DIFFERENT


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("1980-05-03", "1980年5月3日"),
        ("1980-05-03", "19800503"),
        ("1980-05-03", "3 May 1980"),
        ("1980-05-03", "May 3rd, 1980"),
        ("1980-05-03", "5/3/1980"),
        ("1980-05-03", "03/05/80"),
        ("1980-05-03", "1980-05-08"),  # one digit
        ("1980-05-03", "1980-03-05"),  # day and month
        ("1980-05-03", "1908-05-03"),  # neighbours swapped
        ("1980-05-03", "1980-05-93"),  # no day at all, but a slip away
    ],
)
def test_birth_dates_in_any_form_or_a_slip_apart_join_a_rare_name(left: str, right: str) -> None:
    assert (
        verdict({"name": "闻人舜华", "birth_date": left}, {"name": "闻人舜华", "birth_date": right}) == SAME
    )


@pytest.mark.parametrize(
    ("left", "right"), [("1980-05-03", "1975-11-08"), ("1980", "1991"), ("1980-05", "1991")]
)
def test_another_birth_date_refutes(left: str, right: str) -> None:
    beside = {"name": "闻人舜华", "phone": "13812340987"}
    assert verdict(beside | {"birth_date": left}, beside | {"birth_date": right}) == POSSIBLE
    assert verdict({"name": "王伟", "birth_date": left}, {"name": "王伟", "birth_date": right}) == DIFFERENT


def test_a_valid_id_says_birthday_home_and_gender() -> None:
    _, said, told = compared(
        {"name": "王伟", "id": ID},
        {"name": "王伟", "birth_date": "1980-05-03", "region": "福州市鼓楼区", "gender": "男"},
    )
    assert (said, told) == (SAME, "same: name, birth date, gender, home region")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("王伟", "王炜"),  # sounds the same
        ("陳偉強", "陈伟强"),
        ("王建国", "王建"),
        ("王建国", "王国建"),
        ("林志玲", "林志铃"),
        ("买买提·艾力", "买买提艾力"),
        ("买买提•艾力", "买买提.艾力"),
        ("曾国强", "Zeng Guoqiang"),
        ("吕秀英", "LYU Xiuying"),
        ("王建国", "Jian-guo Wang"),
        ("John Smith", "SMITH, John"),
        ("Robert Ashworth", "Bob Ashworth"),
        ("Jiang Guomei", "GUO MEI JIANG"),
        ("Sir John Ashworth, 2nd Baronet", "John Ashworth"),
        ("J. Featherstone", "Jane Featherstone"),
        ("Søren Kierkegård", "Soren Kierkegard"),
        ("Deborah Ravenscroft", "Debora Ravenscrofft"),
    ],
)
def test_variants_of_a_name_are_one_person_with_a_birthday_and_a_place(left: str, right: str) -> None:
    beside = {"birth_date": "1980-05-03", "region": "350102"}
    assert verdict({"name": left} | beside, {"name": right} | beside) == SAME


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("王建国", "王建军"),
        ("王伟", "王芳"),
        ("John Smith", "Peter Smith"),
        ("王伟", "李敏"),
    ],
)
def test_relatives_are_two_people_though_home_phone_and_firm_are_one(left: str, right: str) -> None:
    family = {"region": "350102", "phone": "13812340987", "firm": "福州鑫源达贸易有限公司"}
    assert verdict({"name": left} | family, {"name": right} | family) != SAME
    twins = family | {"birth_date": "1980-05-03"}
    assert verdict({"name": left} | twins, {"name": right} | twins) != SAME


def test_father_and_son_of_one_name_are_told_apart() -> None:
    family = {"region": "Leeds", "phone": "+44 7700 900123"}
    assert verdict({"name": "John Smith Sr"} | family, {"name": "John Smith Jr."} | family) != SAME
    born = [{"name": "John Smith", "birth_date": date_} | family for date_ in ("1951-02-27", "1978-04-04")]
    assert verdict(*born) != SAME


def test_a_married_name_needs_more_than_a_place() -> None:
    left, right = {"name": "Deborah Ashworth"}, {"name": "Deborah Pemberton"}
    place = {"region": "Leeds", "gender": "F"}
    assert verdict(left | place, right | place) != SAME
    known = place | {"birth_date": "1980-05-03", "phone": "+44 7700 900123"}
    assert verdict(left | known, right | known) == SAME


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("350102", "福建省福州市鼓楼区"),
        ("350102", "福州"),
        ("福建福州鼓楼区", "福州市鼓楼区"),
        ("鼓楼区", "350102"),
        ("sw1a 1bb", "SW1A 1BA"),
        ("Bristol, City of", "Bristol"),
    ],
)
def test_regions_in_any_form_agree(left: str, right: str) -> None:
    _, _, told = compared({"name": "王伟", "region": left}, {"name": "王伟", "region": right})
    # What one side says more exactly, or only spells so, is alike.
    assert told in {"same: name, home region", "same: name; alike: home region"}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("13812340987", "+86 138-1234-0987"),
        ("0591-83312345", "83312345"),
        ("(702) 919-1300", "17029191300"),
    ],
)
def test_phones_in_any_form_agree(left: str, right: str) -> None:
    assert verdict({"name": "王伟", "phone": left}, {"name": "王伟", "phone": right}) == SAME


def test_an_agents_phone_and_a_dummy_say_little() -> None:
    phone = {"name": "王伟", "phone": "13812340987"}
    assert verdict(phone | {"role": "代理人"}, phone | {"role": "董事"}) == POSSIBLE
    assert verdict(phone | {"role": "代理人"}, phone | {"role": "代理人"}) == SAME
    dummy = {"name": "王伟", "phone": "13800000000"}
    assert compared(dummy, dummy) == compared({"name": "王伟"}, {"name": "王伟"})


def test_two_strangers_on_one_phone_are_two_people() -> None:
    phone = {"phone": "13812340987", "firm": "福州鑫源达贸易有限公司"}
    assert verdict({"name": "王伟"} | phone, {"name": "李敏"} | phone) == DIFFERENT


def test_a_placeholder_is_no_name() -> None:
    assert compared({"name": "待定"}, {"name": "待定"})[1] == DIFFERENT
    assert (
        verdict({"name": "王先生", "phone": "13812340987"}, {"name": "王先生", "phone": "13812340987"})
        != SAME
    )


def test_missing_columns_and_no_rows_are_allowed() -> None:
    names = pl.DataFrame({"name": ["王伟", None]})
    assert compare_people(names, names)["verdict"].to_list() == [POSSIBLE, DIFFERENT]
    assert compare_people(names.clear(), names.clear()).is_empty()


NAMES = st.sampled_from(
    ["王伟", "王炜", "王建国", "欧阳舜华", "Wang Wei", "John Smith", "Bob", "", "无", "阿·依", "Ωμ"]
)
DATES = st.sampled_from(["", "1980", "1980-05", "1980-05-03", "1975-11-08", "3/5/1980", "0000-00-00", "x"])
IDS = st.sampled_from(["", ID, ID_15, OTHER_ID, "3501****1231", "A1", "GB-77", "350102198005031232", "*"])
ANY = st.text(max_size=12)
MENTIONS = st.fixed_dictionaries(
    {
        "name": NAMES | ANY,
        "birth_date": DATES | ANY,
        "gender": st.sampled_from(["", "男", "F", "male", "?"]),
        "id": IDS | ANY,
        "region": st.sampled_from(["", "350102", "福建", "鼓楼区", "Leeds"]) | ANY,
        "phone": st.sampled_from(["", "13812340987", "0591-83312345", "1"]) | ANY,
        "firm": st.sampled_from(["", "福州鑫源达贸易有限公司", "Ashworth Limited"]) | ANY,
        "role": st.sampled_from(["", "董事", "独立董事", "agent", "painter"]) | ANY,
    }
)
VALID = {ID, ID_15, OTHER_ID}


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(MENTIONS, MENTIONS), min_size=1, max_size=8))
def test_every_pair_is_judged_by_itself_and_the_rules_hold(pairs: list[tuple[Said, Said]]) -> None:
    left, right = (pl.DataFrame([pair[side] for pair in pairs]) for side in (0, 1))
    together = compare_people(left, right)
    assert together["score"].is_between(0, 1).all()
    assert ((together["agree"] & together["differ"]) == 0).all()
    turned = compare_people(right, left)
    assert turned["score"].to_list() == pytest.approx(together["score"].to_list(), abs=1e-12)
    assert turned.drop("score").equals(together.drop("score"))
    for row, (one, other) in enumerate(pairs):
        alone = compare_people(left[row : row + 1], right[row : row + 1])
        assert alone.row(0) == pytest.approx(together.row(row))
        if one["id"] in VALID and other["id"] in VALID and OTHER_ID in {one["id"], other["id"]}:
            same = one["id"] == other["id"]
            assert same or together["verdict"][row] == DIFFERENT
        beside = [c for c in PERSON_COLUMNS if c not in {"name", "gender", "role"}]
        if not any(one[c].strip() and other[c].strip() for c in beside):
            assert together["verdict"][row] != SAME or _one_is_an_occupation(one, other)


def _one_is_an_occupation(one: Said, other: Said) -> bool:
    """An occupation is more than a role, and may tell people apart."""
    return bool(one["role"]) and one["role"] not in {"董事", "独立董事", "agent"} and bool(other["role"])
