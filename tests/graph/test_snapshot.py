"""The snapshot: the same bytes for the same register, and keys and links that are true."""

import json
import tempfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fixtures.city import write_city
from graph import snapshot
from graph.errors import StoreError
from graph.model import HubKind, KeyKind, LinkRole
from graph.readers.register import read_register
from graph.snapshot import Snapshot
from graph.validate import validate
from tests.graph.registers import Row, layout

Tables = dict[str, pl.DataFrame]

ID = "350102198005031231"
ROOM = "福建省福州市鼓楼区东街5号2栋301室"


def firm(i: int, **more: object) -> Row:
    return {
        "firm_id": f"F{i}",
        "name": f"福州甲乙{i}贸易有限公司",
        "registered_on": date(2020, 1, i + 1),
        **more,
    }


def contact(i: int, value: str = "13812340987", kind: str = "phone", **more: object) -> Row:
    return {"firm_id": f"F{i}", "kind": kind, "value": value, **more}


def role(i: int, name: str = "王伟", kind: str = "legal_representative", **more: object) -> Row:
    return {"firm_id": f"F{i}", "person_name": name, "role": kind, **more}


def links_of(built: Snapshot, kind: KeyKind) -> pl.DataFrame:
    """The links to the keys of one kind, with the keys' columns."""
    keys = built.keys.with_row_index("key").with_columns(pl.col("key").cast(pl.Int32))
    return built.links.join(keys.filter(pl.col("kind") == kind), on="key").sort("firm", "key", "role")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """A synthetic city's valid tables: every table, hundreds of firms."""
    folder = tmp_path_factory.mktemp("city")
    write_city(folder, firms=1500, seed=5)
    return validate(read_register(folder)).tables


@pytest.fixture(scope="module")
def city_snapshot(city: Tables) -> Snapshot:
    return snapshot.build(city, id_key=b"secret")


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_every_table_has_the_declared_columns_and_types(city_snapshot: Snapshot) -> None:
    for name, schema in snapshot.SCHEMAS.items():
        table = city_snapshot.table(name)
        assert dict(table.schema) == schema, name
        assert len(table) > 0, name


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=5)
@given(st.integers(0, 2**32 - 1))
def test_the_order_of_rows_never_shows(city: Tables, city_snapshot: Snapshot, seed: int) -> None:
    shuffled = {name: table.sample(fraction=1.0, shuffle=True, seed=seed) for name, table in city.items()}
    built = snapshot.build(shuffled, id_key=b"secret")
    assert built.id == city_snapshot.id
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        assert files(snapshot.write(built, Path(one))) == files(snapshot.write(city_snapshot, Path(other)))


def test_the_secret_changes_nothing_but_the_identities(
    city: Tables, city_snapshot: Snapshot, tmp_path: Path
) -> None:
    built = snapshot.build(city, id_key=b"another secret")
    assert built.id == city_snapshot.id
    mine = files(snapshot.write(city_snapshot, tmp_path / "one"))
    others = files(snapshot.write(built, tmp_path / "other"))
    assert [name for name in mine if mine[name] != others[name]] == ["identities.parquet"]


def test_a_changed_value_changes_the_name() -> None:
    one = snapshot.build(layout(firms=[firm(0, capital=1.0)]), id_key=b"k")
    other = snapshot.build(layout(firms=[firm(0, capital=2.0)]), id_key=b"k")
    unknown = snapshot.build(layout(firms=[firm(0)]), id_key=b"k")
    zero = snapshot.build(layout(firms=[firm(0, capital=0.0)]), id_key=b"k")
    assert len({one.id, other.id, unknown.id, zero.id}) == 4


def test_no_id_of_a_person_is_in_any_table(city: Tables, city_snapshot: Snapshot) -> None:
    raw = set(city["roles"]["person_id"].drop_nulls()) | set(
        city["holdings"].filter(pl.col("holder_type") == "person")["holder_id"].drop_nulls()
    )
    assert len(raw) > 100
    for name in snapshot.SCHEMAS:
        for column in city_snapshot.table(name).iter_columns():
            if column.dtype == pl.String:
                assert not raw & set(column.drop_nulls()), f"{name}.{column.name}"


