"""Where the parts are put together."""

from bootstrap.settings import Settings
from graph.store.port import GraphStore, Publisher
from graph.store.sqlite.publisher import SqlitePublisher
from graph.store.sqlite.store import SqliteStore


def open_store(settings: Settings) -> GraphStore:
    """The store of these settings; it need not hold anything yet."""
    return SqliteStore(settings.workspace)


def open_publisher(settings: Settings) -> Publisher:
    """Who publishes in the store of these settings."""
    return SqlitePublisher(settings.workspace)
