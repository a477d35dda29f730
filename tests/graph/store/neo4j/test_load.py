"""Loading by the driver: the first time, what changed since, and after a kill anywhere."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import neo4j
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from graph.errors import StoreError
from graph.model import KeyKind
from graph.property_graph import LABEL_OF, NO_END
from graph.published import Publication
from graph.store.neo4j import schema
from graph.store.neo4j.connection import Connection, Neo4jSettings
from graph.store.neo4j.digests import Loaded, changes, keep, read_loaded
from graph.store.neo4j.frames import register_frames
from graph.store.neo4j.load import load, relabel, remove_superseded, roll_back
from tests.graph.store.neo4j.dumps import dump
from tests.graph.store.neo4j.registers import rich
from tests.neo4j_server import wipe

STORE = "the-store"
T = TypeVar("T")
SEEDS = st.integers(0, 10_000)
# Each example fills a server: what fails is not made smaller, which would take minutes.
SLOW = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)


@pytest.fixture
def server(connection: Connection) -> Connection:
    schema.create(connection)
    schema.wait_until_online(connection, 60)
    return connection


def publish(server: Any, published: Publication, number: int, folder: Path) -> None:
    """What a publisher does for the register: load it, put it in force, remove what only older ones see."""
    loaded = read_loaded(server, folder, STORE, number - 1)
    frames = register_frames(published, number)
    load(server, frames, changes(loaded, frames))
    keep(folder, Loaded.of(STORE, frames))
    relabel(server, number)
    remove_superseded(server, number)


def test_a_register_is_loaded_as_it_is(server: Connection, session: neo4j.Session, tmp_path: Path) -> None:
    published = rich(3)
    publish(server, published, 1, tmp_path)
    snapshot, register = published.snapshot, published.register
    firms = {row["id"]: row for row in session.run("MATCH (f:FirmVersion:Firm) RETURN f").value()}
    assert sorted(firms) == snapshot.firms["firm_id"].to_list()
    first = firms[snapshot.firms["firm_id"][0]]
    wanted = snapshot.firms.row(0, named=True)
    assert first["name"] == wanted["name"]
    assert first["registered_on"].to_native() == wanted["registered_on"]
    assert first["scope"] == wanted["scope"]
    assert "code_valid" not in first
    assert (first["from_sweep"], first["until_sweep"]) == (1, NO_END)
    keys = session.run("MATCH (k:Key) RETURN k.id AS id, labels(k) AS labels, k.firms AS firms").data()
    assert {row["id"]: row["firms"] for row in keys} == dict(
        zip(snapshot.keys["public_id"], register.keys.degree.tolist(), strict=True)
    )
    for row in keys:
        kind = KeyKind[row["id"].split("-")[0].upper()]
        assert set(row["labels"]) - {"Hub"} == {"Key", LABEL_OF[kind]}
    linked = session.run(
        "MATCH (f:FirmVersion)-[l:REGISTERED_AT|HOLDS_ROLE_IN|USES|DESCRIBED_BY]-(k:Key) "
        "RETURN count(*) AS n, sum(CASE WHEN startNode(l) = f THEN 0 ELSE 1 END) AS of_people"
    ).single(strict=True)
    people = [KeyKind.PERSON, KeyKind.AGENT, KeyKind.OWNER]
    kinds = snapshot.keys["kind"].gather(snapshot.links["key"])
    assert linked.data() == {"n": len(snapshot.links), "of_people": int(kinds.is_in(people).sum())}
    counted = session.run("MATCH ()-[r]->() RETURN type(r) AS type, count(*) AS n").data()
    counts = {row["type"]: row["n"] for row in counted}
    assert counts["HOLDS_SHARES_IN"] == len(snapshot.holdings)
    assert sum(
        n
        for name, n in counts.items()
        if name in ("GUARANTEES", "SUPPLIES", "BIDS_WITH", "HEAD_OF", "ACTS_WITH")
    ) == len(snapshot.ties)
    assert session.run(
        "MATCH (:Firm {id: $id})-[:LOCATED_IN]->()-[:PART_OF*0..]->(r:Region) RETURN r.id AS id ORDER BY id",
        id=snapshot.firms["firm_id"][0],
    ).value() == ["测试省", "测试省/测试市0", "测试省/测试市0/测试区"]


@SLOW
@given(one=SEEDS, other=SEEDS, sizes=st.tuples(st.integers(1, 14), st.integers(1, 14)), kept=st.booleans())
def test_what_changed_makes_one_register_of_the_other(
    server: Connection,
    session: neo4j.Session,
    neo4j_empty: Neo4jSettings,
    tmp_path_factory: pytest.TempPathFactory,
    one: int,
    other: int,
    sizes: tuple[int, int],
    kept: bool,
) -> None:
    folder = tmp_path_factory.mktemp("kept")
    wipe(neo4j_empty)
    before, after = rich(one, firms=sizes[0]), rich(other, firms=sizes[1])
    publish(server, before, 1, folder)
    if not kept:  # whoever publishes from another workspace asks the server what it holds
        folder = tmp_path_factory.mktemp("elsewhere")
    publish(server, after, 2, folder)
    changed = dump(session)
    wipe(neo4j_empty)
    publish(server, after, 1, tmp_path_factory.mktemp("anew"))
    assert dump(session) == changed


def test_what_is_the_same_is_not_written_again(
    server: Connection, session: neo4j.Session, tmp_path: Path
) -> None:
    publish(server, rich(5), 1, tmp_path)
    frames = register_frames(rich(5), 2)
    delta = changes(read_loaded(server, tmp_path, STORE, 1), frames)
    assert [len(part) for part in (delta.firms, delta.superseded, delta.keys, delta.dropped)] == [0, 0, 0, 0]


def test_of_what_other_stores_hold_only_the_latest_is_kept(server: Connection, tmp_path: Path) -> None:
    frames = register_frames(rich(5, firms=2), 1)
    names = [*(f"gone-{i}" for i in range(5)), STORE]
    for place, store_id in enumerate(names):
        keep(tmp_path, Loaded.of(store_id, frames))
        os.utime(tmp_path / f"{store_id}-1.parquet", ns=(place, place))
    assert read_loaded(server, tmp_path, STORE, 1).firms["id"].equals(frames.firms["id"])
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "gone-2-1.parquet", "gone-3-1.parquet", "gone-4-1.parquet", f"{STORE}-1.parquet"
    ]  # fmt: skip
    read_loaded(server, tmp_path, STORE, 0)
    assert not (tmp_path / f"{STORE}-1.parquet").exists()


def seen(session: neo4j.Session, at: int) -> list[Any]:
    """What readers of a publication see of its register."""
    firms = session.run(
        "MATCH (f:FirmVersion) WHERE f.from_sweep <= $at AND f.until_sweep > $at "
        "RETURN f.id, f.digest, "
        "COLLECT { MATCH (f)-[r]-(k:Key) RETURN type(r) + k.id ORDER BY type(r), k.id }, "
        "COLLECT { MATCH (f)-[r]-(g:FirmVersion) "
        "WHERE g.from_sweep <= $at AND g.until_sweep > $at "
        "RETURN type(r) + g.id ORDER BY type(r), g.id } ORDER BY f.id",
        at=at,
    ).values()
    keys = session.run(
        "MATCH (k:Key) WITH k, k.changed_in > $at AS later "
        "WITH k.id AS id, CASE WHEN later THEN k.firms_before ELSE k.firms END AS firms, "
        "CASE WHEN later THEN k.hub_before ELSE k.hub END AS hub, "
        "CASE WHEN later THEN k.packed_before ELSE k.packed END AS packed "
        "WHERE firms > 0 RETURN * ORDER BY id",
        at=at,
    ).values()
    return [firms, keys]


class Killed(Exception):
    """Stands for the end of the process."""


class Mortal:
    """A connection whose holder dies before one of its statements, or, with `after`, once it has run."""

    def __init__(self, connection: Connection, statements: int, *, after: bool) -> None:
        self._connection, self._left, self._after = connection, statements, after

    def write(self, name: str, **params: Any) -> list[Any]:
        return self._counted(lambda: self._connection.write(name, **params))

    def repeat(self, name: str, **params: Any) -> int:
        return self._counted(lambda: self._connection.repeat(name, **params))

    def _counted(self, work: Callable[[], T]) -> T:
        self._left -= 1
        if self._left < 0 and not self._after:
            raise Killed
        done = work()
        if self._left < 0:
            raise Killed
        return done


@SLOW
@given(
    seed=SEEDS,
    dies=st.integers(0, 30),
    dies_again=st.integers(0, 40),
    after=st.booleans(),
    other=st.booleans(),
)
def test_whatever_kills_a_load_the_next_makes_good(
    server: Connection,
    session: neo4j.Session,
    neo4j_empty: Neo4jSettings,
    tmp_path_factory: pytest.TempPathFactory,
    seed: int,
    dies: int,
    dies_again: int,
    after: bool,
    other: bool,
) -> None:
    folder = tmp_path_factory.mktemp("kept")
    wipe(neo4j_empty)
    publish(server, rich(seed), 1, folder)
    live = seen(session, 1)
    wanted = rich(seed + 2, firms=14)
    # What the killed one was to write need not be what the next one writes.
    attempts = [(dies, rich(seed + 1, firms=9) if other else wanted), (dies_again, wanted)]
    for statements, published in attempts:
        mortal = Mortal(server, statements, after=after)
        try:
            roll_back(mortal, 2)
            loaded = read_loaded(mortal, folder, STORE, 1)
            frames = register_frames(published, 2)
            load(mortal, frames, changes(loaded, frames))
        except Killed:
            pass
        assert seen(session, 1) == live
    roll_back(server, 2)
    assert seen(session, 1) == seen(session, 2) == live
    publish(server, wanted, 2, folder)
    made_good = dump(session)
    wipe(neo4j_empty)
    publish(server, wanted, 1, tmp_path_factory.mktemp("anew"))
    assert dump(session) == made_good


def test_a_store_that_lacks_what_it_should_hold_is_named(
    server: Connection, session: neo4j.Session, tmp_path: Path
) -> None:
    publish(server, rich(5), 1, tmp_path)
    session.run("MATCH (k:Phone) DETACH DELETE k").consume()
    with pytest.raises(StoreError, match="neo4j"):
        publish(server, rich(6), 2, tmp_path)
