"""Constraints and indexes of the graph, made from `graph.property_graph`, and the version of its form.

A publication starts with `create` (which makes what is missing, so that nobody can make two of one thing)
and, once it is alone, `upgrade`. Whoever only reads asks `check`.
"""

import time
from collections.abc import Iterable, Iterator
from typing import Final

import structlog
from neo4j import Record

from graph.errors import StoreError, StoreUnavailable
from graph.property_graph import NODES, RELATIONSHIPS, SEARCHED
from graph.store.neo4j import complaints
from graph.store.neo4j.connection import BATCH, Connection

VERSION: Final = 3  # raised whenever a label, a property or what one means changes
_POLL_SECONDS: Final = 0.1


def statements() -> list[str]:
    """The commands that make every constraint and index; without effect where there is one of its name."""
    return list(_commands().values())


def create(connection: Connection) -> None:
    """Make the constraints and indexes that are missing; StoreError where a newer program wrote the store.

    Indexes fill in the background: see `wait_until_online`.
    """
    _refuse_newer(connection, _version(connection))
    there = {row["name"] for row in _states(connection)}
    for name, command in _commands().items():
        if name not in there:  # each command costs a round trip and a lock on the whole schema
            connection.schema(command)


def upgrade(connection: Connection) -> bool:
    """Bring an older store to this form: what was published is removed, what people added stays.

    True where there was something to remove. A run that is killed is made good by the next.
    """
    version = _version(connection)
    _refuse_newer(connection, version)
    if version == VERSION:
        return False
    if version is not None:
        connection.write("write/unpublish")
        structlog.get_logger().warning(
            "store_upgraded", store=connection.settings.server, form=VERSION, was=version
        )
        connection.repeat("write/remove_published", limit=BATCH)
        for name, command in _commands().items():  # indexes that others have added stay
            kind = "CONSTRAINT" if command.startswith("CREATE CONSTRAINT") else "INDEX"
            connection.schema(f"DROP {kind} {name} IF EXISTS")
        create(connection)
    connection.write("write/set_schema_version", version=VERSION)
    return version is not None


def check(connection: Connection) -> None:
    """Raise StoreError, with what to do, unless a reader of this version may read the store."""
    version = _version(connection)
    _refuse_newer(connection, version)
    if version not in (None, VERSION):
        raise StoreError(
            f"The store at {connection.settings.server} was written by an older version of this program "
            f"(form {version}, this one reads {VERSION}); run the sweep again, which upgrades it.",
            f"{connection.settings.server} 中的数据由本程序的旧版本写出（格式 {version}，当前为 {VERSION}）；"
            "请重新运行扫描，届时会自动升级。",
        )


def wait_until_online(connection: Connection, seconds: float) -> None:
    """Return once every index answers; StoreUnavailable after `seconds`, StoreError for one that failed."""
    deadline = time.monotonic() + seconds
    while waiting := {row["name"]: row["state"] for row in _states(connection) if row["state"] != "ONLINE"}:
        failed = sorted(name for name, state in waiting.items() if state == "FAILED")
        if failed:
            raise StoreError(
                f"The index {failed[0]} at {connection.settings.server} cannot be built; "
                "drop it and publish again.",
                f"{connection.settings.server} 上的索引 {failed[0]} 无法建立；请删除该索引后重新发布。",
            )
        if time.monotonic() > deadline:
            raise StoreUnavailable(
                f"The indexes at {connection.settings.server} are still being built after {seconds:.0f} s; "
                "publish again when they are.",
                f"{connection.settings.server} 上的索引在 {seconds:.0f} 秒后仍未建成；请待其建成后重新发布。",
            )
        time.sleep(_POLL_SECONDS)


def require_searchable(connection: Connection, indexes: Iterable[str]) -> None:
    """Raise StoreUnavailable unless each of these full-text indexes is there and answers.

    A query against one that is being built would wait for it until its time is up.
    """
    online = {row["name"] for row in _states(connection) if row["state"] == "ONLINE"}
    if not online.issuperset(indexes):
        raise complaints.not_searchable(connection.settings.server)


def _commands() -> dict[str, str]:
    """By the name of the constraint or index that each makes."""
    return dict([*_constraints(), *_range_indexes(), *_full_text_indexes()])


def _constraints() -> Iterator[tuple[str, str]]:
    for node in NODES:
        if node.unique:
            name = f"{_name(node.label, node.unique)}_unique"
            yield (
                name,
                (
                    f"CREATE CONSTRAINT {name} IF NOT EXISTS "
                    f"FOR (n:{node.label}) REQUIRE ({_of('n', node.unique)}) IS UNIQUE"
                ),
            )


def _range_indexes() -> Iterator[tuple[str, str]]:
    for node in NODES:
        for properties in node.indexes:
            name = _name(node.label, properties)
            yield name, f"CREATE INDEX {name} IF NOT EXISTS FOR (n:{node.label}) ON ({_of('n', properties)})"
    for relationship in RELATIONSHIPS:
        for property_ in relationship.indexes:
            name = _name(relationship.type, (property_,))
            yield (
                name,
                f"CREATE INDEX {name} IF NOT EXISTS FOR ()-[r:{relationship.type}]-() ON (r.{property_})",
            )


def _full_text_indexes() -> Iterator[tuple[str, str]]:
    labels: dict[tuple[str, str], list[str]] = {}  # of each index and property
    for node in NODES:
        if node.full_text:
            labels.setdefault(node.full_text, []).append(node.label)
    for (name, property_), of in labels.items():
        yield (
            name,
            (
                f"CREATE FULLTEXT INDEX {name} IF NOT EXISTS FOR (n:{'|'.join(of)}) "
                f"ON EACH [{_of('n', (property_, SEARCHED))}] "
                "OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}}"
            ),
        )


def _name(label: str, properties: tuple[str, ...]) -> str:
    return "_".join((label, *properties)).lower()


def _of(variable: str, properties: tuple[str, ...]) -> str:
    return ", ".join(f"{variable}.{name}" for name in properties)


def _version(connection: Connection) -> int | None:
    """The version of what the store holds, None before the first publication."""
    row = connection.read_one("read/schema_version")
    return None if row is None else row["version"]


def _refuse_newer(connection: Connection, version: int | None) -> None:
    if version is not None and version > VERSION:
        raise StoreError(
            f"The store at {connection.settings.server} was written by a newer version of this program "
            f"(form {version}, this one knows {VERSION}); upgrade this program.",
            f"{connection.settings.server} 中的数据由本程序的更新版本写出（格式 {version}，"
            f"当前只识别 {VERSION}）；请升级本程序。",
        )


def _states(connection: Connection) -> list[Record]:
    return connection.read("read/index_states")
