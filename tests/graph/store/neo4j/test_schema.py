"""The graph's constraints and indexes on a real server, and what becomes of a store of another version."""

import neo4j
import pytest

from graph.errors import StoreError, StoreUnavailable
from graph.property_graph import NODES, SEARCHED
from graph.store.neo4j import schema
from graph.store.neo4j.connection import Connection, Neo4jSettings
from tests.neo4j_server import drop_schema


@pytest.fixture
def bare(connection: Connection, neo4j_empty: Neo4jSettings) -> Connection:
    """A server without a node, constraint or index."""
    drop_schema(neo4j_empty)
    return connection


def made(session: neo4j.Session) -> set[str]:
    names = session.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name").value()
    return set(names) | set(session.run("SHOW CONSTRAINTS YIELD name").value())


def test_everything_declared_is_there_and_answers(bare: Connection, session: neo4j.Session) -> None:
    schema.create(bare)
    schema.wait_until_online(bare, 60)
    indexed = session.run(
        "SHOW INDEXES YIELD labelsOrTypes, properties, type, owningConstraint, options "
        "WHERE type <> 'LOOKUP' RETURN labelsOrTypes, properties, type, owningConstraint, options"
    ).data()
    there = {
        (label, tuple(index["properties"]), index["type"], index["owningConstraint"] is not None)
        for index in indexed
        for label in index["labelsOrTypes"]
    }
    for node in NODES:
        if node.unique:
            assert (node.label, node.unique, "RANGE", True) in there
        for properties in node.indexes:
            assert (node.label, properties, "RANGE", False) in there
        if node.full_text:
            assert (node.label, (node.full_text[1], SEARCHED), "FULLTEXT", False) in there
    assert ("SAME_HAND", ("sweep",), "RANGE", False) in there
    full_text = [index["options"]["indexConfig"] for index in indexed if index["type"] == "FULLTEXT"]
    assert len(full_text) == 3
    assert {options["fulltext.analyzer"] for options in full_text} == {"cjk"}


def test_making_it_again_changes_nothing(bare: Connection, session: neo4j.Session) -> None:
    schema.create(bare)
    once = made(session)
    schema.create(bare)
    assert made(session) == once
    assert len(once) == len(schema.statements())


def test_two_of_one_thing_cannot_be_made(bare: Connection, session: neo4j.Session) -> None:
    schema.create(bare)
    for key in ("a", "b"):
        session.run("CREATE (:Key {id: $key})", key=key).consume()
    with pytest.raises(neo4j.exceptions.ConstraintError):
        session.run("CREATE (:Key {id: 'a'})").consume()


def test_a_new_store_gets_this_version_and_keeps_it(bare: Connection, session: neo4j.Session) -> None:
    schema.check(bare)
    schema.create(bare)
    assert not schema.upgrade(bare)
    assert session.run("MATCH (live:Live) RETURN live.schema, live.number").values() == [[schema.VERSION, 0]]
    session.run("CREATE (:Key {id: 'a'})").consume()
    assert not schema.upgrade(bare)
    schema.check(bare)
    assert session.run("MATCH (key:Key) RETURN key.id").value() == ["a"]


OLDER = """
CREATE (:Live {name: 'live', schema: 0, number: 3, sweep: 's3', previous: 2, previous_sweep: 's2'})
CREATE (:Sweep {id: 's2', number: 2}), (:Sweep {id: 's3', number: 3})
CREATE (ring:Ring {sweep: 3, id: 'r'})-[:HAS_MEMBER]->(firm:FirmVersion:Firm {id: 'f', from_sweep: 1})
CREATE (firm)-[:USES]->(:Key:Phone {id: 'k'}), (firm)-[:LOCATED_IN]->(:Region {id: 'g'})
CREATE (ring)-[:RESTS_ON]->(:Finding {sweep: 3, id: 'd'}), (firm)-[:HAS_SCORE]->(:Score {sweep: 3})
CREATE (:Detector {sweep: 3, name: 'n'}), (:Precheck {request_id: 'p'}), (:Lookup)
"""


def test_an_older_store_is_emptied_of_what_was_published(bare: Connection, session: neo4j.Session) -> None:
    session.run(OLDER).consume()
    session.run("CREATE INDEX key_changed_in FOR (n:Key) ON (n.something_else)").consume()
    session.run("CREATE INDEX of_others FOR (n:Key) ON (n.value)").consume()
    with pytest.raises(StoreError, match="older version of this program"):
        schema.check(bare)
    assert schema.upgrade(bare)
    schema.check(bare)
    left = dict(session.run("MATCH (n) RETURN labels(n)[0] AS label, count(*) AS n ORDER BY label").values())
    assert left == {"Live": 1, "Lookup": 1, "Precheck": 1, "Sweep": 2}
    assert session.run("MATCH (live:Live) RETURN properties(live)").value() == [
        {"name": "live", "schema": schema.VERSION, "number": 0, "last": 3}
    ]
    assert session.run("MATCH (s:Sweep) RETURN s.id, s.number ORDER BY s.id").values() == [
        ["s2", 2],
        ["s3", 3],
    ]
    indexed = dict(session.run("SHOW INDEXES YIELD name, properties RETURN name, properties").values())
    assert indexed["key_changed_in"] == ["changed_in"]
    assert indexed["of_others"] == ["value"]
    session.run("DROP INDEX of_others").consume()
    assert not schema.upgrade(bare)


@pytest.mark.parametrize("done", range(1, 3))
def test_an_upgrade_that_was_cut_off_is_finished_by_the_next(
    bare: Connection, session: neo4j.Session, done: int
) -> None:
    session.run(OLDER).consume()
    steps = ("write/unpublish", "write/remove_published")
    for step in steps[:done]:
        bare.write(step, **({"limit": 2} if step == "write/remove_published" else {}))
    assert schema.upgrade(bare)
    assert session.run("MATCH (n:FirmVersion|Key|Ring|Finding|Score) RETURN count(*)").value() == [0]
    schema.check(bare)


def test_a_newer_store_is_left_alone(bare: Connection, session: neo4j.Session) -> None:
    session.run(OLDER.replace("schema: 0", f"schema: {schema.VERSION + 1}")).consume()
    for touch in (schema.check, schema.create, schema.upgrade):
        with pytest.raises(StoreError, match=r"newer version of this program .*; upgrade this program\."):
            touch(bare)
    assert session.run("MATCH (n) RETURN count(*)").value() == [12]
    assert made(session) == set()


def test_searching_waits_for_nothing_that_is_being_built(bare: Connection, session: neo4j.Session) -> None:
    with pytest.raises(StoreUnavailable, match="still being built"):
        schema.require_searchable(bare, ["firm_names"])
    session.run(
        "UNWIND range(1, 10000) AS i CREATE (:FirmVersion {id: i, from_sweep: 1, "
        "name: reduce(s = '', j IN range(1, 60) | s + toString(i * j) + '甲乙丙丁')})"
    ).consume()
    schema.create(bare)
    with pytest.raises(StoreUnavailable, match="still being built"):
        schema.require_searchable(bare, ["firm_names"])  # the nodes above take it seconds
    with pytest.raises(StoreUnavailable, match="after 0 s"):
        schema.wait_until_online(bare, 0)
    schema.wait_until_online(bare, 120)
    schema.require_searchable(bare, ["firm_names", "addresses"])
