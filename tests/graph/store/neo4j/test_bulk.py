"""An offline import gives the graph that the driver gives, and a publisher can do it by itself."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from socket import socket

import neo4j
import pytest

from graph.errors import StoreError
from graph.published import Publication
from graph.store.neo4j import schema
from graph.store.neo4j.bulk import bulk_import, register_parts, result_parts, run
from graph.store.neo4j.connection import Connection, Neo4jSettings
from graph.store.neo4j.digests import changes, read_loaded
from graph.store.neo4j.frames import register_frames
from graph.store.neo4j.import_files import write_files
from graph.store.neo4j.load import load, relabel
from graph.store.neo4j.local_server import Installation, LocalServer, admin_environment
from graph.store.neo4j.offline import OwnServer
from graph.store.neo4j.overlay import result_frames, write_results
from graph.store.neo4j.publisher import Neo4jPublisher
from graph.store.neo4j.store import Neo4jStore
from graph.store.records import PrecheckRecord
from tests.graph.store.neo4j import own_server
from tests.graph.store.neo4j.dumps import dump
from tests.graph.store.neo4j.registers import rich
from tests.neo4j_server import PASSWORD, installation


def imported(published: Publication, home: Path, files: Path) -> None:
    frames = register_frames(published, 1)
    register, results = register_parts(frames), result_parts(frames, result_frames(published))
    files.mkdir()
    options = write_files(files, [*register[0], *results[0]], [*register[1], *results[1]])
    (home / "conf").mkdir(parents=True)
    (home / "conf" / "neo4j.conf").touch()
    admin = Installation.find().admin_command("512m")
    bulk_import(admin, options, "neo4j", admin_environment(home))


def test_an_import_gives_the_graph_that_the_driver_gives(
    connection: Connection, session: neo4j.Session, tmp_path: Path
) -> None:
    published = rich(11, firms=20)
    schema.create(connection)
    frames = register_frames(published, 1)
    load(connection, frames, changes(read_loaded(connection, tmp_path, "s", 0), frames))
    relabel(connection, 1)
    write_results(connection, published, 1, result_frames(published))
    session.run("MATCH (n:Live|Sweep) DETACH DELETE n").consume()
    loaded = dump(session)
    installation()
    imported(published, tmp_path / "home", tmp_path / "files")
    with (
        LocalServer.start(tmp_path / "home", PASSWORD, heap="512m", pagecache="64m") as server,
        neo4j.GraphDatabase.driver(server.uri, auth=("neo4j", PASSWORD)) as driver,
        driver.session() as own,
    ):
        assert dump(own) == loaded


@pytest.fixture
def own(tmp_path: Path) -> Iterator[tuple[Neo4jSettings, OwnServer]]:
    """A server with the commands of its administrator."""
    home, jars = tmp_path / "home", installation()
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    script = [sys.executable, str(own_server.__file__)]
    environment = {
        name: value for name, value in admin_environment(home).items() if name.startswith("NEO4J_")
    }
    commands = OwnServer(
        admin=[
            "env",
            *(f"{name}={value}" for name, value in environment.items()),
            *jars.admin_command("512m"),
        ],
        stop=[*script, "stop", str(home), port],
        start=[*script, "start", str(home), port],
    )
    try:
        run(commands.start)
        yield Neo4jSettings(f"bolt://127.0.0.1:{port}", "neo4j", PASSWORD), commands
    finally:
        run(commands.stop)


def test_a_publisher_imports_by_itself_and_makes_good_an_import_that_failed(
    own: tuple[Neo4jSettings, OwnServer], tmp_path: Path
) -> None:
    server, commands = own
    workspace, first, second = tmp_path / "workspace", rich(1), rich(1, night=2)
    store = Neo4jStore(server)
    record = PrecheckRecord("request-1", "2024-03-01T10:00:00+08:00", "S0", None, "PASS", 0.01, "A", ())
    store.log_precheck(record)
    broken = replace(commands, admin=[sys.executable, "-c", "raise SystemExit('no space left')"])
    with pytest.raises(StoreError, match="no space left"):
        Neo4jPublisher(server, workspace, broken).publish(first, lambda _: None)
    for published in (first, second):  # of the second, nothing but the results is new: it is not imported
        Neo4jPublisher(server, workspace, commands).publish(published, lambda _: None)
        commands = broken
        view = store.view()
        assert view.info.sweep_id == published.sweep_id
        ids = published.snapshot.firms["firm_id"]
        for row, profile in enumerate(map(view.firm, ids)):
            assert profile is not None
            assert profile.facts.name == published.snapshot.firms["name"][row]
            assert profile.verdict.rank == published.results["verdicts"]["rank"][row]
            assert len(profile.links) == (published.snapshot.links["firm"] == row).sum()
    assert store.precheck_log() == [record]
    assert [info.sweep_id for info in store.sweeps()] == ["S2", "S1"]
    store.close()
