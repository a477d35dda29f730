"""docs/graph.md: in step with the code, true of a published store, and every question answered as it says."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import neo4j
import pytest

from graph.property_graph import LABEL_OF, NODES, RELATIONSHIPS
from graph.store.neo4j.connection import Neo4jSettings
from graph.store.neo4j.documentation import (
    PROPERTIES,
    QUESTIONS,
    Question,
    is_inner,
    page,
    picture,
)
from graph.store.neo4j.publisher import Neo4jPublisher
from tests.graph.store.neo4j.quarter import (
    BRANDS,
    FIRMS,
    RINGS,
    born,
    firm_id,
    name_of,
    phone_value,
    publication,
    ring_id,
)
from tests.neo4j_server import wipe

HOUSE = Path(__file__).parents[4]
EACH = pytest.mark.parametrize("name", QUESTIONS)
WRITES = re.compile(r"\b(CREATE|MERGE|SET|DELETE|REMOVE|DROP|FOREACH|LOAD)\b")

Ask = Callable[..., list[neo4j.Record]]
Plan = Callable[[str, dict[str, Any]], set[str]]


@pytest.fixture(scope="module")
def ask(neo4j_server: Neo4jSettings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Ask a server that holds the quarter after its second night; nothing can be written."""
    wipe(neo4j_server)
    folder = tmp_path_factory.mktemp("quarter")
    for night in (1, 2):
        told = publication(folder / f"night-{night}", night)
        Neo4jPublisher(neo4j_server, folder).publish(told, lambda _: None)
    auth = (neo4j_server.user, neo4j_server.password)
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=auth, notifications_min_severity="OFF") as driver:

        def run(cypher: str, **params: Any) -> list[neo4j.Record]:
            return driver.execute_query(
                cypher, params, routing_=neo4j.RoutingControl.READ, database_=neo4j_server.database
            ).records

        yield run


@pytest.fixture(scope="module")
def plan(neo4j_server: Neo4jSettings) -> Iterator[Plan]:
    """The names of the operators that answer a statement."""
    auth = (neo4j_server.user, neo4j_server.password)
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=auth, notifications_min_severity="OFF") as driver:

        def below(step: dict[str, Any]) -> set[str]:
            return {step["operatorType"].partition("@")[0]}.union(*map(below, step.get("children", ())))

        def explain(cypher: str, params: dict[str, Any]) -> set[str]:
            explained = driver.execute_query(f"EXPLAIN {cypher}", params).summary.plan
            assert explained is not None
            return below(explained)

        yield explain


def test_the_page_is_in_step_with_the_code() -> None:
    written = (HOUSE / "docs" / "graph.md").read_text(encoding="utf-8")
    assert written == page(), "python -m graph.store.neo4j.documentation > docs/graph.md"


def test_every_file_is_a_question_of_the_page() -> None:
    files = {path.stem for path in (HOUSE / "cypher" / "questions").glob("*.cypher")}
    assert files == set(QUESTIONS)
    assert len(QUESTIONS) == len(files) >= 12


def test_the_picture_shows_every_type_and_every_key() -> None:
    drawn = picture()
    for relationship in RELATIONSHIPS:
        assert re.search(rf'["<>]{relationship.type}["<]', drawn), relationship.type
    for label in LABEL_OF.values():
        assert f"\n        {label}\n" in drawn


@EACH
def test_a_question_says_how_to_read_it_and_only_reads_a_bounded_number_of_rows(name: str) -> None:
    question = Question.of(name)
    assert question.asks.endswith("?")
    assert re.search(r"\w\.$", question.reading)
    assert not WRITES.search(question.cypher)
    assert re.search(r"\bLIMIT \d+", question.cypher)
    assert set(re.findall(r"^:param (\w+) => ", question.params, re.MULTILINE)) == question.parameters


@EACH
def test_an_example_can_be_pasted_and_the_plan_starts_at_something_known(
    ask: Ask, plan: Plan, name: str
) -> None:
    question = Question.of(name)
    given = {
        parameter: ask(f"RETURN {value} AS value")[0]["value"]
        for parameter, value in re.findall(r"^:param (\w+) => (.+)$", question.params, re.MULTILINE)
    }
    ask(question.cypher, **given)  # an example nobody has gives no error
    assert "AllNodesScan" not in plan(question.cypher, given)


def answer(ask: Ask, name: str, **params: Any) -> list[dict[str, Any]]:
    return [record.data() for record in ask(Question.of(name).cypher, **params)]


def test_whose_phone(ask: Ask) -> None:
    lines = answer(ask, "whose_phone", phone=phone_value(1))
    assert [line["firm"] for line in lines] == [firm_id(n) for n in RINGS[1]]
    assert {line["firms_on_it"] for line in lines} == {len(RINGS[1])}
    assert {(line["known_as"], line["used_as"]) for line in lines} == {("none", "contact")}
    assert answer(ask, "whose_phone", phone="+8613900000000") == []


def test_filed_together_in_room(ask: Ask) -> None:
    room = ask("MATCH (:Firm {id: $id})-[:REGISTERED_AT]->(a:Address) RETURN a.id AS id", id=firm_id(0))[0][
        "id"
    ]
    lines = answer(ask, "filed_together_in_room", room=room, day=born(0) + timedelta(days=27))
    assert [line["firm"] for line in lines] == [firm_id(n) for n in RINGS[0]]
    late = answer(ask, "filed_together_in_room", room=room, day=born(0) + timedelta(days=32))
    assert [line["firm"] for line in late] == [firm_id(n) for n in (2, 3, 4)]


