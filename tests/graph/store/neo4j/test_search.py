"""Search needs the full-text indexes; while they are not there it says so, and finds again once they are."""

from contextlib import closing
from pathlib import Path

import neo4j
import pytest

from graph.errors import StoreUnavailable
from graph.store.neo4j import schema
from graph.store.neo4j.connection import Connection, Neo4jSettings
from graph.store.neo4j.publisher import Neo4jPublisher
from graph.store.neo4j.store import Neo4jStore
from tests.graph.store.publications import firm_id, small


def test_without_its_index_a_name_is_not_looked_for(
    neo4j_empty: Neo4jSettings, connection: Connection, session: neo4j.Session, tmp_path: Path
) -> None:
    Neo4jPublisher(neo4j_empty, tmp_path).publish(small(), lambda _: None)
    with closing(Neo4jStore(neo4j_empty)) as fresh, closing(Neo4jStore(neo4j_empty)) as used:
        assert used.view().search("青禾6").total > 0
        session.run("DROP INDEX firm_names").consume()
        try:
            for store in (fresh, used):
                with pytest.raises(StoreUnavailable, match="full-text"):
                    store.view().search("青禾6")
                assert store.view().firm(firm_id(3)) is not None
        finally:
            schema.create(connection)
        schema.wait_until_online(connection, 60)
        for store in (fresh, used):
            assert store.view().search("青禾6").items[0].label == "福州青禾6贸易有限公司"
