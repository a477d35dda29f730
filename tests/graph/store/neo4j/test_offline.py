"""Imports by who owns the server: the graph that the driver gives, never over what another published."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import neo4j
import pytest

from bootstrap.compose import open_store
from bootstrap.settings import Settings
from graph.errors import StoreError
from graph.store.neo4j.bulk import register_parts, result_parts
from graph.store.neo4j.connection import Connection, Neo4jSettings
from graph.store.neo4j.frames import register_frames
from graph.store.neo4j.kept_sweep import sweep_properties
from graph.store.neo4j.offline import OfflineImport
from graph.store.neo4j.overlay import result_frames
from graph.store.records import PrecheckRecord
from sweeps.publish import publish
from tests.graph.store.neo4j.dumps import dump
from tests.graph.store.neo4j.nightly import settings_for
from tests.graph.store.neo4j.owned import Owned
from tests.graph.store.neo4j.registers import rich
from tests.neo4j_server import installation, open_session, wipe
from tests.sweeps.nights import night_of, whole

RECORD = PrecheckRecord("request-1", "2024-03-01T10:00:00+08:00", "S1", None, "PASS", 0.01, "A", ())


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Owned]:
    """One server of one's own for all these tests, started or stopped as they need it."""
    installation()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parents[4]))
        owned = Owned.in_folder(tmp_path_factory.mktemp("server"))
        yield owned
        owned.stop()


@pytest.fixture
def owned(shared: Owned, tmp_path: Path) -> Settings:
    """Who publishes on it and owns it."""
    return settings_for(shared.server, tmp_path / "workspace").model_copy(update=shared.commands)


def without_admin(owned: Settings) -> Settings:
    """Whose imports fail."""
    return owned.model_copy(update={"neo4j_admin": "false"})


def published(session: neo4j.Session) -> tuple[list[str], list[str]]:
    """Register and results; the numbers of publications are left out."""
    session.run("MATCH (n:Live|Sweep|Precheck) DETACH DELETE n").consume()
    return dump(session, frozenset(("sweep",)))


def test_an_import_gives_the_graph_that_the_driver_gives(
    shared: Owned, owned: Settings, neo4j_empty: Neo4jSettings, session: neo4j.Session, tmp_path: Path
) -> None:
    shared.stop()
    first, second = rich(11, firms=20), rich(11, firms=20, night=2)
    by_driver = settings_for(neo4j_empty, tmp_path / "by driver")
    publish(by_driver, first)
    with closing(open_store(by_driver)) as store:
        store.log_precheck(RECORD)
    # A killed import of what that server has: the next publication starts by doing it again.
    frames = register_frames(first, 7)
    parts = register_parts(frames), result_parts(frames, result_frames(first))
    broken = replace(shared.own, admin=["false"])
    killed = OfflineImport(broken, shared.server, owned.workspace / "neo4j" / "import")
    with closing(Connection(neo4j_empty)) as connection, pytest.raises(StoreError, match="failed"):
        killed.replace(connection, sweep_properties(first, 7), *parts)
    publish(owned, first)
    # With nothing new but results, nothing is imported.
    publish(without_admin(owned), second)
    publish(by_driver, second)
    with closing(open_store(owned)) as store:
        assert store.view().info.sweep_id == second.sweep_id
        assert store.precheck_log() == [RECORD]
        assert [info.sweep_id for info in store.sweeps()] == [second.sweep_id, first.sweep_id]
    with open_session(shared.server) as imported:
        assert published(imported) == published(session)


def test_an_import_cut_off_is_not_done_over_what_another_has_published_since(
    shared: Owned, owned: Settings, tmp_path: Path
) -> None:
    shared.start()
    wipe(shared.server)
    publish(settings_for(shared.server, owned.workspace), night_of(1))
    with closing(open_store(owned)) as store:
        assert whole(store.view()) == "1"
    with pytest.raises(StoreError, match="failed"):
        publish(without_admin(owned), night_of(2))
    with closing(open_store(owned)) as store:
        assert whole(store.view()) == "1"  # the server was started again

    publish(settings_for(shared.server, tmp_path / "other"), night_of(3))
    publish(owned, replace(night_of(3), sweep_id="S4"))
    with closing(open_store(owned)) as store:
        assert [info.sweep_id for info in store.sweeps()] == ["S4", "S3", "S1"]
        assert whole(store.view("S3")) == "3"
