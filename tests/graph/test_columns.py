"""From a register to the columns detectors see: the facts are the register's, whatever order it came in."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from detectors.hubs import type_hubs
from fixtures.city import write_city
from graph import snapshot
from graph.columns import COLLECTIVE, HOSTING, INCUBATOR, MARKET, Vocabulary, slice_of
from graph.model import EVENT_KINDS, HubKind, KeyKind, LinkRole
from graph.readers.register import read_register
from graph.slice import FOREVER, NO_DAY, RegisterSlice, columns
from graph.snapshot import Snapshot
from graph.validate import validate
from tests.graph.registers import Row, layout

DAY = date(2020, 1, 1)
STREET = "福建省福州市鼓楼区东街"


def firm(i: int, **more: object) -> Row:
    return {
        "firm_id": f"F{i}",
        "name": f"福州甲乙{i}贸易有限公司",
        "registered_on": DAY + timedelta(i),
        **more,
    }


def told(**tables: Sequence[Row]) -> tuple[Snapshot, RegisterSlice, Vocabulary]:
    built = snapshot.build(layout(**tables), id_key=b"only for tests")
    return built, *slice_of(built)


def days(when: date) -> int:
    return (when - date(1970, 1, 1)).days


def keys_of(built: Snapshot, register: RegisterSlice, kind: KeyKind, firm_row: int) -> list[str]:
    """The values of a firm's keys of one kind."""
    mine = register.links.key[register.links.firm == firm_row]
    return sorted(built.keys["value"][int(k)] for k in mine if register.keys.kind[k] == kind)


# -- firms ------------------------------------------------------------------------------------------


def test_days_and_money_are_known_or_marked_unknown() -> None:
    _, register, _ = told(
        firms=[
            firm(0, capital=1e6, paid_in=2e5, dissolved_on=date(2021, 5, 6), status="dissolved"),
            firm(1, registered_on=None),
        ]
    )
    firms = register.firms
    assert firms.registered.tolist() == [days(DAY), NO_DAY]
    assert firms.dissolved.tolist() == [days(date(2021, 5, 6)), NO_DAY]
    assert firms.ended.tolist() == [True, False]
    assert firms.capital[0] == 1e6
    assert firms.paid_in[0] == 2e5
    assert np.isnan(firms.capital[1])
    assert np.isnan(firms.paid_in[1])


def test_lost_is_abnormal_revoked_or_in_serious_violation_at_any_time() -> None:
    _, register, _ = told(
        firms=[firm(0, status="abnormal"), firm(1, status="revoked"), *(firm(i) for i in range(2, 7))],
        events=[
            {"firm_id": "F2", "kind": "abnormal_listed", "on": date(2021, 3, 1)},
            {"firm_id": "F2", "kind": "serious_violation", "on": date(2021, 2, 1)},
            {"firm_id": "F3", "kind": "revoked", "on": date(2021, 4, 1)},
            {"firm_id": "F4", "kind": "penalty", "on": date(2021, 4, 1)},
            {"firm_id": "F5", "kind": "abnormal_cleared", "on": date(2021, 4, 1)},
        ],
    )
    assert register.firms.lost.tolist() == [True, True, True, True, False, False, False]
    assert register.firms.ended.tolist() == [False, True, False, False, False, False, False]
    assert register.as_of == days(date(2021, 4, 1))
    kinds = [EVENT_KINDS[k] for k in register.events.kind]
    assert kinds == ["serious_violation", "abnormal_listed", "revoked", "penalty", "abnormal_cleared"]


def test_a_stray_future_date_does_not_age_the_register() -> None:
    crowd = [firm(i, registered_on=date(2021, 1, 1)) for i in range(1_200)]
    stray = {"firm_id": "F1", "kind": "annual_report", "on": date(2199, 12, 31)}
    late = {"firm_id": "F2", "kind": "annual_report", "on": date(2021, 12, 30)}
    _, register, _ = told(firms=crowd, events=[stray, late])
    assert register.as_of == days(date(2021, 12, 30))
    _, small, _ = told(
        firms=[firm(0, registered_on=date(2019, 1, 1)), firm(1, registered_on=date(2021, 1, 1))]
    )
    assert small.as_of >= days(date(2019, 1, 1))