def test_degrees_count_distinct_firms_and_every_key_has_one(city_snapshot: Snapshot) -> None:
    """But for a spelling of another key, which has its links."""
    counted = city_snapshot.links.group_by("key").agg(pl.col("firm").n_unique().alias("n")).sort("key")
    own = city_snapshot.keys.with_row_index("key").filter(pl.col("same_as") < 0)
    assert 0 < own.height < len(city_snapshot.keys)
    assert counted["key"].to_list() == own["key"].to_list()
    assert counted["n"].cast(pl.Int32).to_list() == own["degree"].to_list()


def test_rows_are_sorted_and_links_are_one_each(city_snapshot: Snapshot) -> None:
    assert city_snapshot.firms["firm_id"].is_sorted()
    keys = city_snapshot.keys.select("kind", "value")
    assert keys.equals(keys.unique().sort("kind", "value"))
    links = city_snapshot.links.select("firm", "key", "role")
    assert links.equals(links.unique().sort("firm", "key", "role"))


def test_repeated_facts_become_one_link_with_the_widest_time() -> None:
    first, second = date(2021, 1, 1), date(2022, 1, 1)
    tables = layout(
        firms=[firm(0), firm(1), firm(2)],
        contacts=[
            contact(0, since=second, until=date(2023, 1, 1)),
            contact(0, "+86 138-1234-0987", since=first, until=second),
            contact(1, since=first, until=second),
            contact(1),  # since its registration, and still
            contact(1, used_by="agent", until=second),
        ],
    )
    found = links_of(snapshot.build(tables, id_key=b"k"), KeyKind.PHONE)
    assert found.select("firm", "role", "since", "until", "value", "degree").rows() == [
        (0, LinkRole.CONTACT, first, date(2023, 1, 1), "+8613812340987", 2),
        (1, LinkRole.CONTACT, date(2020, 1, 2), None, "+8613812340987", 2),
        (1, LinkRole.CONTACT_OF_AGENT, date(2020, 1, 2), second, "+8613812340987", 2),
    ]


def test_contacts_in_canonical_form_and_nobodys_contacts_counted() -> None:
    tables = layout(
        firms=[firm(0)],
        contacts=[
            contact(0, "17012340987"),
            contact(0, "13800000000"),
            contact(0, "Info@Firm.CN", "email"),
            contact(0, "none", "email"),
            contact(0, "aa:bb:01", "device"),
            contact(0, "00:00:00:00", "device"),
            contact(0, "127.0.0.1", "ip"),
            contact(0, "203.0.113.7", "ip"),
            contact(0, "6222000000000001", "account", used_by="liaison"),
        ],
    )
    built = snapshot.build(tables, id_key=b"k")
    found = {
        kind: links_of(built, kind).select("value", "flag", "role").rows()
        for kind in (KeyKind.PHONE, KeyKind.EMAIL, KeyKind.DEVICE, KeyKind.IP, KeyKind.ACCOUNT)
    }
    assert found == {
        KeyKind.PHONE: [("+8617012340987", 1, LinkRole.CONTACT)],
        KeyKind.EMAIL: [("info@firm.cn", 0, LinkRole.CONTACT)],
        KeyKind.DEVICE: [("AA:BB:01", 0, LinkRole.CONTACT)],
        KeyKind.IP: [("203.0.113.7", 0, LinkRole.CONTACT)],
        KeyKind.ACCOUNT: [("6222000000000001", 0, LinkRole.CONTACT_OF_PERSON)],
    }
    unusable = {word: n for word, n in built.notes.items() if word.startswith("unusable_") and n}
    assert unusable == {"unusable_phone": 1, "unusable_email": 1, "unusable_device": 1, "unusable_ip": 1}


