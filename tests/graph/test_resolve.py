"""Who is one person: through the snapshot, on small registers whose truth is plain."""

from datetime import date, timedelta
from itertools import permutations

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import snapshot
from graph.model import KeyKind
from graph.resolve import MAX_NAMES_PER_ID, MAX_SHARING, Identity
from graph.snapshot import Snapshot
from tests.graph.registers import Row, layout

# Ids made up for these tests; their check digits hold.
ID_18, ID_15 = "350102198005031231", "350102800503123"
OTHER_ID = "350103197511082455"


Person = tuple[str, tuple[int, ...], int]


def firms(n: int, city: str = "福州市", district: str = "鼓楼区") -> list[Row]:
    return [
        {
            "firm_id": f"F{i:03}",
            "name": f"福州甲乙{i}贸易有限公司",
            "registered_on": date(2020, 1, 1) + timedelta(days=i),
            "address": f"福建省{city}{district}东街{i + 1}号{i + 101}室",
        }
        for i in range(n)
    ]


def role(firm: int, name: str, kind: str = "legal_representative", **more: object) -> Row:
    return {"firm_id": f"F{firm:03}", "person_name": name, "role": kind, **more}


def phone(firm: int, value: str = "13812340987", **more: object) -> Row:
    return {"firm_id": f"F{firm:03}", "kind": "phone", "value": value, **more}


def people(built: Snapshot, kind: KeyKind) -> list[Person]:
    """(name, firms, identity) of every person, sorted."""
    firms_of = built.links.group_by("key").agg(pl.col("firm").unique().sort())
    persons = built.persons.filter(built.keys["kind"].gather(built.persons["key"]) == kind)
    rows = persons.join(firms_of, on="key").select("name", "firm", "identity").rows()
    return sorted((name, tuple(at), identity) for name, at, identity in rows)


def resolved(n: int, *, kind: KeyKind = KeyKind.PERSON, **rows: list[Row]) -> list[Person]:
    """The people of a register of `n` firms."""
    return people(snapshot.build(layout(**{"firms": firms(n), **rows}), id_key=b"test"), kind)


def test_a_common_name_alone_joins_nobody() -> None:
    found = resolved(30, roles=[role(i, "王伟") for i in range(30)])
    assert found == [("王伟", (i,), Identity.WITHIN_FIRM) for i in range(30)]


def test_one_id_is_one_person_in_every_written_form() -> None:
    found = resolved(
        3,
        roles=[
            role(0, "王伟", person_id=ID_18),
            role(1, "王伟", person_id=ID_15),
            role(2, "王 伟", person_id=f" {ID_18}"),
        ],
    )
    assert found == [("王伟", (0, 1, 2), Identity.BY_ID)]


def test_a_masked_id_is_no_id() -> None:
    masked = "350102********1231"
    found = resolved(2, roles=[role(i, "王伟", person_id=masked) for i in range(2)])
    assert [firms for _, firms, _ in found] == [(0,), (1,)]


def test_an_id_under_many_names_is_a_placeholder() -> None:
    names = ["王伟", "李娜", "张敏", "刘洋", "陈静", "赵磊", "孙丽"]
    roles = [role(i, name, person_id=ID_18) for i, name in enumerate(names)]
    few = resolved(7, roles=roles[:MAX_NAMES_PER_ID])
    assert [f for _, f, _ in few] == [tuple(range(MAX_NAMES_PER_ID))]
    many = resolved(7, roles=roles[: MAX_NAMES_PER_ID + 1])
    assert len(many) == MAX_NAMES_PER_ID + 1


def test_one_name_in_one_firm_is_one_person_unless_ids_differ() -> None:
    same = [role(0, "王伟"), role(0, "王伟", "supervisor", person_id=ID_18)]
    holding = {"firm_id": "F000", "holder_type": "person", "holder_name": "王伟"}
    assert resolved(1, roles=same, holdings=[holding]) == [("王伟", (0,), Identity.BY_ID)]
    two = [*same, role(0, "王伟", "director", person_id=OTHER_ID)]
    assert [identity for _, _, identity in resolved(1, roles=two)] == [
        Identity.WITHIN_FIRM,  # whose mention this is, nobody can say
        Identity.BY_ID,
        Identity.BY_ID,
    ]


