"""Every test of the contract runs on every store."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest

from graph.published import Publication
from graph.store.neo4j.connection import Neo4jSettings
from graph.store.neo4j.publisher import Neo4jPublisher
from graph.store.neo4j.store import Neo4jStore
from graph.store.port import GraphStore, GraphView, Publisher
from graph.store.sqlite.publisher import SqlitePublisher
from graph.store.sqlite.store import SqliteStore
from tests.graph.store.shelf import OnShelf, Shelf

Publish = Callable[[Publication], GraphView]
Empty = tuple[GraphStore, Callable[[Publication], None]]
STORES = ("neo4j", "sqlite")


@pytest.fixture(params=STORES, scope="session")
def store_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def empty(store_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Empty]:
    """A store with nothing in it, and how to publish there."""
    store: GraphStore
    publisher: Publisher
    if store_kind == "neo4j":
        server = request.getfixturevalue("neo4j_empty")
        store, publisher = Neo4jStore(server), Neo4jPublisher(server, tmp_path)
    else:
        store, publisher = SqliteStore(tmp_path), SqlitePublisher(tmp_path)
    yield store, lambda publication: publisher.publish(publication, lambda _: None)
    store.close()


@pytest.fixture(scope="session")
def shelf(neo4j_server: Neo4jSettings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    """The server as the tests share it."""
    shared = Shelf(neo4j_server, tmp_path_factory.mktemp("shelf"))
    yield shared
    shared.close()


@pytest.fixture(scope="session")
def publish(
    store_kind: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Publish:
    """Publish in a store of its own and give the view."""
    if store_kind == "neo4j":
        shared: Shelf = request.getfixturevalue("shelf")
        return lambda publication: cast(GraphView, OnShelf(shared, [publication]))

    def run(publication: Publication) -> GraphView:
        folder = tmp_path_factory.mktemp("store")
        SqlitePublisher(folder).publish(publication, lambda _: None)
        return SqliteStore(folder).view()

    return run
