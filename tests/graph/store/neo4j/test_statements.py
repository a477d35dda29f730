"""Every statement: understood by the real server, going by an index, documented, of parameters only."""

import re
from collections.abc import Callable, Iterator
from typing import Any, LiteralString

import neo4j
import pytest

from cypher import names, statement
from graph.property_graph import NODES, RELATIONSHIPS
from graph.store.neo4j import schema
from graph.store.neo4j.connection import Connection, Neo4jSettings
from tests.neo4j_server import wipe

EACH = pytest.mark.parametrize("name", names())
READ = pytest.mark.parametrize("name", [name for name in names() if name.startswith("read/")])
# Labels of which there are few nodes, or just those that are to be worked off.
SHORT_LISTS = {"Live", "Sweep", "Detector", "Pending", "Unused"}
# What goes through all nodes of a label because all of them are meant.
WHOLE_LABELS = {
    "write/remove_published": {"FirmVersion", "Key", "Region", "Score", "Ring", "Finding"},
    "write/remove_regions": {"Region"},
    "read/kept_nodes": {"Precheck", "Lookup"},
}
ONE_ROW = {"NodeUniqueIndexSeek", "Argument", "Filter", "CacheProperties", "Projection", "Limit"}
ONE_BY_ONE = ONE_ROW | {"Apply", "EmptyRow", "ProduceResults", "RollUpApply", "Unwind"}
NO_LIMIT = {
    "read/counts",  # only counts
    "read/firm_packs",  # what the firms given hold themselves
    "read/index_states",  # as many as are declared
}
KEYWORDS = (
    "MATCH OPTIONAL WHERE RETURN WITH UNWIND CALL CREATE MERGE SET REMOVE DELETE DETACH LIMIT ORDER SKIP "
    "UNION FOREACH CASE WHEN THEN ELSE END AND OR NOT IN IS DISTINCT EXISTS COUNT COLLECT YIELD SHOW"
).split()


# A comment or a text in quotes, whichever begins first: an apostrophe in a comment opens no text.
COMMENT_OR_TEXT = re.compile(r"//[^\n]*|'(?:[^'\\]|\\.)*'")


def without_texts(text: str) -> str:
    """The statement without comments and what stands between quotes."""
    return COMMENT_OR_TEXT.sub(lambda found: "''" if found[0][0] == "'" else "", text)


def comment(name: str) -> str:
    lines = statement(name).splitlines()
    first_other = next(at for at, line in enumerate(lines) if not line.startswith("//"))
    return "\n".join(lines[:first_other])


def parameters(text: str) -> set[str]:
    return set(re.findall(r"\$(\w+)", text))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("// one's\nRETURN $a // another's\n", "\nRETURN $a \n"),
        ("RETURN 'bolt://$a' AS b, $c", "RETURN '' AS b, $c"),
        (r"RETURN 'it\'s' + $a // 'x'", "RETURN '' + $a "),
    ],
)
def test_comments_and_quotes_are_left_out_as_they_come(text: str, left: str) -> None:
    assert without_texts(text) == left


@EACH
def test_it_starts_with_its_documentation(name: str) -> None:
    said = comment(name)
    assert re.match(r"// [A-Z]", said)
    assert said.endswith(".")
    assert parameters(said) == parameters(without_texts(statement(name)))


@EACH
def test_it_is_in_its_form(name: str) -> None:
    text = statement(name)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    for line in text.splitlines():
        assert line == line.rstrip()
        assert len(line) <= 120
        assert (len(line) - len(line.lstrip())) % 2 == 0
    words = re.findall(r"(?<![\w.$:`])[A-Za-z]+(?![\w(:`])", without_texts(text))
    assert [word for word in words if word.upper() in KEYWORDS and word != word.upper()] == []


@EACH
def test_only_what_is_called_so_writes(name: str) -> None:
    writes = re.search(r"\b(CREATE|MERGE|SET|DELETE|REMOVE|FOREACH)\b", without_texts(statement(name)))
    assert (writes is None) == name.startswith("read/")


@pytest.fixture(scope="module")
def explain(neo4j_server: Neo4jSettings) -> Iterator[Callable[[LiteralString], neo4j.ResultSummary]]:
    """What the server makes of a statement, in a store with a few thousand nodes of everything."""
    wipe(neo4j_server)
    connection = Connection(neo4j_server)
    schema.create(connection)
    schema.wait_until_online(connection, 120)
    connection.close()
    auth = (neo4j_server.user, neo4j_server.password)
    with (
        neo4j.GraphDatabase.driver(neo4j_server.uri, auth=auth) as driver,
        driver.session(
            database=neo4j_server.database,
            notifications_min_severity="INFORMATION",
            # Whether a property exists is a matter of what has been published; labels are linted.
            notifications_disabled_classifications=["UNRECOGNIZED"],
        ) as session,
    ):
        fill(session)

        def run(text: LiteralString) -> neo4j.ResultSummary:
            nothing = dict.fromkeys(parameters(without_texts(text)))
            return session.run("EXPLAIN " + text, nothing).consume()

        yield run
    wipe(neo4j_server)