@pytest.mark.parametrize(
    ("contact", "firms_on_it", "persons"),
    [
        ({}, 2, 1),
        ({}, MAX_SHARING, 1),
        ({}, MAX_SHARING + 1, MAX_SHARING + 1),
        ({"kind": "device", "value": "AB12CD34"}, 3, 1),
        ({"kind": "ip", "value": "203.0.113.7"}, 3, 3),  # whole towns go out through one
        ({"value": "13800000000"}, 3, 3),  # a number that was typed to fill the field
    ],
)
def test_a_contact_that_few_firms_share_corroborates_a_name(
    contact: dict[str, str], firms_on_it: int, persons: int
) -> None:
    n = firms_on_it
    others = 2_000  # among whom the name is as rare as it is
    found = resolved(
        n + others,
        roles=[*[role(i, "王伟") for i in range(n)], *crowd(others, after=n)],
        contacts=[{**phone(i), **contact} for i in range(n)],
    )
    found = [person for person in found if person[0] == "王伟"]
    assert len(found) == persons
    if persons == 1:
        assert found == [("王伟", tuple(range(n)), Identity.CORROBORATED)]


def test_an_agents_own_phone_corroborates_however_many_clients_share_it() -> None:
    n, others = MAX_SHARING + 10, 4_000
    contacts = [phone(i, used_by="agent") for i in range(n)]
    agent = [role(i, "欧阳舜华", "agent") for i in range(n)]
    found = resolved(
        n + others, kind=KeyKind.AGENT, roles=[*agent, *crowd(others, after=n)], contacts=contacts
    )
    assert found == [("欧阳舜华", tuple(range(n)), Identity.CORROBORATED)]
    director = [role(i, "欧阳舜华", "director") for i in range(n)]
    found = resolved(n + others, roles=[*director, *crowd(others, after=n)], contacts=contacts)
    found = [person for person in found if person[0] == "欧阳舜华"]
    assert Identity.CORROBORATED not in {identity for _, _, identity in found}


def test_an_agent_and_a_director_of_one_name_are_different_keys() -> None:
    tables = layout(
        firms=firms(1),
        roles=[role(0, "王伟", "agent", person_id=ID_18), role(0, "王伟", "director", person_id=ID_18)],
    )
    built = snapshot.build(tables, id_key=b"test")
    assert built.keys.filter(pl.col("kind") == KeyKind.AGENT).height == 1
    assert built.keys.filter(pl.col("kind") == KeyKind.PERSON).height == 1
    assert built.identities.height == 2


@pytest.mark.parametrize(
    ("born", "persons"),
    [
        (("1980-05-03", "1980-05-03"), 1),
        (("1980-05", "1980-05"), 2),  # a month is shared by too many for a common name
        (("1980-01-01", "1980-01-01"), 2),  # and this is what is written where only the year is known
        (("1980-05-03", "1980-05-04"), 2),
    ],
)
def test_a_date_of_birth_corroborates_a_name(born: tuple[str, str], persons: int) -> None:
    found = resolved(2, roles=[role(i, "王伟", birth_date=born[i]) for i in range(2)])
    assert len(found) == persons


MONTH, COUNTY = {"birth_date": "1980-05"}, {"home_region": "350102"}


@pytest.mark.parametrize("said", list(permutations([MONTH | COUNTY, MONTH | COUNTY, MONTH, COUNTY])))
def test_what_is_known_of_whom_does_not_depend_on_the_order_of_firms(
    said: tuple[dict[str, str], ...],
) -> None:
    """Two of whom month and county are known are one person; of the others too little is."""
    others = 1_000
    roles = [role(i, "王伟", **told) for i, told in enumerate(said)]
    found = resolved(4 + others, roles=[*roles, *crowd(others, after=4)])
    both = tuple(i for i, told in enumerate(said) if len(told) == 2)
    alone = [(i,) for i, told in enumerate(said) if len(told) == 1]
    assert sorted(firms for name, firms, _ in found if name == "王伟") == sorted([both, *alone])


@pytest.mark.parametrize(
    "said",
    [
        ({"birth_date": "1980-05-03"}, {"birth_date": "1980-05-04"}),
        ({"birth_date": "1980-05"}, {"birth_date": "1980-06-01"}),
        ({"birth_date": "1980"}, {"birth_date": "1981-06-01"}),
        ({"home_region": "350102"}, {"home_region": "350103"}),
        ({"person_id": ID_18}, {"person_id": OTHER_ID}),
        ({"person_id": ID_18}, {"birth_date": "1980-05-04"}),  # the id says the third
    ],
)
def test_namesakes_who_contradict_each_other_stay_apart(said: tuple[dict[str, str], dict[str, str]]) -> None:
    contacts = [phone(0), phone(1)]
    apart = resolved(2, roles=[{**role(i, "王伟"), **said[i]} for i in range(2)], contacts=contacts)
    assert [f for _, f, _ in apart] == [(0,), (1,)]
    joined = resolved(2, roles=[{**role(i, "王伟"), **said[0]} for i in range(2)], contacts=contacts)
    assert [f for _, f, _ in joined] == [(0, 1)]


