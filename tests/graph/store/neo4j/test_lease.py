"""One publisher at a time, by the server's own clock."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graph.errors import Busy
from graph.store.neo4j import schema
from graph.store.neo4j.connection import Connection, Neo4jSettings
from graph.store.neo4j.lease import LeasedConnection
from tests.graph.store.neo4j.asking import ask


@pytest.fixture
def server(connection: Connection) -> Neo4jSettings:
    """A server on which there can be only one pointer."""
    schema.create(connection)
    return connection.settings


def hold(server: Neo4jSettings, workspace: Path) -> LeasedConnection:
    """A publisher that took the lease and then died or stands still: nothing renews or returns it."""
    standing = LeasedConnection(server, workspace)
    standing.take()
    return standing


def test_who_comes_second_is_told_whose_it_is(server: Neo4jSettings, tmp_path: Path) -> None:
    with LeasedConnection(server, tmp_path / "a"):
        with pytest.raises(Busy, match=r"has held the Neo4j store bolt://.* since 20.* until 20") as told:
            hold(server, tmp_path / "b")
        assert "占用" in told.value.in_("zh")
    hold(server, tmp_path / "b").close()


def test_of_many_at_once_one_gets_it(server: Neo4jSettings, tmp_path: Path) -> None:
    def taken(number: int) -> bool:
        try:
            hold(server, tmp_path / str(number)).close()
        except Busy:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(taken, range(8))) == [False] * 7 + [True]


def test_the_lease_of_a_dead_publisher_runs_out(server: Neo4jSettings, tmp_path: Path) -> None:
    hold(server, tmp_path / "a").close()
    ask(server, "MATCH (live:Live) SET live.lease_until = datetime.realtime() + duration({seconds: 30})")
    with pytest.raises(Busy):
        hold(server, tmp_path / "b")
    ask(server, "MATCH (live:Live) SET live.lease_until = datetime.realtime()")
    with LeasedConnection(server, tmp_path / "b"):
        pass


def test_the_same_workspace_need_not_wait_for_its_dead(server: Neo4jSettings, tmp_path: Path) -> None:
    hold(server, tmp_path / "a").close()
    with LeasedConnection(server, tmp_path / "a"), pytest.raises(Busy):
        hold(server, tmp_path / "b")


def test_who_stood_still_too_long_writes_nothing_more(server: Neo4jSettings, tmp_path: Path) -> None:
    slow = hold(server, tmp_path / "a")
    assert slow.write("write/take_number")[0]["number"] == 1
    ask(server, "MATCH (live:Live) SET live.lease_until = datetime.realtime()")
    slow.write("write/add_sweep", number=1, properties={"number": 1})  # nobody else wanted it meanwhile
    ask(server, "MATCH (live:Live) SET live.lease_until = datetime.realtime()")
    with LeasedConnection(server, tmp_path / "b"), pytest.raises(Busy, match="took over"):
        slow.write("write/add_sweep", number=2, properties={"number": 2})
    slow.close()
    assert ask(server, "MATCH (sweep:Sweep) RETURN sweep.number AS number") == [{"number": 1}]


def test_a_renewal_holds_it_for_another_minute(server: Neo4jSettings, tmp_path: Path) -> None:
    held = hold(server, tmp_path / "a")
    ask(server, "MATCH (live:Live) SET live.lease_until = datetime.realtime()")
    held.write("read/standing")
    left = (
        "MATCH (live:Live) RETURN duration.inSeconds(datetime.realtime(), live.lease_until).seconds AS left"
    )
    assert 30 < ask(server, left)[0]["left"] <= 60
    held.close()


def test_what_is_given_back_leaves_nothing(server: Neo4jSettings, tmp_path: Path) -> None:
    with LeasedConnection(server, tmp_path / "a"):
        assert len(ask(server, "MATCH (live:Live) RETURN live {.*}")[0]["live"]) > 2
    left = ask(server, "MATCH (live:Live) RETURN live {.*}")[0]["live"]
    assert left.keys() == {"name", "number", "store_id"}
