"""What the tests of the Neo4j store share."""

from collections.abc import Iterator

import neo4j
import pytest

from graph.store.neo4j.connection import Connection, Neo4jSettings
from tests.neo4j_server import open_session


@pytest.fixture
def connection(neo4j_empty: Neo4jSettings) -> Iterator[Connection]:
    """A connection to a server without a node in it."""
    opened = Connection(neo4j_empty)
    yield opened
    opened.close()


@pytest.fixture
def session(neo4j_empty: Neo4jSettings) -> Iterator[neo4j.Session]:
    """Whoever else speaks to the server."""
    with open_session(neo4j_empty) as opened:
        yield opened