def test_firms_carry_what_was_read_out_of_them() -> None:
    texts = ["批发；零售。", "批发;零售", None]
    tables = layout(
        firms=[
            firm(0, address=ROOM, scope=texts[0], capital=1e6, currency="CNY", status="active"),
            firm(1, address="福建省福州市鼓楼区东街五号二幢301", scope=texts[1]),
            firm(2, address="福建省福州市鼓楼区", scope=texts[2]),
        ]
    )
    built = snapshot.build(tables, id_key=b"k")
    rooms, buildings = built.firms["room"].to_list(), built.firms["building"].to_list()
    assert rooms[0] == rooms[1] >= 0
    assert buildings[0] == buildings[1] >= 0
    assert (rooms[2], buildings[2]) == (-1, -1)
    assert built.keys["kind"].gather([rooms[0], buildings[0]]).to_list() == [KeyKind.ROOM, KeyKind.BUILDING]
    assert links_of(built, KeyKind.SCOPE)["degree"].to_list() == [2, 2]
    assert (
        built.firms.row(0, named=True).items()
        >= {
            "firm_id": "F0",
            "capital": 1e6,
            "status": "active",
            "district": "鼓楼区",
            "city": "福州市",
        }.items()
    )


def test_the_country_follows_a_chinese_code_and_nothing_else() -> None:
    codes = ["91350100M000100Y43", "SC123456", "12345678"]
    tables = layout(firms=[{"firm_id": code, "name": "甲"} for code in codes])
    countries = dict(snapshot.build(tables, id_key=b"k").firms.select("firm_id", "country").rows())
    assert countries == {"91350100M000100Y43": "CN", "SC123456": None, "12345678": None}


def test_owners_are_found_by_id_or_by_a_name_that_one_firm_bears() -> None:
    def held(i: int, name: str, holder_id: str | None = None) -> Row:
        return {"firm_id": f"F{i}", "holder_type": "firm", "holder_name": name, "holder_id": holder_id}

    tables = layout(
        firms=[firm(0), firm(1), firm(2, name="同名有限公司"), firm(3, name="同名有限公司")],
        holdings=[
            held(1, "随便什么名称", "F0"),
            held(2, "福州甲乙0贸易有限公司"),
            held(3, "同名有限公司"),  # two firms bear it
            held(0, "海外控股公司", "hk-99"),
            held(0, "福州甲乙1贸易有限公司", "hk-100"),  # the id is another's
        ],
    )
    built = snapshot.build(tables, id_key=b"k")
    values = built.keys["value"].gather(built.holdings["holder_key"])
    assert sorted(zip(built.holdings["firm"], built.holdings["holder_firm"], values, strict=True)) == [
        (0, -1, "HK-100"),
        (0, -1, "HK-99"),
        (1, 0, "F0"),
        (2, 0, "F0"),
        (3, -1, "同名有限公司"),
    ]


def test_owners_are_found_however_their_names_are_spelt() -> None:
    def held(i: int, name: str) -> Row:
        return {"firm_id": f"F{i}", "holder_type": "firm", "holder_name": name}

    tables = layout(
        firms=[firm(0), firm(1), firm(2)],
        holdings=[
            held(1, "甲乙0(福州市)贸易有限责任公司"),
            held(2, "丙丁(厦门)投资有限公司"),
            held(0, "厦门市丙丁投资有限责任公司"),
        ],
    )
    built = snapshot.build(tables, id_key=b"k")
    assert dict(zip(built.holdings["firm"], built.holdings["holder_firm"], strict=True)) == {
        0: -1,
        1: 0,
        2: -1,
    }
    owners = dict(zip(built.holdings["firm"], built.holdings["holder_key"], strict=True))
    assert owners[0] == owners[2] != owners[1]


