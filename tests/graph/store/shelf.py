"""One server, many publications: whichever a test asks next is put back where another's took its place."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, LiteralString

import neo4j

from graph.published import Publication
from graph.store.neo4j.connection import Neo4jSettings
from graph.store.neo4j.publisher import Neo4jPublisher
from graph.store.neo4j.store import Neo4jStore
from graph.store.port import GraphView

WIPE: Final = "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS"
CONTENTS: Final = "MATCH (live:Live) RETURN live.store_id, live.number"


class Shelf:
    """What the server holds now; its contents' name tells when somebody else has wiped it."""

    def __init__(self, settings: Neo4jSettings, folder: Path) -> None:
        self._database = settings.database
        self._publisher = Neo4jPublisher(settings, folder)
        self._driver = neo4j.GraphDatabase.driver(
            settings.uri, auth=(settings.user, settings.password), notifications_min_severity="OFF"
        )
        self._store = Neo4jStore(settings)
        self._held: list[Publication] = []
        self._contents: list[object] = []

    def view(self, nights: list[Publication], sweep_id: str | None) -> GraphView:
        """A sweep of these nights, of which the last is live."""
        held = [id(night) for night in nights] == [id(night) for night in self._held]
        if not held or self._run(CONTENTS) != self._contents:
            self._run(WIPE)
            for night in nights:
                self._publisher.publish(night, lambda _: None)
            self._held, self._contents = nights, self._run(CONTENTS)
        return self._store.view(sweep_id)

    def close(self) -> None:
        self._store.close()
        self._driver.close()

    def _run(self, query: LiteralString) -> list[object]:
        with self._driver.session(database=self._database) as session:
            return [*session.run(query).values()]


class OnShelf:
    """A view of the last of some nights, or of the one named, there again whenever it is read."""

    def __init__(self, shelf: Shelf, nights: list[Publication], sweep_id: str | None = None) -> None:
        self._view: Callable[[], GraphView] = lambda: shelf.view(nights, sweep_id)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._view(), name)
