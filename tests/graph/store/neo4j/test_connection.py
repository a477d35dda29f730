"""Speaking to a real server: what is answered, what is tried again, and what every failure is called."""

import datetime
import re
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import neo4j
import polars as pl
import pytest

from graph.errors import RingwatchError, StoreError, StoreUnavailable
from graph.store.neo4j.connection import Connection, Neo4jSettings, Work

SET = "write/set_schema_version"


def complaint(kind: type[RingwatchError], of: Callable[[], Any]) -> RingwatchError:
    """What `of` raises, which must be just `kind`, say where in both languages, and show no password."""
    with pytest.raises(kind) as raised:
        of()
    error = raised.value
    assert type(error) is kind
    assert error.__cause__ is None  # the server's own text may quote data
    assert error.__context__ is None or error.__suppress_context__
    for sentence in (error.in_("en"), error.in_("zh")):
        assert re.search(r"(bolt|neo4j|gopher)(\+s|\+ssc)?://\S", sentence)
        assert "secret" not in sentence
    return error


def dead() -> str:
    """The address of a port where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"bolt://127.0.0.1:{taken.getsockname()[1]}"


def test_a_frame_is_written_as_it_is(connection: Connection, session: neo4j.Session) -> None:
    days = [datetime.date(2024, 2, 29), None, datetime.date(1999, 1, 1)]
    frame = pl.DataFrame(
        {"name": ["a", "b", "丙"], "on": days, "share": [0.5, None, 1.0], "of": [["x"], [], None]}
    )
    assert connection.write("write/add_detectors", rows=frame.to_dicts(), number=4)[0]["done"] == 3
    written = session.run("MATCH (d:Detector) RETURN properties(d) ORDER BY d.name").value()
    assert [{name: value for name, value in row.items() if name != "on"} for row in written] == [
        {"name": "a", "share": 0.5, "of": ["x"], "sweep": 4},
        {"name": "b", "of": [], "sweep": 4},
        {"name": "丙", "share": 1.0, "sweep": 4},
    ]
    assert [row["on"].to_native() if "on" in row else None for row in written] == days


def test_a_statement_without_rows_gives_none(connection: Connection) -> None:
    assert connection.read_one("read/schema_version") is None
    connection.write(SET, version=1)
    row = connection.read_one("read/schema_version")
    assert row is not None
    assert row["version"] == 1


def test_repeating_stops_when_nothing_is_left(connection: Connection) -> None:
    connection.write("write/add_detectors", rows=[{"name": str(i)} for i in range(7)], number=1)
    assert connection.repeat("write/remove_detectors", first=1, last=1, limit=3) == 7
    assert connection.repeat("write/remove_detectors", first=1, last=1, limit=3) == 0


def test_a_transaction_is_done_wholly_or_not_at_all(connection: Connection) -> None:
    def steps(work: Work) -> None:
        work.run(SET, version=1)
        work.run("write/add_sweep", number=1, properties="no map")

    complaint(StoreError, lambda: connection.together(steps))
    assert connection.read_one("read/schema_version") is None


def test_steps_that_fail_of_our_own_doing_leave_nothing(connection: Connection) -> None:
    def steps(work: Work) -> None:
        work.run(SET, version=1)
        raise KeyError("ours")

    with pytest.raises(KeyError, match="ours"):
        connection.together(steps)
    assert connection.read_one("read/schema_version") is None


def test_a_wrong_password(neo4j_server: Neo4jSettings) -> None:
    wrong = Connection(replace(neo4j_server, password="secret"))
    error = complaint(StoreError, lambda: wrong.read("read/schema_version"))
    assert f"does not accept user {neo4j_server.user} with this password" in str(error)
    wrong.close()
    right = Connection(neo4j_server)  # a right one between: a server locks out who fails three times in a row
    right.read("read/schema_version")
    right.close()


def test_a_password_is_not_shown_with_the_settings() -> None:
    settings = Neo4jSettings("neo4j://someone:secret@127.0.0.1:1", "neo4j", "secret")
    assert "password" not in repr(settings)
    assert settings.server == "neo4j://127.0.0.1:1"


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_nobody_listens(scheme: str) -> None:
    away = Connection(Neo4jSettings(dead().replace("bolt", scheme), "neo4j", "secret", timeout=2.0))
    for touch in (
        lambda: away.read("read/schema_version"),
        lambda: away.write(SET, version=1),
        lambda: away.repeat("write/remove_detectors", first=1, last=1, limit=3),
        away.check_version,
    ):
        error = complaint(StoreUnavailable, touch)
        assert "cannot be reached" in str(error)
        assert "with the next request" in str(error)
    away.close()


def test_no_address_at_all() -> None:
    error = complaint(StoreError, lambda: Connection(Neo4jSettings("gopher://127.0.0.1", "neo4j", "secret")))
    assert "is no address of a Neo4j server" in str(error)


def test_an_unsupported_version(connection: Connection) -> None:
    assert re.match(r"\d+\.\d+", connection.check_version())
    error = complaint(StoreError, lambda: connection.check_version(least=(9999, 0)))
    assert "9999.0 or later is needed" in str(error)
    assert connection.check_version() in str(error)


def test_a_database_that_is_not_there(neo4j_server: Neo4jSettings) -> None:
    other = Connection(replace(neo4j_server, database="elsewhere"))
    error = complaint(StoreError, lambda: other.read("read/schema_version"))
    assert "has no database elsewhere" in str(error)
    other.close()


def test_an_error_of_the_server_shows_its_code_and_no_data(connection: Connection) -> None:
    error = complaint(
        StoreError,
        lambda: connection.write("write/add_sweep", number=1, properties={"secret": {"a": "secret"}}),
    )
    assert "Neo.ClientError." in str(error)


def test_a_read_that_takes_too_long_is_stopped(
    connection: Connection, neo4j_server: Neo4jSettings, session: neo4j.Session
) -> None:
    connection.write(SET, version=1)
    session.run(
        "CREATE (key:Key {id: 'k', firms: 500}) WITH key UNWIND range(1, 500) AS i "
        "CREATE (key)<-[:USES]-(:FirmVersion {id: i, from_sweep: 0})"
    ).consume()
    hasty = Connection(replace(neo4j_server, timeout=0.5))
    endless = {"ids": ["k"] * 1_000_000, "cap": 500, "at": 0}
    error = complaint(StoreUnavailable, lambda: hasty.read("read/firms_on_keys", **endless))
    assert "took too long and was stopped" in str(error)
    assert hasty.read("read/schema_version")
    hasty.close()


def test_a_deadlock_is_tried_again(connection: Connection) -> None:
    connection.write(SET, version=1)
    sweep = {"number": 1, "properties": {"number": 1}}
    connection.write("write/add_sweep", **sweep)
    met = Barrier(2, timeout=60)
    tries: list[str] = []

    def holding(who: str) -> None:
        tries.append(who)
        if tries.count(who) == 1:
            met.wait()  # both hold what the other wants next

    def live_first(work: Work) -> None:
        work.run(SET, version=1)
        holding("a")
        work.run("write/add_sweep", **sweep)

    def sweep_first(work: Work) -> None:
        work.run("write/add_sweep", **sweep)
        holding("b")
        work.run(SET, version=1)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(connection.together, steps) for steps in (live_first, sweep_first)]:
            done.result()
    assert sorted(tries) in (["a", "a", "b"], ["a", "b", "b"])
