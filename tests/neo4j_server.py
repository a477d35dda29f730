"""One real Neo4j server for a session of tests: the one that NEO4J_URI names, else one of our own.

NEO4J_USER and NEO4J_PASSWORD go with NEO4J_URI; everything in its database is removed by the tests.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import neo4j
import pytest

from graph.errors import StoreError
from graph.store.neo4j.connection import Neo4jSettings
from graph.store.neo4j.local_server import Installation, LocalServer
from tests.quick_java import PASSWORD, QUICK

SHARED = {
    # Each test fills the server anew, after which every statement would be planned again.
    "dbms.cypher.min_replan_interval": "1h",
    "dbms.cypher.statistics_divergence_threshold": "1.0",
    # Several tests give a wrong password; none of them may lock out the next.
    "dbms.security.auth_max_failed_attempts": "0",
}


def installation() -> Installation:
    """The server's jars; without them the test is skipped, in CI it fails."""
    try:
        return Installation.find()
    except StoreError as error:
        missing = str(error)
    if os.environ.get("CI"):
        pytest.fail(missing, pytrace=False)
    pytest.skip(missing)


@pytest.fixture(scope="session")
def neo4j_server() -> Iterator[Neo4jSettings]:
    """A server that answers; what is in it is anybody's."""
    uri = os.environ.get("NEO4J_URI")
    if uri:
        if os.environ.get("PYTEST_XDIST_WORKER"):
            pytest.fail("NEO4J_URI names one server, which only one process can empty: run without -n")
        user = os.environ.get("NEO4J_USER", "neo4j")
        yield Neo4jSettings(uri, user, os.environ.get("NEO4J_PASSWORD", ""))
        return
    installed = installation()
    with (
        tempfile.TemporaryDirectory(prefix="neo4j-", ignore_cleanup_errors=True) as home,
        LocalServer.start(
            Path(home), PASSWORD, config=SHARED, options=QUICK, installation=installed
        ) as server,
    ):
        yield Neo4jSettings(server.uri, "neo4j", PASSWORD)


@pytest.fixture
def neo4j_empty(neo4j_server: Neo4jSettings) -> Neo4jSettings:
    """The server without a node in it; constraints and indexes stay, as making them anew takes seconds."""
    wipe(neo4j_server)
    return neo4j_server


def wipe(settings: Neo4jSettings) -> None:
    """Remove every node and relationship, in batches."""
    with open_session(settings) as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()


def drop_schema(settings: Neo4jSettings) -> None:
    """Remove every constraint and index but the server's own."""
    with open_session(settings) as session:
        for (name,) in session.run("SHOW CONSTRAINTS YIELD name").values():
            session.run(f"DROP CONSTRAINT `{name}`").consume()
        for (name,) in session.run(
            "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name"
        ).values():
            session.run(f"DROP INDEX `{name}`").consume()


@contextmanager
def open_session(settings: Neo4jSettings) -> Iterator[neo4j.Session]:
    """Whoever else speaks to the server: any Cypher at all."""
    auth = (settings.user, settings.password)
    with (
        neo4j.GraphDatabase.driver(settings.uri, auth=auth, notifications_min_severity="OFF") as driver,
        driver.session(database=settings.database) as session,
    ):
        yield session