@pytest.mark.parametrize(
    ("decided", "stands"),
    [
        ([("confirmed_fake", None), ("cleared", None)], 1),
        ([("confirmed_fake", DAY), ("cleared", DAY)], 1),
        ([("confirmed_fake", DAY), ("cleared", DAY + timedelta(9))], -1),
        ([("cleared", DAY), ("confirmed_fake", DAY + timedelta(9))], 1),
        ([("confirmed_fake", DAY), ("cleared", None)], -1),
        ([("cleared", DAY), ("confirmed_fake", None)], 1),
        ([("cleared", None)], -1),
        ([], 0),
    ],
)
def test_the_last_decision_on_a_firm_stands(decided: list[tuple[str, date | None]], stands: int) -> None:
    labels = [{"firm_id": "F0", "label": label, "decided_on": day} for label, day in decided]
    _, register, _ = told(firms=[firm(i) for i in range(2)], labels=labels)
    assert register.firms.label.tolist() == [stands, 0]


@pytest.mark.parametrize(("days_later", "stands"), [(-30, -1), (0, -1), (30, 0), (None, -1)])
def test_a_clearance_lapses_when_the_firm_is_listed_after_it(days_later: int | None, stands: int) -> None:
    cleared = DAY + timedelta(500)
    listed = cleared + timedelta(30 if days_later is None else days_later)
    label = {
        "firm_id": "F0",
        "label": "cleared",
        "decided_on": None if days_later is None else cleared,
    }
    _, register, _ = told(
        firms=[firm(0), firm(1)],
        labels=[label],
        events=[{"firm_id": "F0", "kind": "abnormal_listed", "on": listed}],
    )
    assert register.firms.label.tolist() == [stands, 0]


def holding(i: int, holder: int, share: float, verified: bool | None = None) -> Row:
    return {
        "firm_id": f"F{i}", "holder_type": "firm", "holder_id": f"F{holder}",
        "holder_name": f"福州甲乙{holder}贸易有限公司", "share": share, "verified": verified,
    }  # fmt: skip


def test_a_holding_left_blank_is_no_proof_where_the_register_asks_of_half_its_holdings() -> None:
    def parents(*verified: bool | None) -> list[int]:
        told_of = [holding(i, 0, 0.9, verified=v) for i, v in enumerate(verified, 1)]
        _, register, _ = told(firms=[firm(i) for i in range(len(verified) + 1)], holdings=told_of)
        return [int(x) for x in register.firms.parent.tolist()[1:]]

    assert parents(True, None) == [0, -1]
    assert parents(True, None, None) == [0, 0, 0]
    assert parents(False, True, None) == [-1, 0, -1]
    assert parents(None) == [0]


def test_a_branch_is_named_after_its_head() -> None:
    _, register, _ = told(
        firms=[
            firm(0, name="福州鸿达餐饮有限公司", address=f"{STREET}1号101室"),
            firm(1, name="福州鸿达餐饮有限公司东街店", address=f"{STREET}2号101室"),
            firm(2, name="鸿达（福州）餐饮有限责任公司西街分公司", address=f"{STREET}3号101室"),
            firm(3, name="福州鸿达贸易有限公司南街分公司", address=f"{STREET}4号101室"),
            firm(4, name="福州鸿运餐饮有限公司", address=f"{STREET}5号101室"),
        ]
    )
    assert register.firms.parent.tolist() == [-1, 0, 0, -1, -1]