def test_declared_hubs_are_found_among_the_keys() -> None:
    tables = layout(
        firms=[
            firm(0, address=ROOM),
            firm(1, address=ROOM + "A12工位"),
            firm(2, address="福建省福州市鼓楼区西街8号101室"),
        ],
        roles=[role(0, "陈静", "agent", person_id=ID), role(1, "陈静", "liaison", person_id=ID)],
        contacts=[contact(0), contact(1, "ab-12-cd", "device")],
        holdings=[{"firm_id": "F1", "holder_type": "firm", "holder_name": "甲", "holder_id": "F0"}],
        hubs=[
            {"kind": "hosting_address", "value": ROOM, "name": "托管", "capacity": 50.0},
            {"kind": "incubator", "value": "福建省福州市鼓楼区西街8号"},
            {"kind": "agent", "value": ID},
            {"kind": "agency_phone", "value": "138 1234 0987"},
            {"kind": "group", "value": "F0"},
            {"kind": "kiosk_device", "value": "AB-12-CD"},
            {"kind": "state_root", "value": "F2"},  # owns nothing
            {"kind": "market", "value": "福建省福州市鼓楼区"},  # no building
            {"kind": "agency_phone", "value": "13912345555"},
        ],
    )
    built = snapshot.build(tables, id_key=b"k")
    hubs = built.declared_hubs
    kinds = built.keys["kind"].gather(hubs["key"])
    found = sorted((HubKind(h).name, KeyKind(k).name) for h, k in zip(hubs["hub_kind"], kinds, strict=True))
    assert found == [
        ("AGENCY_PHONE", "PHONE"),
        ("AGENT", "AGENT"),
        ("AGENT", "PERSON"),
        ("GROUP", "OWNER"),
        ("HOSTING_ADDRESS", "ROOM"),
        ("HOSTING_ADDRESS", "ROOM"),  # the workstation in the declared room
        ("INCUBATOR", "BUILDING"),
        ("KIOSK_DEVICE", "DEVICE"),
    ]
    assert built.notes["declared_hubs_not_found"] == 3


def test_the_address_library_leads_to_the_key_of_each_place() -> None:
    tables = layout(
        firms=[firm(0, address=ROOM)],
        places=[
            {"address": ROOM, "exists": False},
            {"address": "福建省福州市鼓楼区东街5号2栋302室", "exists": True, "use": "office"},
            {"address": "福建省福州市鼓楼区东街5号2栋", "exists": True},
            {"address": "福建省福州市", "exists": True},
        ],
    )
    built = snapshot.build(tables, id_key=b"k")
    by_key = built.places.select("key", "exists", "use").rows()
    room, building = built.firms.select("room", "building").row(0)
    assert set(by_key) == {(room, False, None), (-1, True, "office"), (building, True, None)}
    assert built.notes["places_without_building"] == 1


def test_a_persons_name_stays_when_later_firms_come() -> None:
    def names(n: int) -> pl.Series:
        tables = layout(
            firms=[firm(i) for i in range(n)], roles=[role(i, "欧阳舜华", person_id=ID) for i in range(n)]
        )
        return snapshot.build(tables, id_key=b"k").keys.filter(pl.col("kind") == KeyKind.PERSON)["public_id"]

    assert names(1).to_list() == names(4).to_list()


def test_written_and_read_again(city_snapshot: Snapshot, tmp_path: Path) -> None:
    folder = snapshot.write(city_snapshot, tmp_path)
    assert folder.name == city_snapshot.id == snapshot.latest(tmp_path)
    again = snapshot.read(tmp_path, city_snapshot.id)
    assert (again.id, again.notes) == (city_snapshot.id, city_snapshot.notes)
    for name in snapshot.SCHEMAS:
        assert again.table(name).equals(city_snapshot.table(name)), name
    assert sorted(p.name for p in tmp_path.iterdir()) == [city_snapshot.id]  # no drafts stay behind