def test_around_a_firm(ask: Ask) -> None:
    lines = ask(Question.of("around_a_firm").cypher, firm=firm_id(5))
    drawn = {(path.nodes[1]["label"], path.nodes[2]["id"]) for path in (line["around"] for line in lines)}
    assert drawn == {(phone_value(1), firm_id(n)) for n in (6, 7, 8)} | {("测试乙", firm_id(4))}
    assert answer(ask, "around_a_firm", firm=firm_id(16)) == []  # nothing but the hosting address


def test_how_two_firms_connect(ask: Ask) -> None:
    (line,) = answer(ask, "how_two_firms_connect", firm=firm_id(5), other=firm_id(9))
    between = [name_of(5), phone_value(1), name_of(8), "office@example.com", name_of(9)]
    assert line == {"chain": between, "keys_between": 2}
    assert answer(ask, "how_two_firms_connect", firm=firm_id(5), other=firm_id(16)) == []


def test_rings_of_a_district(ask: Ask) -> None:
    (line,) = answer(ask, "rings_of_a_district", district="鼓楼区")
    assert (line["ring"], line["firms"], line["score"]) == (ring_id(1), 5, 0.9)
    assert line["reasons"] == ["5 firms registered the same phone."]
    assert answer(ask, "rings_of_a_district", district="马尾区") == []


def test_straws_of_a_district(ask: Ask) -> None:
    (line,) = answer(ask, "straws_of_a_district", district="鼓楼区")
    assert (line["name"], line["firms"]) == ("测试甲", 4)
    assert line["first_ten"] == [name_of(n) for n in range(4)]
    assert (line["first"], line["last"]) == (born(0), born(3))
    assert answer(ask, "straws_of_a_district", district="台江区") == []


def test_agents_of_rings(ask: Ask) -> None:
    (line,) = answer(ask, "agents_of_rings")
    assert (line["name"], line["in_rings"], line["clients"], line["share"]) == ("测试代", 5, 6, 0.83)
    assert line["rings"] == [ring_id(1)]


def test_owners_in_common(ask: Ask) -> None:
    (line,) = answer(ask, "owners_in_common", ring=ring_id(1))
    assert (line["name"], line["firms"]) == ("测试东", 2)
    assert line["holdings"] == [
        {"firm": name_of(n), "share": share, "verified": False} for n, share in ((0, 0.9), (1, 0.6))
    ]
    assert answer(ask, "owners_in_common", ring=ring_id(2)) == []


def test_people_of_two_rings(ask: Ask) -> None:
    (line,) = answer(ask, "people_of_two_rings")
    assert (line["name"], line["rings"]) == ("测试乙", [ring_id(1), ring_id(2)])
    assert line["firms"] == [name_of(4), name_of(5)]
    assert line["roles"] == ["legal_representative", "supervisor"]


def test_guarantee_loop(ask: Ask) -> None:
    (line,) = answer(ask, "guarantee_loop", firm=firm_id(10))
    assert line == {"circle": [name_of(n) for n in (10, 11, 9, 10)], "amounts": [200.0, 300.0, 100.0]}
    assert answer(ask, "guarantee_loop", firm=firm_id(0)) == []  # guaranteed, yet in no circle


def test_branches_without_head(ask: Ask) -> None:
    (line,) = answer(ask, "branches_without_head")
    assert (line["head"], line["head_status"], line["branch"]) == (firm_id(12), "revoked", firm_id(13))


def test_firms_by_name(ask: Ask) -> None:
    (line,) = answer(ask, "firms_by_name", words=f'"{BRANDS[16]}"')
    assert (line["firm"], line["name"]) == (firm_id(16), name_of(16))
    assert answer(ask, "firms_by_name", words='"旧名"') == []  # its name until the second night
    assert len(answer(ask, "firms_by_name", words='"贸易有限"')) == FIRMS


def test_newly_graded_d(ask: Ask) -> None:
    lines = answer(ask, "newly_graded_d")
    assert [(line["firm"], line["was"], line["ring"]) for line in lines] == [
        (firm_id(2), "C", ring_id(1)),
        (firm_id(18), None, None),
    ]


def test_the_tables_name_every_property_that_a_store_holds(ask: Ask) -> None:
    seen = set()
    for labels, names in ask("MATCH (n) RETURN DISTINCT labels(n) AS labels, keys(n) AS names"):
        seen |= set(labels)
        told = {name for label in labels for name in PROPERTIES.get(label, ())}
        assert {name for name in names if not is_inner(name)} <= told, labels
    assert seen <= {node.label for node in NODES}
    assert set(PROPERTIES) - {"Precheck", "Lookup"} <= seen


def test_the_tables_name_every_relationship_that_a_store_holds(ask: Ask) -> None:
    rows = ask(
        "MATCH (a)-[r]->(b) UNWIND labels(a) AS source UNWIND labels(b) AS target "
        "UNWIND coalesce(keys(r) + [null], []) AS name RETURN DISTINCT type(r) AS type, source, target, name"
    )
    assert len(rows) > len(RELATIONSHIPS)
    general = {node.label for node in NODES}.difference(*((*r.source, *r.target) for r in RELATIONSHIPS))
    told = {r.type: (set(r.source), set(r.target), set(r.properties)) for r in RELATIONSHIPS}
    for row in rows:
        sources, targets, properties = told[row["type"]]
        assert row["source"] in sources | general, row
        assert row["target"] in targets | general, row
        assert row["name"] is None or is_inner(row["name"]) or row["name"] in properties, row
