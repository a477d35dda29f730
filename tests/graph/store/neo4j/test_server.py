"""A server of our own: started, stopped, killed under a connection that finds it again, and read-only."""

import os
import signal
import subprocess
from pathlib import Path
from threading import Timer

import pytest

from graph.errors import OutcomeUnknown, StoreError, StoreUnavailable
from graph.store.neo4j import schema
from graph.store.neo4j.connection import Connection, Neo4jSettings, Work
from graph.store.neo4j.local_server import Installation, LocalServer, admin_environment
from tests.neo4j_server import installation
from tests.quick_java import PASSWORD, QUICK

SET, GET = "write/set_schema_version", "read/schema_version"


@pytest.fixture(scope="module", autouse=True)
def installed() -> Installation:
    return installation()


def start(home: Path, *, port: int = 0, read_only: bool = False) -> LocalServer:
    return LocalServer.start(
        home, PASSWORD, port=port, heap="512m", pagecache="64m", read_only=read_only, options=QUICK
    )


def connect(server: LocalServer) -> Connection:
    return Connection(Neo4jSettings(server.uri, "neo4j", PASSWORD, timeout=2.0))


def version(connection: Connection) -> object:
    row = connection.read_one(GET)
    return row and row["version"]


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_server_may_go_and_come_back_under_a_connection(tmp_path: Path, installed: Installation) -> None:
    server = start(tmp_path)
    port = int(server.uri.rpartition(":")[2])
    connection, idle = connect(server), connect(server)
    try:
        schema.create(connection)
        connection.write(SET, version=1)
        assert version(idle) == 1
        server.kill()
        assert gone(server.pid)
        with pytest.raises(StoreUnavailable, match="cannot be reached"):
            version(connection)
        with pytest.raises(StoreUnavailable, match="cannot be reached"):
            connection.write(SET, version=0)

        server = start(tmp_path, port=port)
        assert version(connection) == 1
        assert version(idle) == 1  # it still held connections to the server as it was
        connection.write(SET, version=0)
        with pytest.raises(OutcomeUnknown, match="wholly or not at all"):
            go_away_during_a_commit(server, connection)
        assert gone(server.pid)

        server = start(tmp_path, port=port, read_only=True)
        idle.close()
        assert version(connection) in (0, -1)
        for write in (lambda: connection.write(SET, version=1), lambda: schema.upgrade(connection)):
            with pytest.raises(
                StoreError, match="refuses to write: user neo4j or database neo4j may only read"
            ):
                write()
        assert version(connection) in (0, -1)
    finally:
        connection.close()
        idle.close()
        server.stop()
    assert gone(server.pid)
    told = subprocess.run(
        [*installed.admin_command(), "database", "info", "neo4j"],
        env=admin_environment(tmp_path),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "neo4j" in told
    assert "needs recovery:         false" in told  # it was stopped cleanly


def go_away_during_a_commit(server: LocalServer, connection: Connection) -> None:
    end = Timer(1, server.kill)

    def steps(work: Work) -> None:
        work.run(SET, version=-1)
        os.kill(server.pid, signal.SIGSTOP)  # it is sent the commit and never answers
        end.start()

    try:
        connection.together(steps)
    finally:
        end.join()


def test_a_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"did not start \(.*'lots' is not a valid size.*launcher\.log"):
        LocalServer.start(tmp_path, PASSWORD, pagecache="lots")


def test_an_installation_that_is_missing_is_named_with_the_command_that_makes_it(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"is not installed in .*apt-get install .*make setup"):
        Installation.find(tmp_path)


def test_another_ones_server_is_left_alone(tmp_path: Path) -> None:
    conf = tmp_path / "conf" / "neo4j.conf"
    conf.parent.mkdir()
    conf.write_text("server.bolt.enabled=false\n", "utf-8")
    with pytest.raises(StoreError, match="empty folder"):
        LocalServer.start(tmp_path, "secret-of-the-test", installation=installation())
    assert conf.read_text("utf-8") == "server.bolt.enabled=false\n"
