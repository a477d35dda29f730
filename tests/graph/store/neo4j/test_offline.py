"""Imports by whoever owns the server, beside publishers who do not."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from shlex import join, split

import pytest

from bootstrap.compose import open_store
from bootstrap.settings import Settings
from graph.errors import StoreError, StoreUnavailable
from graph.store.neo4j.connection import Neo4jSettings
from sweeps.publish import publish
from tests.graph.store.neo4j import own_server
from tests.graph.store.neo4j.asking import ask
from tests.graph.store.neo4j.nightly import settings_for
from tests.neo4j_server import PASSWORD, installation
from tests.sweeps.nights import night_of, whole


def ours(*arguments: str | Path) -> str:
    """A command of the server's owner."""
    return join([sys.executable, str(Path(own_server.__file__)), *map(str, arguments)])


@pytest.fixture
def owned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """A server that has never held anything, with the commands of its owner."""
    installation()
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[4]))
    home = tmp_path / "home"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    commands = {
        "neo4j_admin": ours("admin", home),
        "neo4j_stop": ours("stop", home),
        "neo4j_start": ours("start", home, str(port)),
    }
    server = Neo4jSettings(f"bolt://127.0.0.1:{port}", "neo4j", PASSWORD)
    subprocess.run(split(commands["neo4j_start"]), check=True)
    yield settings_for(server, tmp_path / "workspace").model_copy(update=commands)
    subprocess.run(split(commands["neo4j_stop"]), check=True)


def test_an_import_cut_off_is_not_done_over_what_another_has_published_since(
    owned: Settings, tmp_path: Path
) -> None:
    publish(owned, night_of(1))
    with closing(open_store(owned)) as store:
        assert whole(store.view()) == "1"
    with pytest.raises(StoreError, match="failed"):
        publish(owned.model_copy(update={"neo4j_admin": "false"}), night_of(2))
    with closing(open_store(owned)) as store, pytest.raises(StoreUnavailable):
        store.view()  # the server is still stopped

    subprocess.run(split(owned.neo4j_start or ""), check=True)
    server = Neo4jSettings(owned.store, "neo4j", PASSWORD)
    ask(server, "MATCH (live:Live) SET live.lease_until = datetime.realtime()")
    publish(settings_for(server, tmp_path / "other"), night_of(3))
    publish(owned, replace(night_of(3), sweep_id="S4"))
    with closing(open_store(owned)) as store:
        assert [info.sweep_id for info in store.sweeps()] == ["S4", "S3", "S1"]
        assert whole(store.view("S3")) == "3"