def test_the_first_branch_stands_for_a_head_that_is_registered_elsewhere() -> None:
    _, register, _ = told(
        firms=[
            firm(0, name="上海鸿达餐饮有限公司福州东街店", address=f"{STREET}2号"),
            firm(1, name="上海鸿达餐饮有限公司福州西街店", address="福建省福州市某乡"),
            firm(2, name="上海鸿达餐饮有限公司福州南街店", address=f"{STREET}4号101室"),
        ]
    )
    assert register.firms.parent.tolist() == [-1, 0, 0]


def test_branches_at_one_place_are_no_outlets() -> None:
    rooms = ["1号101室", "1号101室", "2号301室", "1号101室"]
    _, register, _ = told(
        firms=[
            firm(i, name=f"上海鸿达咨询有限公司第{i + 1}分公司", address=STREET + room)
            for i, room in enumerate(rooms)
        ]
    )
    assert register.firms.parent.tolist() == [-1, -1, 0, -1]


def test_what_a_branch_declares_stands_before_its_name() -> None:
    _, register, _ = told(
        firms=[
            firm(0, name="福州鸿达餐饮有限公司", address=f"{STREET}1号101室"),
            firm(1, name="福州鸿达餐饮有限公司东街店", address=f"{STREET}2号101室"),
            firm(2, name="福州鸿图餐饮有限公司", address=f"{STREET}3号101室"),
        ],
        ties=[{"from_id": "F2", "to_id": "F1", "kind": "parent_branch"}],
    )
    assert register.firms.parent.tolist() == [-1, 2, -1]


def test_a_parent_is_the_head_of_a_branch_or_a_majority_owner_nobody_doubts() -> None:
    _, register, _ = told(
        firms=[firm(i) for i in range(7)],
        holdings=[
            holding(1, 0, 0.51),
            holding(2, 0, 0.5),
            holding(3, 0, 1.0, verified=False),
            holding(4, 0, 1.0, verified=True),
            holding(5, 0, 1.0),
        ],
        ties=[
            {"from_id": "F6", "to_id": "F5", "kind": "parent_branch"},
            {"from_id": "F6", "to_id": "F2", "kind": "guarantee"},
        ],
    )
    assert register.firms.parent.tolist() == [-1, 0, -1, -1, 0, 6, -1]
    assert register.firms.unverified.tolist() == [0, 0, 0, 1, -1, 0, 0]


def test_the_representative_is_the_earliest_and_scopes_are_keys() -> None:
    built, register, _ = told(
        firms=[firm(0, scope="日用百货销售。"), firm(1, scope="日用百货销售。"), firm(2)],
        roles=[
            {
                "firm_id": "F0",
                "person_name": "后任",
                "role": "legal_representative",
                "since": date(2022, 1, 1),
            },
            {
                "firm_id": "F0",
                "person_name": "首任",
                "role": "legal_representative",
                "since": date(2020, 1, 1),
            },
            {"firm_id": "F1", "person_name": "监事", "role": "supervisor"},
        ],
    )
    first = register.firms.representative[0]
    assert built.keys["label"][int(first)] == "首任"
    assert register.firms.representative[1:].tolist() == [-1, -1]
    scope = register.firms.scope
    assert scope[0] == scope[1] >= 0
    assert register.keys.kind[scope[0]] == KeyKind.SCOPE
    assert scope[2] == -1


def test_codes_stand_for_the_texts_in_sorted_order() -> None:
    _, register, vocabulary = told(
        firms=[
            firm(0, name="福州鑫源贸易有限公司", address=f"{STREET}5号"),
            firm(1, name="福州鑫源科技有限公司", address="福建省福州市台江区五一路3号"),
            firm(2, name="福州扪拙贸易有限公司"),
        ]
    )
    for column in ("brand", "trade", "district", "office", "stream", "marker", "stem"):
        texts = vocabulary.texts[column]
        assert texts == sorted(set(texts)), column
        codes = getattr(register.firms, column)
        assert codes.min(initial=0) >= -1
        assert codes.max(initial=-1) < len(texts)
    firms = register.firms
    assert vocabulary.texts["brand"][firms.brand[0]] == vocabulary.texts["brand"][firms.brand[1]] == "鑫源"
    assert firms.trade[0] == firms.trade[2] != firms.trade[1]
    assert firms.district[2] == -1
    assert vocabulary.nats_of("扪拙") == pytest.approx(firms.brand_nats[2])
    assert np.isnan(vocabulary.nats_of(""))
    assert vocabulary.nats_of("龘") >= firms.brand_nats.max()