def test_the_same_content_is_written_once_and_its_identities_follow_the_secret(tmp_path: Path) -> None:
    tables = layout(firms=[firm(0)], roles=[role(0, person_id=ID)])
    snapshot.write(snapshot.build(tables, id_key=b"old"), tmp_path)
    new = snapshot.build(tables, id_key=b"new")
    folder = snapshot.write(new, tmp_path)
    assert len(list(tmp_path.iterdir())) == 1
    again = snapshot.read(tmp_path, folder.name)
    assert again.identities.equals(new.identities)
    assert again.key_check == new.key_check == snapshot.key_check_of(tmp_path, folder.name)


def test_the_latest_is_the_one_written_last(tmp_path: Path) -> None:
    assert snapshot.latest(tmp_path) is None
    assert snapshot.latest(tmp_path / "nowhere") is None
    one, two = (snapshot.build(layout(firms=[firm(i)]), id_key=b"k") for i in range(2))
    for built in (one, two, one):
        snapshot.write(built, tmp_path)
        assert snapshot.latest(tmp_path) == built.id


@pytest.mark.parametrize("name", ["manifest.json", "links.parquet", "firms.parquet"])
def test_a_broken_snapshot_is_an_error_with_a_way_out(tmp_path: Path, name: str) -> None:
    folder = snapshot.write(snapshot.build(layout(firms=[firm(0)]), id_key=b"k"), tmp_path)
    (folder / name).write_bytes((folder / name).read_bytes()[:40])
    with pytest.raises(StoreError, match="ingest the register again"):
        snapshot.read(tmp_path, folder.name)


def test_a_snapshot_of_other_columns_is_an_error(tmp_path: Path) -> None:
    folder = snapshot.write(snapshot.build(layout(firms=[firm(0)]), id_key=b"k"), tmp_path)
    pl.DataFrame({"firm": [1]}).write_parquet(folder / "links.parquet")
    with pytest.raises(StoreError, match="another version"):
        snapshot.read(tmp_path, folder.name)


@pytest.mark.parametrize("field", ["layout", "normalisation"])
@pytest.mark.parametrize("version", [0, 101])
def test_a_snapshot_of_another_version_is_an_error_until_it_is_written_again(
    tmp_path: Path, field: str, version: int
) -> None:
    built = snapshot.build(layout(firms=[firm(0)]), id_key=b"k")
    folder = snapshot.write(built, tmp_path)
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, field: version}))
    with pytest.raises(StoreError, match="another version"):
        snapshot.read(tmp_path, folder.name)
    snapshot.write(built, tmp_path)
    assert snapshot.read(tmp_path, folder.name).id == built.id


def test_a_place_that_cannot_be_written_is_an_error_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    built = snapshot.build(layout(firms=[firm(0)]), id_key=b"k")
    with pytest.raises(StoreError, match="cannot be written"):
        snapshot.write(built, tmp_path / "file")


def test_people_without_ids_are_found_nearly_as_with_them(city: Tables) -> None:
    """Precision over recall: of pairs of mentions joined without ids, at least 95 % are one person."""
    known = city["roles"].filter(pl.col("person_id").is_not_null())
    blind = known.with_columns(pl.lit(None, dtype=pl.String).alias("person_id"))
    persons = {}
    for word, roles in (("true", known), ("found", blind)):
        built = snapshot.build({**city, "roles": roles, "holdings": city["holdings"].clear()}, id_key=b"k")
        of_firm = links_of(built, KeyKind.PERSON).select("firm", "role", "label", pl.col("key").alias(word))
        # Two namesakes in one role of one firm cannot be told apart from outside.
        persons[word] = of_firm.unique(["firm", "role", "label"], keep="none")
    both = (
        persons["true"].join(persons["found"], on=["firm", "role", "label"]).unique(["firm", "true", "found"])
    )

    def pairs(*by: str) -> int:
        n = both.group_by(by).len()["len"].cast(pl.Int64)
        return int((n * (n - 1) // 2).sum())

    right = pairs("true", "found")
    assert right / pairs("found") >= 0.95
    assert right / pairs("true") >= 0.7
