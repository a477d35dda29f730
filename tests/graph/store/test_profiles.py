"""Firms, rings, findings and keys come back as they were published."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date

import numpy as np
import polars as pl
import pytest

from graph.baselines import Baselines
from graph.errors import Gone, NotPublished, UsageError
from graph.model import KeyKind
from graph.neighbourhood import cut
from graph.published import REFERENCE, Publication
from graph.slice import columns
from graph.store.port import GraphStore, GraphView
from graph.store.records import PrecheckRecord
from tests.graph.store.publications import firm_id, small

PUBLISHED = small()
FIRMS = len(PUBLISHED.register.firms)


@pytest.fixture(scope="module")
def view(publish: Callable[[Publication], GraphView]) -> GraphView:
    return publish(PUBLISHED)


def test_the_sweep_describes_itself(view: GraphView) -> None:
    info = view.info
    assert (info.sweep_id, info.snapshot_id, info.as_of) == ("S1", "snapshot-for-tests", date(2024, 2, 28))
    assert (info.firms, info.rings, info.findings) == (40, 8, 8)
    assert info.grades == {"D": 40}
    assert info.live


@pytest.mark.parametrize("row", [0, 1, 17, 39])
def test_a_firm_comes_back_with_all_its_facts(view: GraphView, row: int) -> None:
    profile = view.firm(firm_id(row))
    assert profile is not None
    published = PUBLISHED.snapshot.firms.row(row, named=True)
    assert profile.facts.__dict__ == {name: published[name] for name in profile.facts.__dict__}
    verdict = PUBLISHED.results["verdicts"].row(row, named=True)
    assert profile.verdict.score == verdict["score"]
    assert profile.verdict.ring_id == f"R1-{verdict['ring']:04d}"
    assert profile.verdict.reasons[0].words.en == "They share a phone"
    assert profile.verdict.counter_evidence[0].code == "N10"


def test_a_firms_links_are_the_registers(view: GraphView) -> None:
    links, keys = PUBLISHED.snapshot.links, PUBLISHED.snapshot.keys
    for row in range(FIRMS):
        profile = view.firm(firm_id(row))
        assert profile is not None
        found = {(link.key.id, link.since, link.until) for link in profile.links}
        mine = links.filter(links["firm"] == row)
        ids = keys["public_id"].gather(mine["key"]).to_list()
        degrees = dict(zip(ids, keys["degree"].gather(mine["key"]), strict=True))
        assert found == set(zip(ids, mine["since"], mine["until"], strict=True))
        assert {link.key.id: link.key.firms for link in profile.links} == degrees


def test_events_holdings_ties_and_findings_are_the_firms_own(view: GraphView) -> None:
    listed, plain = view.firm(firm_id(3)), view.firm(firm_id(4))
    assert listed is not None
    assert plain is not None
    assert [(event.kind, event.topic) for event in listed.events] == [("abnormal_listed", "失联")]
    assert plain.events == ()
    assert [holding.holder_name for holding in plain.holdings] == [
        link.key.label for link in plain.of_kind("person")
    ]
    head, branch = view.firm(firm_id(0)), view.firm(firm_id(39))
    assert head is not None
    assert branch is not None
    assert {tie.firm_id for tie in head.ties if tie.outgoing} == {firm_id(38), firm_id(39)}
    assert [(tie.firm_id, tie.outgoing) for tie in branch.ties] == [(firm_id(0), False)]
    assert [finding.finding_id for finding in plain.findings] == ["F0"]


def test_what_is_unknown_is_none(view: GraphView) -> None:
    for wanted in ("", "nobody", "91350100MA000003X", "91350100MA000003X33", "\x00", "~"):
        assert view.firm(wanted) is None
        assert view.firm_graph(wanted) is None
        assert view.key(wanted) is None
        assert view.ring(wanted) is None
        assert view.ring_graph(wanted) is None
        assert view.ring_members(wanted) is None
        assert view.finding(wanted) is None
        assert view.judged(wanted) is None


def test_rings_page_in_rank_order_without_a_gap(view: GraphView) -> None:
    seen, cursor = [], None
    while True:
        page = view.rings(cursor, limit=3)
        assert page.total == 8
        seen += [ring.ring_id for ring in page.items]
        cursor = page.cursor
        if cursor is None:
            break
    assert seen == [f"R1-{i:04d}" for i in range(8)]


def test_rings_are_filtered(view: GraphView) -> None:
    by_family = view.rings(family="place", limit=3)
    assert by_family.total == 4
    assert all("place" in ring.families for ring in by_family.items)
    assert {ring.district for ring in view.rings(district="试验区").items} == {"试验区"}
    assert [ring.rank for ring in view.rings(min_score=0.9485).items] == [1, 2]
    assert view.rings(min_size=6).items == ()
    assert view.ring_districts() == [("测试区", 4), ("试验区", 4)]


@pytest.mark.parametrize("cursor", ["", "x", "-1", "1.5", "１", "9" * 40])
def test_a_made_up_cursor_is_refused(view: GraphView, cursor: str) -> None:
    with pytest.raises(UsageError):
        view.rings(cursor)
    with pytest.raises(UsageError):
        view.ring_members("R1-0000", cursor)
    with pytest.raises(UsageError):
        view.search("贸易", cursor)


def test_a_ring_comes_with_its_case(view: GraphView) -> None:
    ring = view.ring("R1-0001")
    assert ring is not None
    assert [member.firm.firm_id for member in ring.members] == [firm_id(i) for i in range(5, 10)]
    assert [member.strength for member in ring.members] == [0.995, 0.994, 0.993, 0.992, 0.991]
    assert [finding.finding_id for finding in ring.findings] == ["F1"]
    assert [(edge.a, edge.b, edge.kinds) for edge in ring.minimal_evidence] == [
        (firm_id(5), firm_id(6), ("phone",))
    ]
    assert ring.hubs[0].why.en == "Registered"
    assert ring.runner_up_words is None
    assert ring.next_steps[0].zh == "实地核查"


def test_members_page_strongest_first(view: GraphView) -> None:
    first = view.ring_members("R1-0002", limit=3)
    assert first is not None
    second = view.ring_members("R1-0002", first.cursor, limit=3)
    assert second is not None
    assert second.cursor is None
    ids = [member.firm.firm_id for member in first.items + second.items]
    assert ids == [firm_id(i) for i in range(10, 15)]


def test_ring_membership_is_complete(view: GraphView) -> None:
    assert view.ring_membership() == [(f"R1-{i // 5:04d}", firm_id(i)) for i in range(40)]


def test_a_finding_comes_with_its_records(view: GraphView) -> None:
    finding = view.finding("F3")
    assert finding is not None
    assert finding.evidence == {"n": 5}
    assert (finding.row.family, finding.row.severity, finding.row.firms) == ("contact", 3, 5)
    assert finding.basis == ("R9",)
    assert finding.excuses == 1 << 10
    assert [firm.firm_id for firm in finding.firms] == [firm_id(i) for i in range(15, 20)]


def test_a_key_comes_with_its_firms(view: GraphView) -> None:
    links = PUBLISHED.snapshot.links
    for row, key in enumerate(PUBLISHED.snapshot.keys.iter_rows(named=True)):
        profile = view.key(key["public_id"])
        found = (
            key["same_as"] if key["same_as"] >= 0 else row
        )  # another spelling leads to the one that is used
        assert profile is not None
        assert profile.key.id == PUBLISHED.snapshot.keys["public_id"][found]
        assert {firm.firm_id for firm in profile.firms} == {
            firm_id(firm) for firm in links.filter(links["key"] == found)["firm"]
        }


def test_keys_are_found_by_value_handle_and_identity(view: GraphView) -> None:
    keys, identities = PUBLISHED.snapshot.keys, PUBLISHED.snapshot.identities
    ids = keys["public_id"].to_list()
    asked = [(KeyKind(kind), value) for kind, value in keys.select("kind", "value").iter_rows()]
    found = view.keys_by_value([*asked, (KeyKind.PHONE, "nowhere"), (KeyKind.IP, "10.0.0.1")])
    used = [ids[other] if other >= 0 else an_id for an_id, other in zip(ids, keys["same_as"], strict=True)]
    assert [key.id if key else None for key in found] == [*used, None, None]
    handles = [key.handle for key in found if key]
    assert [key.id for key in view.keys([handles[7], handles[0], handles[7]])] == [used[7], used[0], used[7]]
    assert view.keys([]) == []
    for keyed, row in identities.iter_rows():
        assert [person.key.id for person in view.person_by_identity(keyed)] == [ids[row]]
    assert view.person_by_identity("keyed") == []


def test_persons_by_name_are_namesakes_only(view: GraphView) -> None:
    persons = PUBLISHED.snapshot.persons
    rows = persons.filter(persons["name"] == "测试乙")["key"]
    wanted = PUBLISHED.snapshot.keys["public_id"].gather(rows).to_list()
    found = view.persons_by_name("测试乙")
    assert [person.key.id for person in found] == wanted
    assert {person.birth_date for person in found} == {"1980-05"}
    assert view.persons_by_name("测试") == []


def test_the_rarity_of_characters_is_the_sweeps(view: GraphView) -> None:
    assert view.character_nats() == PUBLISHED.vocabulary.character_nats


def test_baselines_come_back_exactly(view: GraphView) -> None:
    found, wanted = view.baselines(), PUBLISHED.baselines
    assert isinstance(found, Baselines)
    for name, value in wanted.__dict__.items():
        mine = getattr(found, name)
        assert type(mine) is type(value)
        assert (mine == value).all() if hasattr(value, "dtype") else mine == value


def test_what_the_desk_refers_to_comes_back(view: GraphView) -> None:
    for name, schema in REFERENCE.items():
        wanted = PUBLISHED.checked().reference[name]
        assert view.reference(name).equals(wanted)
        assert view.reference(name).schema == pl.Schema(schema)
    assert len(view.reference("places")) == 1


def test_judged_is_the_sweeps_word(view: GraphView) -> None:
    judged, profile = view.judged(firm_id(12)), view.firm(firm_id(12))
    assert judged is not None
    assert profile is not None
    assert judged.verdict == profile.verdict
    assert judged.ring is not None
    assert judged.ring.ring_id == "R1-0002"
    assert [finding.scope for finding in judged.findings] == ["local"]


def test_the_slice_of_everything_is_the_register(view: GraphView) -> None:
    near = view.neighbourhood([firm_id(i) for i in range(FIRMS)])
    linked, _, _ = cut(
        PUBLISHED.register, np.arange(FIRMS, dtype=np.int32)
    )  # without the keys that are only spellings
    for part in ("firms", "keys", "links", "events"):
        whole = columns(getattr(linked, part))
        for name, values in columns(getattr(near.register, part)).items():
            assert values.dtype == whole[name].dtype
            assert values.tolist() == whole[name].tolist() or name in ("capital", "paid_in", "brand_nats")


def test_before_the_first_publication(empty: tuple[GraphStore, Callable[[Publication], None]]) -> None:
    store, _ = empty
    with pytest.raises(NotPublished):
        store.view()
    assert store.sweeps() == []
    assert store.precheck_log() == []


def test_sweeps_are_remembered_and_two_are_kept(
    empty: tuple[GraphStore, Callable[[Publication], None]],
) -> None:
    store, publish = empty
    publish(small(1))
    pinned = store.view()
    first = pinned.ring("R1-0000")
    publish(small(2))
    assert pinned.ring("R1-0000") == first is not None
    publish(small(3))
    assert [info.sweep_id for info in store.sweeps()] == ["S3", "S2", "S1"]
    assert [info.live for info in store.sweeps()] == [True, False, False]
    assert store.view("S2").ring("R2-0000") is not None
    assert not store.view("S2").info.live
    with pytest.raises(Gone):
        store.view("S1")
    # Whoever is still reading the first night reads it whole, or is told that it is gone.
    with suppress(Gone):
        assert pinned.ring("R1-0000") == first


def test_prechecks_are_kept_through_publications(
    empty: tuple[GraphStore, Callable[[Publication], None]],
) -> None:
    store, publish = empty
    publish(small(1))
    records = [
        PrecheckRecord(f"q{i}", f"2024-03-01T09:00:0{i}", "S1", None, "PASS", 0.1, "A", ("T10",))
        for i in range(3)
    ]
    for record in records:
        store.log_precheck(record)
    store.log_lookup("2024-03-01T09:00:00", "clerk", "firm", firm_id(1))
    publish(small(2))
    assert store.precheck_log(2) == [records[2], records[1]]


def test_threads_share_a_store(empty: tuple[GraphStore, Callable[[Publication], None]]) -> None:
    store, publish = empty
    publish(PUBLISHED)
    firms = [firm_id(i) for i in range(FIRMS)]
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda firm: store.view().judged(firm), 3 * firms))
    assert found == 3 * [store.view().judged(firm) for firm in firms]
