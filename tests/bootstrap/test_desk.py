"""The registration desk: a new application beside the firms it shares something with."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from api.desk import application_of, ask
from bootstrap.application import read_application
from bootstrap.compose import open_store
from bootstrap.desk import precheck, warm
from bootstrap.desk_answer import DEADLINE, Answer
from bootstrap.identity import identity_key
from bootstrap.limits import MOST_ROWS
from bootstrap.newcomer import join
from bootstrap.settings import Settings
from fixtures.city import write_city
from graph.errors import InputError, NotFound, NotPublished
from graph.model import KeyKind
from graph.store.records import KeyHandle
from sweeps.run import sweep

TODAY = date(2025, 1, 6)
HOST = "福建省福州市鼓楼区测试路8号商务大厦901室"
SPELT = "福州市鼓楼区测试路5号和平花园2栋301室"
SPELT_OTHERWISE = "福州市鼓楼区和平花园2栋301室"
NO_HOUSE = "福建省福州市鼓楼区测试路9999号"
NO_ROOM = "福建省福州市鼓楼区测试路17号101室"
AGENCY_PHONE = "059183311111"
NEVER_STORED = "110105194912310021"


@dataclass(frozen=True)
class Town:
    """A swept city without some firms of it: the last member of each dense ring."""

    settings: Settings
    tables: dict[str, pl.DataFrame]  # also of those left out
    left_out: tuple[str, ...]

    @cached_property
    def key(self) -> bytes:
        return identity_key(self.settings)

    def ask(self, application: Mapping[str, Any]) -> Answer:
        return precheck(open_store(self.settings), application, today=TODAY, id_key=self.key)

    def application_of(self, firm_id: str) -> dict[str, Any]:
        """A firm's rows as if it applied now, under no number yet."""

        def rows(table: str) -> list[dict[str, Any]]:
            mine = self.tables[table].filter(pl.col("firm_id") == firm_id).drop("firm_id")
            return [{k: v for k, v in row.items() if v is not None} for row in mine.iter_rows(named=True)]

        firm = {k: v for k, v in rows("firms")[0].items() if k not in ("status", "dissolved_on")}
        return {"firm": firm, **{table: rows(table) for table in ("roles", "holdings", "contacts")}}


def _host_of_strangers(tables: dict[str, pl.DataFrame]) -> None:
    """Forty tenants of one declared host, with one agency's phone; they have nothing else in common."""
    tenants = [f"TENANT{n:03d}" for n in range(40)]
    days = [(date(2018, 1, 5) + timedelta(days=55 * n)).isoformat() for n in range(40)]
    scopes = [f"经营范围测试{n}号业务。" for n in range(40)]
    added = {
        "firms": pl.DataFrame({
            "firm_id": tenants, "name": [f"福州独{n}号{n * 7}贸易有限公司" for n in range(40)],
            "registered_on": days, "address": [HOST] * 40, "scope": scopes, "status": ["active"] * 40,
        }),
        "roles": pl.DataFrame({
            "firm_id": tenants, "person_name": [f"独{n}甲" for n in range(40)],
            "role": ["legal_representative"] * 40, "person_id": [f"TENANT-PERSON-{n}" for n in range(40)],
        }),
        "contacts": pl.DataFrame({
            "firm_id": tenants, "kind": ["phone"] * 40, "value": [AGENCY_PHONE] * 40,
            "used_by": ["agent"] * 40,
        }),
        "hubs": pl.DataFrame(
            {"kind": ["hosting_address", "agency_phone"], "value": [HOST, AGENCY_PHONE]}
        ),
    }  # fmt: skip
    for name, rows in added.items():
        tables[name] = pl.concat([tables[name], rows.cast(pl.String)], how="diagonal")


def _library(tables: dict[str, pl.DataFrame]) -> None:
    """A house and a room that do not exist, neither of them anybody's address."""
    rows = {"address": [NO_HOUSE, NO_ROOM], "room_known": [None, "false"], "exists": ["false", "true"]}
    tables["places"] = pl.concat([tables["places"], pl.DataFrame(rows)], how="diagonal")


