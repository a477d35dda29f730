"""An offline import gives the graph that the driver gives, and a publisher does it by itself."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from socket import socket

import neo4j
import pytest

from graph.errors import StoreError
from graph.store.neo4j.bulk import register_parts, result_parts, run
from graph.store.neo4j.connection import Connection, Neo4jSettings
from graph.store.neo4j.frames import register_frames
from graph.store.neo4j.kept_sweep import sweep_properties
from graph.store.neo4j.local_server import admin_environment
from graph.store.neo4j.offline import OfflineImport, OwnServer
from graph.store.neo4j.overlay import result_frames
from graph.store.neo4j.publisher import Neo4jPublisher
from graph.store.neo4j.store import Neo4jStore
from graph.store.records import PrecheckRecord
from tests.graph.store.neo4j import own_server
from tests.graph.store.neo4j.dumps import dump
from tests.graph.store.neo4j.registers import rich
from tests.neo4j_server import PASSWORD, installation

RECORD = PrecheckRecord("request-1", "2024-03-01T10:00:00+08:00", "S1", None, "PASS", 0.01, "A", ())


@pytest.fixture
def own(tmp_path: Path) -> Iterator[tuple[Neo4jSettings, OwnServer]]:
    """A server that is stopped, with the commands of its administrator."""
    home, jars = tmp_path / "home", installation()
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    (home / "conf").mkdir(parents=True)
    (home / "conf" / "neo4j.conf").touch()
    script, environment = [sys.executable, str(own_server.__file__)], admin_environment(home)
    named = [f"{name}={environment[name]}" for name in ("NEO4J_HOME", "NEO4J_CONF")]
    commands = OwnServer(
        admin=["env", *named, *jars.admin_command("512m")],
        stop=[*script, "stop", str(home), port],
        start=[*script, "start", str(home), port],
    )
    try:
        yield Neo4jSettings(f"bolt://127.0.0.1:{port}", "neo4j", PASSWORD), commands
    finally:
        run(commands.stop)


def published(session: neo4j.Session) -> tuple[list[str], list[str]]:
    """Register and results; the numbers of publications are left out."""
    session.run("MATCH (n:Live|Sweep|Precheck) DETACH DELETE n").consume()
    return dump(session, frozenset(("sweep",)))


def test_an_import_gives_the_graph_that_the_driver_gives(
    neo4j_empty: Neo4jSettings, session: neo4j.Session, own: tuple[Neo4jSettings, OwnServer], tmp_path: Path
) -> None:
    server, commands = own
    first, second = rich(11, firms=20), rich(11, firms=20, night=2)
    Neo4jPublisher(neo4j_empty, tmp_path / "by driver").publish(first, lambda _: None)
    Neo4jStore(neo4j_empty).log_precheck(RECORD)
    # A killed import of what that server has: the next publication starts by doing it again.
    workspace, frames, connection = tmp_path / "by import", register_frames(first, 7), Connection(neo4j_empty)
    broken = replace(commands, admin=[sys.executable, "-c", "raise SystemExit('no space left')"])
    killed = OfflineImport(broken, server, workspace / "neo4j" / "import")
    parts = register_parts(frames), result_parts(frames, result_frames(first))
    with pytest.raises(StoreError, match="failed"):
        killed.replace(connection, sweep_properties(first, 7), *parts)
    connection.close()
    Neo4jPublisher(server, workspace, commands).publish(first, lambda _: None)
    # With nothing new but results, nothing is imported.
    Neo4jPublisher(server, workspace, broken).publish(second, lambda _: None)
    Neo4jPublisher(neo4j_empty, tmp_path / "by driver").publish(second, lambda _: None)
    store = Neo4jStore(server)
    assert store.view().info.sweep_id == second.sweep_id
    assert store.precheck_log() == [RECORD]
    assert [info.sweep_id for info in store.sweeps()] == [second.sweep_id, first.sweep_id]
    store.close()
    with (
        neo4j.GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver,
        driver.session() as imported,
    ):
        assert published(imported) == published(session)