def fill(session: neo4j.Session) -> None:
    """Enough of everything for the planner to prefer an index where there is one."""
    for node in NODES:
        properties = {name for names_ in (node.unique, *node.indexes) for name in names_}
        of_two = {"sweep", "from_sweep", "changed_in"}
        sets = "".join(f", n.{name} = i{' % 2' if name in of_two else ''}" for name in sorted(properties))
        count = 1 if node.label == "Live" else 2000
        session.run(
            f"UNWIND range(1, $count) AS i CREATE (n:{node.label}) SET n.i = i{sets}", count=count
        ).consume()
    for relationship in RELATIONSHIPS:
        for source in relationship.source:
            session.run(
                f"MATCH (a:{source} {{i: 1}}), (b:{relationship.target[0]}) WITH a, b LIMIT 2000 "
                f"CREATE (a)-[:{relationship.type} {{sweep: 1}}]->(b)"
            ).consume()
    session.run("CALL db.resampleOutdatedIndexes()").consume()
    session.run("CALL db.awaitIndexes(60)").consume()
    session.run("CALL db.clearQueryCaches()").consume()


def operators(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("children", ()):
        yield from operators(child)


def kind(operator: dict[str, Any]) -> str:
    return re.sub(r"@.*|\(\w+\)", "", operator["operatorType"])


@EACH
def test_the_server_understands_it_and_has_nothing_to_say(
    name: str, explain: Callable[[LiteralString], neo4j.ResultSummary]
) -> None:
    told = [status for status in explain(statement(name)).gql_status_objects if status.is_notification]
    assert [status.status_description for status in told] == []


@EACH
def test_its_plan_goes_by_an_index(
    name: str, explain: Callable[[LiteralString], neo4j.ResultSummary]
) -> None:
    assert without_index(explain(statement(name)), WHOLE_LABELS.get(name, set())) == []


def without_index(summary: neo4j.ResultSummary, whole_labels: set[str]) -> list[str]:
    """What a plan goes through without an index, but for the labels that may be."""
    assert summary.plan is not None
    found = []
    for operator in operators(summary.plan):
        what, details = kind(operator), str(operator["args"].get("Details", ""))
        if "ByLabel" in what:
            labels = set(details.partition(":")[2].split("|"))
            bad = not labels <= SHORT_LISTS | whole_labels
        elif what == "CartesianProduct":  # of a node that is named by its id with whatever else
            sides = [{kind(part) for part in operators(child)} for child in operator.get("children", ())]
            bad = not any(side <= ONE_ROW for side in sides)
        else:
            bad = re.search(r"AllNodes|AllRelationships|RelationshipTypes?Scan", what) is not None
        if bad:
            found.append(f"{what} {details}".rstrip())
    return found


@READ
def test_a_read_is_bounded(name: str, explain: Callable[[LiteralString], neo4j.ResultSummary]) -> None:
    """By a limit, by a guard on the degree, or because it goes no further than the ids it is given."""
    text = without_texts(statement(name))
    if "LIMIT" not in text and "<= $cap" not in text and name not in NO_LIMIT:
        plan = explain(statement(name)).plan
        assert plan is not None
        assert {kind(operator) for operator in operators(plan)} <= ONE_BY_ONE


@pytest.mark.parametrize(
    ("text", "bad"),
    [
        ("MATCH (n) RETURN n", ["AllNodesScan n"]),
        ("MATCH (n:Key) WHERE n.label = $at RETURN n", ["NodeByLabelScan n:Key"]),
        ("MATCH (n:Key|Ring) RETURN n", ["UnionNodeByLabelsScan n:Key|Ring"]),
        ("MATCH ()-[r:USES]->() RETURN r", ["DirectedRelationshipTypeScan (anon_0)-[r:USES]->(anon_1)"]),
        ("MATCH (a:Score {sweep: $at}) MATCH (b:Score {sweep: $at}) RETURN a, b", ["CartesianProduct"]),
        ("MATCH (a:Score {sweep: $at}) MATCH (b:Key {id: $id}) RETURN a, b", []),
    ],
)
def test_bad_plans_are_seen(
    text: LiteralString, bad: list[str], explain: Callable[[LiteralString], neo4j.ResultSummary]
) -> None:
    assert without_index(explain(text), set()) == bad
