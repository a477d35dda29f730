"""Every test of the contract runs on every store. A second adapter is one more line in `STORES`."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.published import Publication
from graph.store.port import GraphStore, GraphView
from graph.store.sqlite.publisher import SqlitePublisher
from graph.store.sqlite.store import SqliteStore

Publish = Callable[[Publication], GraphView]


def _sqlite(folder: Path) -> tuple[GraphStore, Callable[[Publication], None]]:
    return SqliteStore(folder), lambda publication: SqlitePublisher(folder).publish(
        publication, lambda _: None
    )


STORES = {"sqlite": _sqlite}


@pytest.fixture(params=sorted(STORES), scope="session")
def store_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def empty(store_kind: str, tmp_path: Path) -> Iterator[tuple[GraphStore, Callable[[Publication], None]]]:
    store, publish = STORES[store_kind](tmp_path)
    yield store, publish
    store.close()


@pytest.fixture(scope="session")
def publish(store_kind: str, tmp_path_factory: pytest.TempPathFactory) -> Publish:
    """Publish in a store of its own and give the view."""

    def run(publication: Publication) -> GraphView:
        store, put = STORES[store_kind](tmp_path_factory.mktemp("store"))
        put(publication)
        return store.view()

    return run