def _one_building_in_two_spellings(tables: dict[str, pl.DataFrame]) -> None:
    addresses = [SPELT, SPELT_OTHERWISE, SPELT.replace("301", "405")]
    rows = pl.DataFrame(
        {
            "firm_id": [f"SPELT{n}" for n in range(3)],
            "name": ["福州独松贸易有限公司", "福州独柏食品有限公司", "福州独桐科技有限公司"],
            "registered_on": ["2017-03-01", "2019-05-02", "2021-07-03"],
            "address": addresses,
            "status": ["active"] * 3,
        }
    )
    tables["firms"] = pl.concat([tables["firms"], rows], how="diagonal")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    folder = tmp_path_factory.mktemp("town")
    city = folder / "city"
    write_city(city, firms=1500, seed=5, prevalence=0.08)
    truth = pl.read_csv(city / "truth" / "firms.csv", infer_schema=False)
    tables = {file.stem: pl.read_csv(file, infer_schema=False) for file in city.glob("*.csv")}
    _host_of_strangers(tables)
    _one_building_in_two_spellings(tables)
    _library(tables)
    born = truth.join(tables["firms"].select("firm_id", "registered_on"), on="firm_id")
    dense = born.filter(pl.col("difficulty") == "dense").sort("registered_on", "firm_id")
    left_out = tuple(dense.group_by("ring_id", maintain_order=True).last()["firm_id"].sort())
    for name, table in tables.items():
        refs = [column for column in ("firm_id", "from_id", "to_id") if column in table.columns]
        kept = table.filter(~pl.any_horizontal(pl.lit(False), *(pl.col(c).is_in(left_out) for c in refs)))
        kept.write_csv(city / f"{name}.csv")
    settings = Settings(workspace=folder / "w")
    sweep(city, settings)
    return Town(settings, tables, left_out)


def newcomer(**changes: Any) -> dict[str, Any]:
    """An honest newcomer of whom nothing is in the register."""
    plain = {
        "firm": {
            "name": "福州彼岸云杉食品有限公司",
            "capital": 873_000,
            "address": "福建省福州市台江区从无此路77号3单元402室",
            "scope": "从无他人写过的经营范围。",
        },
        "roles": [
            {"person_name": "欧阳测试", "role": "legal_representative", "person_id": NEVER_STORED},
            {"person_name": "司徒测试", "role": "supervisor"},
        ],
        "holdings": [{"holder_type": "person", "holder_name": "欧阳测试", "share": 1.0}],
        "contacts": [{"kind": "phone", "value": "13987654321", "used_by": "firm"}],
    }
    return plain | changes


def test_a_new_member_of_a_planted_ring_is_looked_at(town: Town) -> None:
    assert town.left_out
    for firm_id in town.left_out:
        answer = town.ask(town.application_of(firm_id))
        assert answer.decision in ("ENHANCED_CHECK", "SUPERVISOR_REVIEW"), firm_id
        assert answer.near_ring is not None
        assert open_store(town.settings).view().ring(answer.near_ring) is not None
        assert answer.one_hand is not None
        assert answer.reasons[0].contribution > 0
        assert answer.next_steps
        assert any(evidence.get("ring_id") == answer.near_ring for evidence in answer.evidence)


def test_an_honest_newcomer_at_a_host_with_an_agencys_phone_passes(town: Town) -> None:
    plain = newcomer()
    phone = {"kind": "phone", "value": AGENCY_PHONE, "used_by": "agent"}
    answer = town.ask(plain | {"firm": plain["firm"] | {"address": HOST}, "contacts": [phone]})
    assert (answer.decision, answer.grade, answer.near_ring) == ("PASS", "A", None)
    hubs = {(hub.kind, hub.hub) for hub in answer.discounted_hubs}
    assert {("room", "hosting_address"), ("phone", "agency_phone")} <= hubs
    assert {"N1", "N10"} <= {said.typology for said in answer.counter_evidence}


def test_nothing_in_common_passes_at_the_prior(town: Town) -> None:
    answer = town.ask(newcomer())
    assert (answer.decision, answer.near_ring, answer.reasons) == ("PASS", None, ())
    assert answer.score == pytest.approx(town.settings.prior)
    assert answer.next_steps == ()
    assert answer.deadline == DEADLINE
    assert "R19" in answer.legal_basis
    assert answer.sweep_id == open_store(town.settings).view().info.sweep_id


def test_a_name_alone_joins_nobody(town: Town) -> None:
    """Namesakes of every ring member, without id and at other places, are nobody's hand."""
    firms = [town.application_of(firm_id) for firm_id in town.left_out]
    names = sorted({role["person_name"] for firm in firms for role in firm["roles"]})[:50]
    roles = [{"person_name": name, "role": "director"} for name in names]
    answer = town.ask(newcomer(roles=roles, holdings=[]))
    assert (answer.decision, answer.near_ring) == ("PASS", None)


