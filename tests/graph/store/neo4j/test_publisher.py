"""Nights published on a server: what is written, who may read what meanwhile, and what goes wrong."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import LiteralString

import neo4j
import pytest
from pydantic import SecretStr

from bootstrap.checkup import check_up
from bootstrap.compose import open_store
from bootstrap.settings import Settings
from graph.errors import Busy, Gone, StoreError, SweepError
from graph.store.neo4j.connection import Neo4jSettings
from graph.store.port import GraphStore
from sweeps.publish import publish
from tests.graph.store.neo4j.asking import ask
from tests.graph.store.neo4j.cut_line import CutLine
from tests.graph.store.neo4j.nightly import held, held_after, settings_for
from tests.graph.store.neo4j.registers import rich
from tests.sweeps.nights import night_of, whole

NUMBERS = "MATCH (firm:FirmVersion) RETURN DISTINCT firm.from_sweep AS number ORDER BY number"
FIRMS = "MATCH (firm:Firm) RETURN count(*) AS firms"


@pytest.fixture
def settings(neo4j_empty: Neo4jSettings, tmp_path: Path) -> Settings:
    """Who publishes from one workspace on an empty server."""
    return settings_for(neo4j_empty, tmp_path / "workspace")


@pytest.fixture
def store(settings: Settings) -> Iterator[GraphStore]:
    """The store as everybody reads it."""
    with closing(open_store(settings)) as opened:
        yield opened


def at(step: str, work: Callable[[], object]) -> Callable[[str], None]:
    """Do something between two steps of a publisher."""

    def told(done: str) -> None:
        if done == step:
            work()

    return told


def test_two_nights_can_be_read_and_older_ones_are_gone(
    settings: Settings, store: GraphStore, session: neo4j.Session
) -> None:
    for night in (1, 2, 3):
        publish(settings, night_of(night))
    assert whole(store.view()) == "3"
    assert whole(store.view("S2")) == "2"
    with pytest.raises(Gone):
        store.view("S1")
    assert [info.sweep_id for info in store.sweeps()] == ["S3", "S2", "S1"]
    assert session.run(FIRMS).single(strict=True)["firms"] == len(night_of(3).snapshot.firms)
    kept = session.run("MATCH (s:Sweep) WHERE s.baselines IS NOT NULL RETURN s.id ORDER BY s.id").value()
    assert kept == ["S2", "S3"]
    for label in ("Score", "Ring", "Finding", "Detector"):
        numbers = session.run("MATCH (n:$($label)) RETURN DISTINCT n.sweep AS n ORDER BY n", label=label)
        assert numbers.value() == [2, 3]
    assert session.run("MATCH ()-[r:SAME_HAND]->() RETURN DISTINCT r.sweep AS n ORDER BY n").value() == [2, 3]


def test_a_register_that_stays_the_same_is_not_written_again(
    settings: Settings, store: GraphStore, neo4j_empty: Neo4jSettings
) -> None:
    for night in (1, 2):
        publish(settings, rich(1, night=night))
    assert ask(neo4j_empty, NUMBERS) == [{"number": 1}]
    view = store.view()
    assert view.info.sweep_id == "S2"
    assert {ring.ring_id[:3] for ring in view.rings().items} == {"R2-"}


def test_the_same_sweep_published_again_disturbs_nobody(settings: Settings, store: GraphStore) -> None:
    publish(settings, night_of(1))
    publish(settings, night_of(2))
    before = store.view()
    publish(settings, night_of(2))
    assert whole(before) == whole(store.view()) == "2"
    assert [info.sweep_id for info in store.sweeps()] == ["S2", "S1"]
    for night in (1, 3, 4):
        publish(settings, night_of(night))
    assert [info.sweep_id for info in store.sweeps()] == ["S4", "S3", "S2", "S1"]


def test_readers_never_see_half_of_two_nights(settings: Settings, store: GraphStore) -> None:
    publish(settings, night_of(1))
    done, seen, wrong = threading.Event(), set[str](), list[BaseException]()

    def reads(once: Callable[[], str]) -> Callable[[], None]:
        def read() -> None:
            try:
                while not done.is_set():
                    try:
                        seen.add(once())
                    except Gone:
                        continue  # it took longer than two nights
            except BaseException as error:
                wrong.append(error)

        return read

    def pages() -> str:
        """One ring to a page, each page by the sweep that gave the cursor."""
        sweep, cursor, rings = store.view().info.sweep_id, None, list[str]()
        while True:
            page = store.view(sweep).rings(cursor, 1)
            rings += [ring.ring_id for ring in page.items]
            cursor = page.cursor
            if cursor is None:
                break
        assert rings == [f"R{sweep[1:]}-000{i}" for i in range(2)]
        return sweep[1:]

    readers = [
        threading.Thread(target=reads(once)) for once in (lambda: whole(store.view()), pages) for _ in (1, 2)
    ]
    for reader in readers:
        reader.start()
    for night in range(2, 6):
        publish(settings, night_of(night))
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert len(seen) > 1
    assert whole(store.view()) == "5"


def test_two_publishers_at_once(
    settings: Settings, store: GraphStore, neo4j_empty: Neo4jSettings, tmp_path: Path
) -> None:
    other = settings_for(neo4j_empty, tmp_path / "other")

    def second() -> None:
        with pytest.raises(Busy, match="has held the Neo4j store"):
            publish(other, night_of(2))

    publish(settings, night_of(1), at("loaded", second))
    assert whole(store.view()) == "1"
    publish(other, night_of(2))
    assert whole(store.view()) == "2"
    publish(settings, night_of(3))  # whose workspace knows nothing of the night before
    assert whole(store.view()) == "3"


@pytest.mark.parametrize("step", ["cleaned", "loaded", "checked"])
def test_a_publisher_that_was_overtaken_stops(
    settings: Settings, store: GraphStore, neo4j_empty: Neo4jSettings, tmp_path: Path, step: str
) -> None:
    publish(settings, night_of(1))

    def overtaken() -> None:
        ask(neo4j_empty, "MATCH (live:Live) SET live.lease_until = datetime.realtime()")
        publish(settings_for(neo4j_empty, tmp_path / "other"), night_of(3))

    with pytest.raises(Busy, match="took over"):
        publish(settings, night_of(2), at(step, overtaken))
    assert whole(store.view()) == "3"
    publish(settings, night_of(4))
    assert whole(store.view()) == "4"
    assert whole(store.view("S3")) == "3"


# The step before the one in which the line is cut, the so-manyth commit of that, and whether it was done.
CUTS = [
    ("leased", 4, True),
    ("cleaned", 9, True),
    ("cleaned", 17, False),
    ("loaded", 9, True),
    ("written", 1, True),
    ("checked", 2, True),  # the flip
    ("checked", 2, False),
    ("flipped", 2, True),
    ("relabelled", 1, True),
    ("recorded", 3, False),
]


@pytest.mark.parametrize(("step", "commits", "delivered"), CUTS)
def test_a_commit_of_which_nobody_knows_how_it_ended(
    settings: Settings,
    store: GraphStore,
    session: neo4j.Session,
    undisturbed: tuple[list[str], list[str]],
    step: str,
    commits: int,
    delivered: bool,
) -> None:
    publish(settings, night_of(1))
    with closing(CutLine(settings.store)) as line:
        through = settings.model_copy(update={"store": line.uri})
        publish(through, night_of(2), at(step, lambda: line.cut_in(commits, delivered=delivered)))
        assert line.cuts == 1
    assert whole(store.view()) == "2"
    assert whole(store.view("S1")) == "1"
    assert held(session) == undisturbed


@pytest.fixture(scope="module")
def undisturbed(
    neo4j_server: Neo4jSettings, tmp_path_factory: pytest.TempPathFactory
) -> tuple[list[str], list[str]]:
    """What a server holds after two nights that nothing disturbed."""
    return held_after(neo4j_server, tmp_path_factory.mktemp("w"), 1, 2)


SPOILT: list[tuple[str, LiteralString, str]] = [
    ("loaded", "MATCH (f:FirmVersion) WHERE f.from_sweep = 2 WITH f LIMIT 1 DETACH DELETE f", "is not whole"),
    ("written", "MATCH (f:Finding {sweep: 2}) WITH f LIMIT 1 DETACH DELETE f", "findings instead of"),
    ("written", "MATCH (k:Key) WITH k LIMIT 1 DETACH DELETE k", "keys instead of"),
]


@pytest.mark.parametrize(("step", "spoil", "said"), SPOILT)
def test_what_is_not_whole_does_not_go_live(
    settings: Settings,
    store: GraphStore,
    neo4j_empty: Neo4jSettings,
    step: str,
    spoil: LiteralString,
    said: str,
) -> None:
    publish(settings, night_of(1))
    with pytest.raises(StoreError, match=said):
        publish(settings, night_of(2), at(step, lambda: ask(neo4j_empty, spoil)))
    assert store.view().info.sweep_id == "S1"


def test_results_that_do_not_fit_are_not_published(settings: Settings, store: GraphStore) -> None:
    publish(settings, night_of(1))
    good = night_of(2)
    with pytest.raises(SweepError, match="rings"):
        publish(settings, replace(good, results={**good.results, "rings": good.results["verdicts"]}))
    assert whole(store.view()) == "1"


def test_an_older_store_is_upgraded_and_keeps_its_history(
    settings: Settings, store: GraphStore, neo4j_empty: Neo4jSettings
) -> None:
    for night in (1, 2):
        publish(settings, night_of(night))
    ask(neo4j_empty, "MATCH (live:Live) SET live.schema = 0")
    with pytest.raises(StoreError, match="older version"):
        store.view()
    publish(settings, night_of(3))
    assert whole(store.view()) == "3"
    assert [info.sweep_id for info in store.sweeps()] == ["S3", "S2", "S1"]


def test_a_wrong_password_is_one_sentence(settings: Settings) -> None:
    wrong = settings.model_copy(update={"neo4j_password": SecretStr("not-this-one")})
    with pytest.raises(StoreError, match="does not accept user neo4j") as told:
        publish(wrong, night_of(1))
    assert "not-this-one" not in str(told.value)
    checked = {check.name: check for check in check_up(wrong)}["store"]
    assert not checked.ok
    assert "does not accept user neo4j" in checked.words.en


def test_the_check_up_says_what_is_live(settings: Settings) -> None:
    checked = {check.name: check for check in check_up(settings)}["store"]
    assert (checked.ok, "nothing published yet" in checked.words.en) == (True, True)
    publish(settings, night_of(1))
    checked = {check.name: check for check in check_up(settings)}["store"]
    assert (checked.ok, "sweep S1 of 13 firms is live" in checked.words.en) == (True, True)


def test_the_password_may_lie_in_a_file(settings: Settings, tmp_path: Path) -> None:
    assert settings.neo4j_password is not None
    file = tmp_path / "password"
    file.write_text(settings.neo4j_password.get_secret_value() + "\n")
    by_file = settings.model_copy(update={"neo4j_password": None, "neo4j_password_file": file})
    publish(by_file, night_of(1))
    with closing(open_store(by_file)) as store:
        assert whole(store.view()) == "1"