def test_the_rarity_of_a_brand_is_the_same_in_any_order_of_its_characters() -> None:
    _, register, vocabulary = told(
        firms=[firm(i, name=f"福州{c}鑫源扪{c}贸易有限公司") for i, c in enumerate("东西南")]
    )
    firms, brands = register.firms, vocabulary.texts["brand"]
    for brand, nats in zip((brands[code] for code in firms.brand), firms.brand_nats, strict=True):
        assert vocabulary.nats_of(brand) == vocabulary.nats_of(brand[::-1]) == nats
    assert all((nats * 2**20).is_integer() for nats in vocabulary.character_nats.values())


def test_rare_characters_make_an_odd_brand() -> None:
    usual = [firm(i, name=f"福州鑫源{c}贸易有限公司") for i, c in enumerate("东西南北中")]
    _, register, _ = told(firms=[*usual, firm(9, name="福州扪拙绫贸易有限公司")])
    assert register.firms.brand_nats[:5].max() < register.firms.brand_nats[5]


# -- places -----------------------------------------------------------------------------------------


def test_n12_an_address_without_a_room_never_joins_a_room() -> None:
    """At two granularities the same house is compared as a house, never as a room."""
    house = f"{STREET}5号2栋"
    built, register, _ = told(
        firms=[
            firm(0, address=house),
            firm(1, address=house),
            firm(2, address=f"{house}301室"),
            firm(3, address=f"{house}301室"),
        ]
    )
    assert [keys_of(built, register, KeyKind.ROOM, i) for i in (0, 1)] == [[], []]
    assert len(keys_of(built, register, KeyKind.ROOM, 2)) == 1
    assert register.groups(KeyKind.ROOM).firm.tolist() == [2, 3]
    assert register.groups(KeyKind.BUILDING).sizes.tolist() == [4]
    assert register.firms.granularity[0] < register.firms.granularity[2]


def place(address: str, **known: bool) -> Row:
    return {"address": address, **known}


def test_the_address_library_refutes_and_confirms_places() -> None:
    def fault(address: str, *places: Row) -> int:
        _, register, _ = told(firms=[firm(0, address=address)], places=places)
        return int(register.firms.place_fault[0])

    house, room = f"{STREET}5号2栋", f"{STREET}5号2栋301室"
    assert fault(room) == 0
    assert fault(room, place(room, exists=True, room_known=True)) == -1
    assert fault(room, place(room, exists=True, room_known=False)) == 1
    assert fault(room, place(house, exists=False)) == 1
    assert fault(room, place(house, exists=True)) == 0, "a house that stands says nothing of its rooms"
    assert fault(house, place(house, exists=True)) == -1
    assert fault(house, place(house, exists=False)) == 1
    assert fault("", place(house, exists=False)) == 0


@pytest.mark.parametrize(
    ("address", "flag"),
    [
        (f"{STREET}5号2栋301室（集群注册）", HOSTING),
        (f"{STREET}5号农贸市场12号摊位", MARKET),
        (f"{STREET}5号众创空间2栋301室", INCUBATOR),
        ("福建省福州市闽侯县上街镇学府南路1号福州大学2栋301室", COLLECTIVE),
        (f"{STREET}5号2栋301室", 0),
    ],
)
def test_what_an_address_says_of_itself_is_flagged(address: str, flag: int) -> None:
    _, register, _ = told(firms=[firm(0, address=address), firm(1, address=address)])
    places = np.isin(register.keys.kind, [KeyKind.ROOM, KeyKind.BUILDING])
    flags = np.bitwise_or.reduce(register.keys.flag[places], initial=0)
    assert flags & (HOSTING | MARKET | INCUBATOR | COLLECTIVE) == flag


