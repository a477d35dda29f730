"""Any Cypher at all, for tests that look into the server or stage what befell it."""

from typing import Any, LiteralString

import neo4j

from graph.store.neo4j.connection import Neo4jSettings


def ask(settings: Neo4jSettings, query: LiteralString, **parameters: Any) -> list[dict[str, Any]]:
    """The rows of `query`."""
    auth = (settings.user, settings.password)
    with (
        neo4j.GraphDatabase.driver(settings.uri, auth=auth, notifications_min_severity="OFF") as driver,
        driver.session(database=settings.database) as session,
    ):
        return session.run(query, parameters).data()
