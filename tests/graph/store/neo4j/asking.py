"""Any Cypher at all, for tests that look into the server or stage what befell it."""

from typing import Any, LiteralString

from graph.store.neo4j.connection import Neo4jSettings
from tests.neo4j_server import open_session


def ask(settings: Neo4jSettings, query: LiteralString, **parameters: Any) -> list[dict[str, Any]]:
    """The rows of `query`."""
    with open_session(settings) as session:
        return session.run(query, parameters).data()