def test_a_name_joins_with_a_phone_that_few_firms_share(town: Town) -> None:
    """A registered head without an id, in a firm with that head's phone, is known by the head's id."""
    phones = town.tables["contacts"].filter((pl.col("kind") == "phone") & (pl.col("used_by") == "firm"))
    heads = (
        town.tables["roles"]
        .join(phones, on="firm_id")
        .filter(
            (pl.col("role") == "legal_representative")
            & pl.col("person_id").is_not_null()
            & (pl.len().over("value") == 1)
            & ~pl.col("firm_id").is_in(town.left_out)
        )
    )
    head = heads.sort("firm_id").row(0, named=True)
    phone = {"kind": "phone", "value": head["value"], "used_by": "firm"}
    people = [{"person_name": head["person_name"], "role": "legal_representative"}]

    def persons_of(contacts: list[dict[str, str]]) -> set[KeyHandle | None]:
        store = open_store(town.settings)
        asked = newcomer(roles=people, holdings=[], contacts=contacts)
        joined = join(store.view(), read_application(asked, today=TODAY, id_key=town.key))
        links, keys = joined.register.links, joined.register.keys
        mine = np.unique(links.key[links.firm == joined.firm])
        return {joined.key_handles[key] for key in mine if keys.kind[key] == KeyKind.PERSON}

    profile = open_store(town.settings).view().firm(head["firm_id"])
    assert profile is not None
    registered = {
        link.key.handle for link in profile.of_kind("person") if link.key.label == head["person_name"]
    }
    assert persons_of([phone]) == registered
    assert persons_of([]) == {None}  # somebody the register does not know


def test_a_date_of_birth_joins_a_rare_name_as_in_a_sweep(town: Town) -> None:
    """A registered head whose id says the birthday is known by name and birthday, not with another."""
    heads = town.tables["roles"].filter(
        (pl.col("role") == "legal_representative")
        & pl.col("person_id").str.contains(r"^\d{17}[\dX]$")
        & ~pl.col("person_id").str.contains(r"^.{10}0101")
        & (pl.col("person_id").n_unique().over("person_name") == 1)
        & (pl.col("person_name").str.len_chars() == 3)
        & ~pl.col("firm_id").is_in(town.left_out)
    )
    head = heads.sort("firm_id").row(0, named=True)
    born = head["person_id"][6:14]
    born = f"{born[:4]}-{born[4:6]}-{born[6:]}"
    other = f"{int(born[:4]) + 1}{born[4:]}"

    def known_people(birth_date: str) -> int:
        role = {"person_name": head["person_name"], "role": "director", "birth_date": birth_date}
        asked = newcomer(roles=[role], holdings=[], contacts=[])
        joined = join(open_store(town.settings).view(), read_application(asked, today=TODAY, id_key=town.key))
        links, keys = joined.register.links, joined.register.keys
        mine = np.unique(links.key[links.firm == joined.firm])
        return sum(
            joined.key_handles[key] is not None for key in mine[keys.kind[mine] == KeyKind.PERSON].tolist()
        )

    assert [known_people(date_) for date_ in (born, other)] == [1, 0]


@pytest.mark.parametrize(
    ("written", "neighbours"),
    [
        (SPELT, {"SPELT0", "SPELT1"}),
        (SPELT_OTHERWISE, {"SPELT0", "SPELT1"}),
        (SPELT_OTHERWISE.replace("301", "405"), {"SPELT2"}),  # a room that nobody has written so
        (SPELT_OTHERWISE.replace("301", "407"), set()),
    ],
)
def test_a_room_is_found_however_the_application_writes_it(
    town: Town, written: str, neighbours: set[str]
) -> None:
    asked = newcomer()
    asked["firm"]["address"] = written
    joined = join(open_store(town.settings).view(), read_application(asked, today=TODAY, id_key=town.key))
    links, kinds = joined.register.links, joined.register.keys.kind
    mine = links.key[(links.firm == joined.firm) & (kinds[links.key] == KeyKind.ROOM)]
    there = set(links.firm[np.isin(links.key, mine)].tolist()) - {joined.firm}
    assert {joined.near.firm_ids[firm] for firm in there} == neighbours


