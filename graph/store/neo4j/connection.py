"""One Neo4j database: statements by name, time limits, retries, and errors in plain words."""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from neo4j import (
    READ_ACCESS,
    WRITE_ACCESS,
    Driver,
    GraphDatabase,
    ManagedTransaction,
    Query,
    Record,
    Session,
    unit_of_work,
)
from neo4j.exceptions import DriverError, Neo4jError

from cypher import statement
from graph.store.neo4j import complaints

LEAST_VERSION: Final = (5, 26)
BATCH: Final = 10_000  # rows of one write transaction
# A write may wait for others and for the disk; without any limit a lost one would hold its locks for ever.
_WRITE_SECONDS: Final = 600.0
_CONNECT_SECONDS: Final = 5.0

T = TypeVar("T")

# What goes wrong is raised as an error of ours; the driver would say it again, over several lines.
logging.getLogger("neo4j").setLevel(logging.CRITICAL)


@dataclass(frozen=True)
class Neo4jSettings:
    """Where the server is and who we are there; `timeout` seconds for a read or for reaching the server."""

    uri: str
    user: str
    password: str = field(repr=False)
    database: str = "neo4j"
    timeout: float = 10.0

    @property
    def server(self) -> str:
        """The address without credentials, for messages."""
        parts = urlsplit(self.uri)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


class Work:
    """Several statements in one write transaction."""

    def __init__(self, transaction: ManagedTransaction) -> None:
        self._transaction = transaction

    def run(self, name: str, **params: Any) -> list[Record]:
        """Run the statement `name` and give its rows."""
        return list(self._transaction.run(statement(name), params))


class Connection:
    """A pool of connections to one database; safe to use from several threads.

    It starts while the server is away, and finds it again after it was. Every failure is a StoreError, one
    that may pass by itself a StoreUnavailable.
    """

    def __init__(self, settings: Neo4jSettings) -> None:
        self.settings = settings
        self._driver = self._make_driver()
        self._version_known = False

    def read(self, name: str, **params: Any) -> list[Record]:
        """The rows of the read statement `name`, within the time limit."""
        return self._now(READ_ACCESS, name, params)

    def read_one(self, name: str, **params: Any) -> Record | None:
        """The only row of the read statement `name`, None where there is none."""
        rows = self.read(name, **params)
        assert len(rows) <= 1, f"{name} gave {len(rows)} rows"
        return rows[0] if rows else None

    def write(self, name: str, **params: Any) -> list[Record]:
        """Run one write statement in a transaction of its own and give its rows."""
        return self.together(lambda work: work.run(name, **params))

    def together(self, steps: Callable[[Work], T]) -> T:
        """Run `steps` in one write transaction; when it deadlocks or the server was away, `steps` runs again.

        Raises OutcomeUnknown when the server goes away during the commit.
        """

        @unit_of_work(timeout=_WRITE_SECONDS)
        def work(transaction: ManagedTransaction) -> T:
            return steps(Work(transaction))

        with self._speaking_plainly():
            self._check_version_once()
            with self._session(WRITE_ACCESS) as session:
                return session.execute_write(work)

    def attempt(self, name: str, **params: Any) -> list[Record]:
        """As `write`, within the time limit of a read and without waiting for a server that is away.

        For a statement that may be run twice.
        """
        return self._now(WRITE_ACCESS, name, params)

    def repeat(self, name: str, **params: Any) -> int:
        """Run a bounded write statement until it has nothing left to do; gives the sum of its `done`."""
        total = 0
        while done := int(self.write(name, **params)[0]["done"]):
            total += done
        return total

    def schema(self, command: str) -> None:
        """Run a schema command, which has no parameters and is none of the named statements."""
        with self._speaking_plainly():
            self._check_version_once()
            with self._session(WRITE_ACCESS) as session:
                session.run(Query(command, timeout=_WRITE_SECONDS)).consume()

    def check_version(self, least: tuple[int, int] = LEAST_VERSION) -> str:
        """The server's version; StoreError when it is older than `least`."""
        with self._speaking_plainly():
            agent = self._driver.get_server_info().agent
        version = agent.removeprefix("Neo4j/")
        numbers = re.match(r"(\d+)\.(\d+)", version)
        if not numbers or (int(numbers[1]), int(numbers[2])) < least:
            raise complaints.unsupported(self.settings.server, version, least)
        return version

    def close(self) -> None:
        """Give back every connection."""
        self._driver.close()

    def _make_driver(self) -> Driver:
        timeout = self.settings.timeout
        try:
            return GraphDatabase.driver(
                self.settings.uri,
                auth=(self.settings.user, self.settings.password),
                connection_timeout=min(timeout, _CONNECT_SECONDS),
                connection_acquisition_timeout=timeout,
                max_transaction_retry_time=timeout,
                notifications_min_severity="OFF",
                telemetry_disabled=True,
                user_agent="ringwatch",
            )
        except (DriverError, ValueError):
            raise complaints.bad_address(self.settings.server) from None

    def _now(self, access: str, name: str, params: dict[str, Any]) -> list[Record]:
        query = Query(statement(name), timeout=self.settings.timeout)

        def once() -> list[Record]:
            with self._session(access) as session:
                return list(session.run(query, params))

        with self._speaking_plainly():
            self._check_version_once()
            try:
                # One round trip to the server where a transaction of its own would take three.
                return once()
            except (DriverError, Neo4jError) as error:
                if not error.is_retryable():
                    raise
                # After a restart the pool holds connections to the server as it was, until one is tried.
                return once()

    def _session(self, access: str) -> Session:
        return self._driver.session(database=self.settings.database, default_access_mode=access)

    def _check_version_once(self) -> None:
        if not self._version_known:  # by each thread: behind a lock they would wait for a lost server in turn
            self.check_version()
            self._version_known = True

    @contextmanager
    def _speaking_plainly(self) -> Iterator[None]:
        ours = self.settings
        try:
            yield
        except (DriverError, Neo4jError) as error:
            # Without its cause: the server's text quotes values, and a log would show them.
            raise complaints.of(error, ours.server, ours.user, ours.database) from None
