"""What the tests of the Neo4j store share."""

from collections.abc import Iterator

import neo4j
import pytest

from graph.store.neo4j.connection import Connection, Neo4jSettings


@pytest.fixture
def connection(neo4j_empty: Neo4jSettings) -> Iterator[Connection]:
    """A connection to a server without a node in it."""
    opened = Connection(neo4j_empty)
    yield opened
    opened.close()


@pytest.fixture
def session(neo4j_empty: Neo4jSettings) -> Iterator[neo4j.Session]:
    """Whoever else speaks to the server."""
    auth = (neo4j_empty.user, neo4j_empty.password)
    with (
        neo4j.GraphDatabase.driver(neo4j_empty.uri, auth=auth, notifications_min_severity="OFF") as driver,
        driver.session(database=neo4j_empty.database) as opened,
    ):
        yield opened