@pytest.mark.parametrize("address", [f"{NO_HOUSE}101室", NO_HOUSE, NO_ROOM])
def test_an_address_that_the_library_refutes_is_told_though_nobody_is_there(town: Town, address: str) -> None:
    asked = newcomer()
    asked["firm"]["address"] = address
    answer = town.ask(asked)
    assert "T04" in {reason.typology for reason in answer.reasons}
    assert answer.score > town.settings.prior
    asked["firm"]["address"] = NO_ROOM.replace("101", "102")
    assert town.ask(asked).reasons == ()


def test_an_answer_is_kept_without_personal_data(town: Town) -> None:
    store, sent = open_store(town.settings), newcomer()
    answer = ask(store, application_of(sent), today=TODAY, at="2025-01-06T09:00:00Z", settings=town.settings)
    kept = store.precheck_log(1)[0]
    assert (kept.request_id, kept.decision, kept.score) == (answer.request_id, "PASS", answer.score)
    for personal in (NEVER_STORED, sent["roles"][0]["person_name"], sent["contacts"][0]["value"]):
        assert personal not in repr(kept)
    assert NEVER_STORED not in repr(answer)
    for file in town.settings.workspace.rglob("*"):
        assert not file.is_file() or NEVER_STORED.encode() not in file.read_bytes()


def test_one_question_has_one_answer_and_many_numbers(town: Town) -> None:
    application = town.application_of(town.left_out[0])
    shuffled = application | {name: application[name][::-1] for name in ("roles", "contacts")}
    first, again = town.ask(application), town.ask(shuffled)
    assert first.request_id != again.request_id
    assert first.score == again.score
    assert first.reasons == again.reasons


BAD: list[tuple[str, dict[str, Any]]] = [
    ("firm", {}),
    ("firm", {"firm": "福州"}),
    ("owner", newcomer(owner="x")),
    ("firm.name", newcomer(firm={"capital": 1})),
    ("firm.colour", newcomer(firm={"name": "x", "colour": "red"})),
    ("firm.capital", newcomer(firm={"name": "x", "capital": -1})),
    ("firm.registered_on", newcomer(firm={"name": "x", "registered_on": "2019-02-30"})),
    ("firm.scope", newcomer(firm={"name": "x", "scope": "长" * 20_001})),
    ("firm.name", newcomer(firm={"name": ["x"]})),
    ("holdings.0.share", newcomer(holdings=[{"holder_type": "person", "holder_name": "x", "share": 1.2}])),
    ("roles.0.role", newcomer(roles=[{"person_name": "x", "role": "king"}])),
    ("roles.0.person_name", newcomer(roles=[{"role": "director"}])),
    ("roles.1.birth_date", newcomer(roles=[
        {"person_name": "x", "role": "director"},
        {"person_name": "x", "role": "director", "birth_date": "1980-13"},
    ])),
    ("roles", newcomer(roles=[{"person_name": "x", "role": "director"}] * (MOST_ROWS + 1))),
    ("contacts", newcomer(contacts={"kind": "phone"})),
    ("contacts.0.firm_id", newcomer(contacts=[{"firm_id": "A", "kind": "phone", "value": "1"}])),
    ("firm_id", newcomer(firm_id="A")),
    ("firm_id", {"firm_id": 7}),
]  # fmt: skip


@pytest.mark.parametrize(("field", "sent"), BAD, ids=[f"{n}-{field}" for n, (field, _) in enumerate(BAD)])
def test_bad_input_is_told_by_its_field(town: Town, field: str, sent: dict[str, Any]) -> None:
    with pytest.raises(InputError) as told:
        town.ask(sent)
    assert told.value.field == field
    assert field in str(told.value)
    assert field in told.value.words.zh


def test_a_number_of_the_register_is_no_new_firm(town: Town) -> None:
    taken = str(town.tables["firms"].filter(~pl.col("firm_id").is_in(town.left_out))["firm_id"].sort()[0])
    with pytest.raises(InputError) as told:
        town.ask(newcomer(firm={"name": "x", "firm_id": taken}))
    assert told.value.field == "firm.firm_id"
    with pytest.raises(NotFound):
        town.ask({"firm_id": "NOBODY"})


def test_before_the_first_sweep(tmp_path: Path) -> None:
    store = open_store(Settings(workspace=tmp_path))
    warm(store)
    with pytest.raises(NotPublished):
        precheck(store, newcomer(), today=TODAY, id_key=b"secret")


def test_what_is_asked_as_json_is_answered_the_same(town: Town) -> None:
    application = town.application_of(town.left_out[0])
    assert town.ask(json.loads(json.dumps(application))).score == town.ask(application).score
