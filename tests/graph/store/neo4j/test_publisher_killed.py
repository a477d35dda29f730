"""A publisher or its server killed anywhere: a whole sweep stays live, and the next run leaves no trace."""

from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

import neo4j
import pytest

from bootstrap.compose import open_store
from bootstrap.settings import Settings
from graph.errors import Busy, NotPublished, StoreError, StoreUnavailable
from graph.store.neo4j.connection import Neo4jSettings
from graph.store.neo4j.local_server import LocalServer
from graph.store.neo4j.publisher import Neo4jPublisher
from sweeps.publish import publish
from tests.graph.store.neo4j.asking import ask
from tests.graph.store.neo4j.nightly import held, held_after, settings_for
from tests.neo4j_server import installation, open_session
from tests.quick_java import PASSWORD, QUICK
from tests.sweeps.nights import killed_at, night_of, whole

STEPS = Neo4jPublisher.steps
FLIPPED = STEPS.index("flipped")
Held = tuple[list[str], list[str]]


@pytest.fixture(scope="module")
def undisturbed(
    neo4j_server: Neo4jSettings, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[int, ...], Held]:
    """What a server holds after nights that nothing disturbed."""
    return {
        nights: held_after(neo4j_server, tmp_path_factory.mktemp("w"), *nights)
        for nights in ((3,), (1, 3), (1, 2, 3))
    }


@pytest.mark.parametrize("stop", [*STEPS, 20, 40, 50])
def test_killed_at_any_step_one_whole_sweep_stays_live(
    neo4j_empty: Neo4jSettings,
    session: neo4j.Session,
    undisturbed: dict[tuple[int, ...], Held],
    tmp_path: Path,
    stop: str | int,
) -> None:
    settings = settings_for(neo4j_empty, tmp_path / "a")
    publish(settings, night_of(1))
    flipped = isinstance(stop, str) and STEPS.index(stop) >= FLIPPED
    with closing(open_store(settings)) as reader:
        before = reader.view()
        with killed_at(settings, 2, stop):
            assert whole(reader.view()) == ("2" if flipped else "1")
            if flipped:
                assert whole(reader.view("S1")) == whole(before) == "1"
            for workspace in ("a", "b"):
                with pytest.raises(Busy):
                    publish(settings_for(neo4j_empty, tmp_path / workspace), night_of(3))
        assert whole(reader.view()) == ("2" if flipped else "1")
        publish(settings, night_of(3))
        assert whole(reader.view()) == "3"
        nights = ["S3", "S2", "S1"] if flipped else ["S3", "S1"]
        assert [info.sweep_id for info in reader.sweeps()] == nights
    assert held(session) == undisturbed[(1, 2, 3) if flipped else (1, 3)]


@pytest.mark.parametrize("stop", [*STEPS[:FLIPPED:2], 30])
def test_killed_in_the_first_publication_nothing_is_live(
    neo4j_empty: Neo4jSettings,
    session: neo4j.Session,
    undisturbed: dict[tuple[int, ...], Held],
    tmp_path: Path,
    stop: str | int,
) -> None:
    settings = settings_for(neo4j_empty, tmp_path)
    with killed_at(settings, 1, stop):
        pass
    with closing(open_store(settings)) as reader:
        with pytest.raises(NotPublished):
            reader.view()
        publish(settings, night_of(3))
        assert whole(reader.view()) == "3"
    assert held(session) == undisturbed[(3,)]


def test_the_lease_of_the_killed_runs_out_for_others(neo4j_empty: Neo4jSettings, tmp_path: Path) -> None:
    with killed_at(settings_for(neo4j_empty, tmp_path / "a"), 1, "loaded"):
        pass
    other = settings_for(neo4j_empty, tmp_path / "b")
    with pytest.raises(Busy):
        publish(other, night_of(2))
    ask(neo4j_empty, "MATCH (live:Live) SET live.lease_until = datetime.realtime()")
    publish(other, night_of(2))
    with closing(open_store(other)) as store:
        assert whole(store.view()) == "2"


def test_the_server_killed_during_a_publication_and_then_read_only(
    undisturbed: dict[tuple[int, ...], Held], tmp_path: Path
) -> None:
    installation()
    with ExitStack() as servers:

        def start(*, read_only: bool = False) -> tuple[LocalServer, Settings]:
            server = servers.enter_context(
                LocalServer.start(
                    tmp_path / "home", PASSWORD, heap="512m", read_only=read_only, options=QUICK
                )
            )
            ours = settings_for(Neo4jSettings(server.uri, "neo4j", PASSWORD), tmp_path / "workspace")
            return server, ours.model_copy(update={"neo4j_timeout": 4})  # for which a lost one is sought

        def kill_at(step: str, server: LocalServer) -> Callable[[str], None]:
            return lambda done: server.kill() if done == step else None

        server, settings = start()
        publish(settings, night_of(1))
        for step, live in (("loaded", "1"), ("flipped", "2")):
            with pytest.raises(StoreUnavailable, match="cannot be reached"):
                publish(settings, night_of(2), kill_at(step, server))
            server, settings = start()
            with closing(open_store(settings)) as store:
                assert whole(store.view()) == live
        publish(settings, night_of(3))
        with closing(open_store(settings)) as store:
            assert whole(store.view()) == "3"
        with open_session(Neo4jSettings(server.uri, "neo4j", PASSWORD)) as session:
            assert held(session) == undisturbed[1, 2, 3]
        server.stop()
        server, settings = start(read_only=True)
        with pytest.raises(StoreError, match="refuses to write: user neo4j or database neo4j may only read"):
            publish(settings, night_of(4))
        with closing(open_store(settings)) as store:
            assert whole(store.view()) == "3"
