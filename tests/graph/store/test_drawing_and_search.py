"""Drawings stay small and true; search finds parts of names."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.model import KeyKind, LinkRole
from graph.published import Publication
from graph.store.closeness import folded
from graph.store.port import GraphView
from graph.store.records import SearchHit
from graph.words import Text
from tests.graph.store.publications import Link, firm_id, publication, small

PUBLISHED = small(firms=60)


@pytest.fixture(scope="module")
def view(publish: Callable[[Publication], GraphView]) -> GraphView:
    return publish(PUBLISHED)


def _held(view: GraphView, firm: str) -> set[str]:
    profile = view.firm(firm)
    assert profile is not None
    return {link.key.id for link in profile.links}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(row=st.integers(0, 59), hops=st.integers(1, 3), limit=st.integers(1, 80))
def test_a_drawing_holds_all_links_of_what_it_shows(view: GraphView, row: int, hops: int, limit: int) -> None:
    drawing = view.firm_graph(firm_id(row), hops, limit)
    assert drawing is not None
    assert len(drawing.nodes) <= limit
    firms = {node.id for node in drawing.nodes if node.kind == "firm"}
    keys = {node.id: node.degree for node in drawing.nodes if node.kind != "firm"}
    assert firm_id(row) in firms
    edges = {(edge.source, edge.target) for edge in drawing.edges}
    assert edges == {(firm, key) for firm in firms for key in _held(view, firm) & keys.keys()}
    shown = {key: len({s for s, t in edges if t == key}) for key in keys}
    assert drawing.truncated == {key: n for key, n in keys.items() if n > shown[key]}


def test_one_hop_is_the_firm_its_keys_and_their_firms(view: GraphView) -> None:
    drawing = view.firm_graph(firm_id(5), 1, 1000)
    assert drawing is not None
    mine = _held(view, firm_id(5))
    assert {node.id for node in drawing.nodes if node.kind != "firm"} == mine
    assert {node.id for node in drawing.nodes if node.kind == "firm"} == {
        firm_id(i) for i in range(60) if _held(view, firm_id(i)) & mine
    }
    assert drawing.truncated == {}


def test_a_rings_drawing_shows_what_members_share(view: GraphView) -> None:
    drawing = view.ring_graph("R1-0003", 100)
    assert drawing is not None
    members = [firm_id(i) for i in range(15, 20)]
    held = [_held(view, firm) for firm in members]
    shared = {key for keys in held for key in keys if sum(key in other for other in held) >= 2}
    assert {node.id for node in drawing.nodes if node.kind == "firm"} == set(members)
    assert {node.id for node in drawing.nodes if node.kind != "firm"} == shared
    few = view.ring_graph("R1-0003", 4)
    assert few is not None
    assert len(few.nodes) <= 4


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(row=st.integers(0, 59), data=st.data())
def test_every_part_of_a_name_finds_it(view: GraphView, row: int, data: st.DataObject) -> None:
    name = PUBLISHED.snapshot.firms["name"][row]
    start = data.draw(st.integers(0, len(name) - 2))
    part = name[start : data.draw(st.integers(start + 2, len(name)))]
    hits = [hit for hit in _all_hits(view, part) if hit.kind == "firm"]
    assert firm_id(row) in {hit.id for hit in hits}
    assert all(part in hit.label for hit in hits)


def _all_hits(view: GraphView, text: str, limit: int = 7) -> list[SearchHit]:
    hits: list[SearchHit] = []
    cursor = None
    while True:
        page = view.search(text, cursor, limit)
        hits += page.items
        cursor = page.cursor
        if cursor is None:
            assert len(hits) == page.total
            return hits


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("青禾", "firm"),
        ("测试甲", "person"),
        ("和平路3号", "address"),
        ("R1-00", "ring"),
        ("+8659100000003", "contact"),
        ("0591-00000003", "contact"),
        ("59100000003", "contact"),
        ("91350100MA000012", "firm"),
        ("９１３５０１００ＭＡ", "firm"),
        ("禾", None),
        ("", None),
        ("没有这个", None),
        ("%_'\"\x00", None),
    ],
)
def test_what_a_text_finds(view: GraphView, text: str, kind: str | None) -> None:
    hits = view.search(text).items
    assert {hit.kind for hit in hits} == ({kind} if kind else set())


def test_the_closest_comes_first(view: GraphView) -> None:
    labels = [hit.label for hit in view.search("青禾6").items]
    assert labels[0] == "福州青禾6贸易有限公司"
    assert view.search("福州 青禾6 贸易有限公司").items[0].label == labels[0]


def _renamed(firms: list[str], people: list[str]) -> Publication:
    """A register of firms and people with these names; firm `i` is represented by person `i`."""
    links = [
        Link(i, KeyKind.PERSON, i, LinkRole.LEGAL_REPRESENTATIVE) for i in range(min(len(firms), len(people)))
    ]
    made = publication(len(firms), links)
    snapshot = made.snapshot
    keys = snapshot.persons["key"]
    labels = snapshot.keys["label"].scatter(keys, people)
    renamed = replace(
        snapshot,
        firms=snapshot.firms.with_columns(name=pl.Series(firms)),
        persons=snapshot.persons.with_columns(name=pl.Series(people)),
        keys=snapshot.keys.with_columns(label=labels),
    )
    return replace(made, snapshot=renamed)


# Letters, digits, signs, blanks, words that analyzers drop, characters that are several, or rare.
HARD = [
    "福州禾6贸易", "R&D实验室", "the在the贸is", "AB（福州）c.d", "福州 青 禾 3号", "１２３号店ＡＢ", "of",
    'a\\b"c:d*e?~f', "AND OR NOT", "𠀀吉野家", "café Straße", "[甲 TO 乙]", "^(乙)丙/丁", "①㈱テスト", "or",
]  # fmt: skip


def test_parts_of_hard_names_find_them_and_an_equal_one_comes_first(
    publish: Callable[[Publication], GraphView],
) -> None:
    view = publish(_renamed(HARD, HARD))

    def found(text: str) -> tuple[list[str], list[str]]:
        hits = view.search(text, limit=100).items
        firms, people = ([hit.label for hit in hits if hit.kind == kind] for kind in ("firm", "person"))
        return firms, people

    parts = {a + b for name in HARD for a, b in pairwise(folded(name))}
    for part in sorted(parts):
        firms, people = found(part)
        assert set(firms) == set(people) == {name for name in HARD if part in folded(name)}, part
    for name in HARD:
        firms, people = found(name)
        assert (firms[0], people[0]) == (name, name)
        assert [person.name for person in view.persons_by_name(name)] == [name]


LIKE = 1_500
AMONG = [0, 700, LIKE]  # where the one that is looked for stands


@pytest.mark.parametrize("at", AMONG)
def test_the_very_name_is_found_among_many_like_it(
    publish: Callable[[Publication], GraphView], at: int
) -> None:
    firms = [f"鑫源{i}" for i in range(LIKE)]
    people = [f"王伟{chr(0x4E00 + i)}" for i in range(LIKE)]
    firms.insert(at, "鑫源")
    people.insert(at, "王伟")
    view = publish(_renamed(firms, people))
    for text, kind in (("鑫源", "firm"), ("王伟", "person"), ("王 伟", "person")):
        page = view.search(text)
        assert (page.items[0].kind, page.items[0].label) == (kind, text.replace(" ", ""))
        assert page.total == {"firm": 1000, "person": 200}[kind]
        assert len({hit.id for hit in _all_hits(view, text, 100)}) == page.total
    (namesake,) = view.persons_by_name("王伟")
    assert namesake.name == "王伟"


def test_a_ring_is_named_in_both_languages(view: GraphView) -> None:
    hit = view.search("R1-0003").items[0]
    assert hit.title == Text("五户同批", "Five firms in one go")
    assert view.search("青禾").items[0].title is None
