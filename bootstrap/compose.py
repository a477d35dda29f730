"""Where the parts are put together."""

from bootstrap.settings import Settings
from graph.store.port import GraphStore
from graph.store.sqlite.store import SqliteStore


def open_store(settings: Settings) -> GraphStore:
    """The store of these settings; it need not hold anything yet."""
    match settings.store:
        case "sqlite":
            return SqliteStore(settings.workspace)
