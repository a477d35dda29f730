"""What people's use leaves behind on the server; its contract is tests/graph/store's."""

from graph.store.neo4j import schema
from graph.store.neo4j.connection import Connection
from graph.store.neo4j.living import Living
from graph.store.records import PrecheckRecord
from tests.graph.store.neo4j.asking import ask


def record(request_id: str, at: str, decision: str = "PASS") -> PrecheckRecord:
    return PrecheckRecord(
        request_id=request_id,
        at=at,
        sweep_id="S1",
        firm_id=None,
        decision=decision,
        score=0.1,
        grade="A",
        codes=("T10", "N4"),
    )


def test_the_latest_prechecks_come_first_and_one_sent_again_replaces_itself(connection: Connection) -> None:
    schema.create(connection)
    living = Living(connection)
    first, second, third = (record(f"r{i}", f"2024-03-0{i}T09:00:00+08:00") for i in (1, 3, 3))
    for kept in (second, first, record("r3b", third.at)):
        living.add_precheck(kept)
    assert [kept.request_id for kept in living.prechecks(10)] == ["r3b", "r3", "r1"]
    again = record("r1", "2024-03-04T09:00:00+08:00", decision="REVIEW")
    living.add_precheck(again)
    assert living.prechecks(2) == [again, record("r3b", third.at)]
    assert len(living.prechecks(10)) == 3


def test_every_lookup_is_kept(connection: Connection) -> None:
    living = Living(connection)
    for _ in range(2):
        living.add_lookup("2024-03-01T09:00:00+08:00", "desk", "firm", "91350100MA000001X1")
    kept = ask(connection.settings, "MATCH (lookup:Lookup) RETURN lookup {.*}")
    assert (
        kept
        == [
            {
                "lookup": {
                    "at": "2024-03-01T09:00:00+08:00",
                    "who": "desk",
                    "what": "firm",
                    "subject_id": "91350100MA000001X1",
                }
            }
        ]
        * 2
    )


def test_a_sweep_published_twice_stands_once_where_it_stood_first(connection: Connection) -> None:
    for number, sweep, state in ((1, "S1", "history"), (2, "S2", "published"), (3, "S1", "published")):
        connection.write(
            "write/add_sweep",
            number=number,
            properties={"number": number, "id": sweep, "state": state, "info": f"{sweep} in {number}"},
        )
    connection.write("write/add_sweep", number=4, properties={"number": 4, "id": "S4", "state": "writing"})
    assert Living(connection).sweeps() == ["S2 in 2", "S1 in 1"]