def test_a_city_of_origin_contradicts_no_county_in_it() -> None:
    roles = [role(0, "王伟", home_region="350102"), role(1, "王伟", home_region="350100")]
    assert len(resolved(2, roles=roles, contacts=[phone(0), phone(1)])) == 1


def test_a_bridge_between_two_ids_belongs_to_neither() -> None:
    roles = [role(0, "王伟", person_id=ID_18), role(1, "王伟"), role(2, "王伟", person_id=OTHER_ID)]
    contacts = [phone(0), phone(1), phone(1, "13912349876"), phone(2, "13912349876")]
    assert [f for _, f, _ in resolved(3, roles=roles, contacts=contacts)] == [(0,), (1,), (2,)]


def test_a_city_in_which_everybody_is_known_from_elsewhere() -> None:
    here, there = firms(1, city="厦门市", district="思明区"), firms(2)[1:]
    roles = [role(0, "欧阳甲乙", person_id=ID_18), role(1, "欧阳甲乙", person_id=ID_18)]
    built = snapshot.build(layout(firms=here + there, roles=roles), id_key=b"test")
    assert people(built, KeyKind.PERSON) == [("欧阳甲乙", (0, 1), Identity.BY_ID)]


def crowd(n: int, after: int = 0) -> list[Row]:
    """Firms of people whose surnames and given names are all over the place, from number `after` on."""
    surnames, given = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "建国志海云飞文斌浩宇明超"
    return [
        role(after + i, surnames[i % 16] + given[i % 12] + given[i // 16 % 12], "director") for i in range(n)
    ]


def test_a_rare_name_in_one_city_is_probably_one_person() -> None:
    n = 200
    pair = [role(0, "欧阳舜华"), role(1, "欧阳舜华")]
    found = resolved(n, roles=[*crowd(n), *pair])
    assert ("欧阳舜华", (0, 1), Identity.RARE_NAME) in found

    elsewhere = [*firms(1, "厦门市", "思明区"), *firms(n)[1:]]
    found = resolved(n, firms=elsewhere, roles=[*crowd(n), *pair])
    assert [f for name, f, _ in found if name == "欧阳舜华"] == [(0,), (1,)]

    contradicting = [{**pair[0], "birth_date": "1970"}, {**pair[1], "birth_date": "1980"}]
    found = resolved(n, roles=[*crowd(n), *contradicting])
    assert [f for name, f, _ in found if name == "欧阳舜华"] == [(0,), (1,)]


@pytest.mark.parametrize("name", ["无", "待定", "Unknown"])
def test_a_placeholder_for_a_name_is_never_one_person(name: str) -> None:
    n = 200
    found = resolved(n, roles=[*crowd(n), role(0, name), role(1, name)], contacts=[phone(0), phone(1)])
    assert [f for who, f, _ in found if who == name.upper()] == [(0,), (1,)]


NAMES = st.sampled_from(["王伟", "李娜", "欧阳舜华", "无"])
IDS = st.sampled_from([None, ID_18, ID_15, OTHER_ID, "GB-77", "3501**********1231"])
BORN = st.sampled_from([None, "1980", "1980-05", "1980-05-03", "1975-11-08"])
ROLES = st.sampled_from(["legal_representative", "director", "agent"])
MENTION = st.builds(
    lambda firm, name, kind, person_id, born: role(firm, name, kind, person_id=person_id, birth_date=born),
    st.integers(0, 5),
    NAMES,
    ROLES,
    IDS,
    BORN,
)
PHONES = st.builds(phone, st.integers(0, 5), st.sampled_from(["13812340987", "13912349876"]))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(st.lists(MENTION, min_size=1, max_size=25), st.lists(PHONES, max_size=8))
def test_no_person_has_two_ids_and_no_id_two_persons(roles: list[Row], contacts: list[Row]) -> None:
    built = snapshot.build(layout(firms=firms(6), roles=roles, contacts=contacts), id_key=b"test")
    assert built.identities["key"].is_unique().all()
    kinds = built.identities.with_columns(built.keys["kind"].gather(built.identities["key"]).alias("kind"))
    assert kinds.select("id", "kind").is_unique().all()
    # Every mention is somebody's: the firms and roles of the people are those of the mentions.
    said = {(r["firm_id"], r["role"]) for r in roles}
    people_links = built.links.filter(
        built.keys["kind"].gather(built.links["key"]).is_in([KeyKind.PERSON, KeyKind.AGENT])
    )
    assert people_links.select("firm", "role").unique().height == len(said)