def test_declared_hubs_are_typed_and_outlast_the_inference() -> None:
    room = f"{STREET}5号2栋301室"
    built, register, _ = told(
        firms=[firm(i, address=room) for i in range(3)],
        contacts=[{"firm_id": f"F{i}", "kind": "phone", "value": "13812340987"} for i in range(3)],
        hubs=[
            {"kind": "hosting_address", "value": room},
            {"kind": "agency_phone", "value": "138 1234 0987"},
            {"kind": "agency_phone", "value": "13812340000"},
        ],
    )
    typed, hubs = type_hubs(register)
    said = {(KeyKind(int(typed.keys.kind[k])), HubKind(int(typed.keys.hub[k]))) for k in hubs.key}
    assert said == {(KeyKind.ROOM, HubKind.HOSTING_ADDRESS), (KeyKind.PHONE, HubKind.AGENCY_PHONE)}
    assert hubs.declared.all()
    assert len(built.declared_hubs) == 2


# -- links ------------------------------------------------------------------------------------------


def test_links_hold_from_registration_unless_told_and_for_ever_while_open() -> None:
    _, register, _ = told(
        firms=[firm(0), firm(1)],
        contacts=[
            {"firm_id": "F0", "kind": "phone", "value": "13812340987"},
            {"firm_id": "F1", "kind": "phone", "value": "13812340987", "since": date(2021, 1, 1),
             "until": date(2021, 6, 1), "used_by": "agent"},
        ],
    )  # fmt: skip
    phone = np.flatnonzero(register.keys.kind[register.links.key] == KeyKind.PHONE)
    links = register.links
    assert links.since[phone].tolist() == [days(DAY), days(date(2021, 1, 1))]
    assert links.until[phone].tolist() == [FOREVER, days(date(2021, 6, 1))]
    assert links.role[phone].tolist() == [LinkRole.CONTACT, LinkRole.CONTACT_OF_AGENT]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pl.DataFrame]:
    """A synthetic city's valid tables."""
    folder = tmp_path_factory.mktemp("city")
    write_city(folder, firms=600, seed=3)
    return dict(validate(read_register(folder)).tables)


def test_a_citys_slice_is_sorted_whole_and_free_of_input_order(city: dict[str, pl.DataFrame]) -> None:
    built = snapshot.build(dict(city), id_key=b"only for tests")
    register, vocabulary = slice_of(built)
    shuffled = {name: table.sample(fraction=1.0, shuffle=True, seed=8) for name, table in city.items()}
    again, words = slice_of(snapshot.build(shuffled, id_key=b"only for tests"))
    for part in ("firms", "keys", "links", "events"):
        for name, column in columns(getattr(register, part)).items():
            assert column.tobytes() == columns(getattr(again, part))[name].tobytes(), f"{part}.{name}"
    assert vocabulary == words
    assert register.as_of == again.as_of

    links, keys = register.links, register.keys
    order = np.lexsort((links.role, register.rank[links.firm], links.key))
    assert (order == np.arange(len(order))).all()
    assert (np.diff(keys.kind) >= 0).all()
    degree = np.array([len(np.unique(links.firm[links.key == k])) for k in range(len(keys))])
    spelling = built.keys["same_as"].to_numpy() >= 0  # of another key, which has its links
    assert spelling.any()
    assert keys.degree[~spelling].tolist() == degree[~spelling].tolist()
    assert not degree[spelling].any()
    assert keys.complete.all()
    persons = keys.kind == KeyKind.PERSON
    assert (keys.surname[~persons & (keys.kind != KeyKind.AGENT)] == -1).all()
    assert (keys.surname[persons] >= 0).any()
    assert (register.firms.filing_no >= 0).mean() > 0.5
