"""What a sweep joins, a comparison of two mentions never tells apart; what it must not join, it does not."""

from itertools import combinations, product
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import snapshot
from graph.matching.comparison import Verdict
from graph.matching.people import compare_people
from graph.matching.people_coded import SURE_FROM
from graph.model import KeyKind, LinkRole
from tests.graph.registers import Row, layout
from tests.graph.test_resolve import ID_15, ID_18, OTHER_ID, firms, phone

Mention = dict[str, Any]
ROLES = ("legal_representative", "supervisor", "agent")
VALID = {ID_18: 1, ID_15: 1, OTHER_ID: 2}
NAMES = ("王伟", "李娜", "欧阳舜华", "闻人舜华", "Wei Wang")
MENTION = st.fixed_dictionaries(
    {
        "firm": st.integers(0, 3),
        "role": st.sampled_from(ROLES),
        "person_name": st.sampled_from(NAMES),
        "person_id": st.sampled_from(
            [None, ID_18, ID_15, OTHER_ID, "GB-77123", "3501**********1231", "3501**********9999", "000000"]
        ),
        "birth_date": st.sampled_from([None, "1980", "1980-05", "1980-05-03", "1980-05-08", "1975-11-08"]),
        "home_region": st.sampled_from([None, "350102", "350103", "350100", "福州市鼓楼区", "330102"]),
    }
)
PHONES = st.builds(phone, st.integers(0, 3), st.sampled_from(["13812340987", "13912349876"]))


def persons(mentions: list[Mention], contacts: list[Row], registered: list[Row] | None = None) -> list[int]:
    """The key of each mention's person."""
    rows = [{"firm_id": f"F{m['firm']:03}", **{k: v for k, v in m.items() if k != "firm"}} for m in mentions]
    tables = layout(firms=registered or firms(4), roles=rows, contacts=contacts)
    built = snapshot.build(tables, id_key=b"test")
    people = built.links.filter(
        built.keys["kind"].gather(built.links["key"]).is_in([KeyKind.PERSON, KeyKind.AGENT])
    )
    places = {(f, r): key for f, r, key in people.select("firm", "role", "key").iter_rows()}
    return [places[m["firm"], LinkRole[m["role"].upper()]] for m in mentions]


def side(mentions: list[Mention]) -> pl.DataFrame:
    columns = {"name": "person_name", "birth_date": "birth_date", "id": "person_id", "region": "home_region"}
    schema = dict.fromkeys((*columns, "role", "firm"), pl.String)
    rows = [
        {
            **{c: m.get(key) for c, key in columns.items()},
            "role": m["role"],
            "firm": f"福州甲乙{m['firm']}贸易有限公司",
        }
        for m in mentions
    ]
    return pl.DataFrame(rows, schema=schema)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=80)
@given(
    st.lists(MENTION, min_size=2, max_size=12, unique_by=lambda m: (m["firm"], m["role"])),
    st.lists(PHONES, max_size=6),
)
def test_a_sweep_and_a_comparison_never_contradict_each_other(
    mentions: list[Mention], contacts: list[Row]
) -> None:
    person = persons(mentions, contacts)
    pairs = [(a, b) for a, b in combinations(range(len(mentions)), 2) if person[a] == person[b]]
    for a, b in pairs:
        ids = [VALID.get(mentions[i]["person_id"]) for i in (a, b)]
        assert None in ids or ids[0] == ids[1]
    # An id joins people of any name, and through it others: there two mentions alone may look unlike.
    complete = {*VALID, "GB-77123"}
    by_id = {key for key, m in zip(person, mentions, strict=True) if m["person_id"] in complete}
    told = [
        (a, b)
        for a, b in pairs
        if (mentions[a]["person_name"] == mentions[b]["person_name"] and person[a] not in by_id)
        or (mentions[a]["person_id"] in complete and mentions[a]["person_id"] == mentions[b]["person_id"])
    ]
    left, right = (side([mentions[pair[i]] for pair in told]) for i in (0, 1))
    assert (compare_people(left, right)["verdict"] != Verdict.DIFFERENT).all()


CROWD: list[Mention] = [
    {"firm": n, "role": "director", "person_name": surname + given}
    for n, (surname, given) in enumerate(
        product(
            "赵钱孙李周吴郑冯陈褚卫蒋沈韩杨朱",
            ("建国", "志海", "云飞", "文斌", "浩宇", "明超", "丽华", "秀英"),
        )
    )
]
COMMON, RARE = "王伟", "欧阳舜华"
PHONE = "13812340987"


@pytest.mark.parametrize("name", [COMMON, RARE])
@pytest.mark.parametrize(
    "said",
    [
        {},
        {"phone": PHONE},
        {"birth_date": "1980-05-03"},
        {"birth_date": "1980-05"},
        {"birth_date": "1980"},
        {"home_region": "350102"},
        {"home_region": "350102", "birth_date": "1980"},
    ],
)
def test_a_sweep_joins_whom_a_comparison_is_sure_of(name: str, said: dict[str, str]) -> None:
    """Two mentions in firms of two cities that agree in what is said, in the register and as a pair."""
    n = len(CROWD)
    of_person = {key: value for key, value in said.items() if key != "phone"}
    pair: list[Mention] = [
        {"firm": n + i, "role": "director", "person_name": name, **of_person} for i in (0, 1)
    ]
    places = [*firms(n + 1), {**firms(n + 2, "厦门市", "思明区")[n + 1]}]
    contacts = [phone(n + i, said["phone"]) for i in (0, 1)] if "phone" in said else []
    person = persons([*CROWD, *pair], contacts, places)
    left, right = (side([mention]).with_columns(phone=pl.lit(said.get("phone"))) for mention in pair)
    told = compare_people(left, right).row(0, named=True)
    joined = person[n] == person[n + 1]
    assert joined or told["score"] < SURE_FROM
    assert told["verdict"] != Verdict.DIFFERENT or not joined
    assert said or not joined
