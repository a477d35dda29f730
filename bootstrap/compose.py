"""Where the parts are put together."""

import shlex
from typing import TYPE_CHECKING

from bootstrap.settings import EMBEDDED, PREFIX, Settings
from graph.errors import UsageError
from graph.store.port import GraphStore, Publisher

if TYPE_CHECKING:
    from graph.store.neo4j.connection import Neo4jSettings
    from graph.store.neo4j.offline import OwnServer

# Each store is imported where it is opened: Neo4j's driver alone takes half a second.


def open_store(settings: Settings) -> GraphStore:
    """The store of these settings; it need not hold anything yet."""
    if settings.store == EMBEDDED:
        from graph.store.sqlite.store import SqliteStore

        return SqliteStore(settings.workspace)
    from graph.store.neo4j.store import Neo4jStore

    return Neo4jStore(_server(settings))


def open_publisher(settings: Settings) -> Publisher:
    """Who publishes in the store of these settings."""
    if settings.store == EMBEDDED:
        from graph.store.sqlite.publisher import SqlitePublisher

        return SqlitePublisher(settings.workspace)
    from graph.store.neo4j.publisher import Neo4jPublisher

    return Neo4jPublisher(_server(settings), settings.workspace, _own_server(settings))


def _server(settings: Settings) -> "Neo4jSettings":
    from graph.store.neo4j.connection import Neo4jSettings

    return Neo4jSettings(
        uri=settings.store,
        user=settings.neo4j_user,
        password=neo4j_password(settings),
        database=settings.neo4j_database,
        timeout=settings.neo4j_timeout,
    )


def _own_server(settings: Settings) -> "OwnServer | None":
    from graph.store.neo4j.offline import OwnServer

    commands = (settings.neo4j_admin, settings.neo4j_stop, settings.neo4j_start)
    known = [shlex.split(command) for command in commands if command is not None]
    return OwnServer(*known) if len(known) == len(commands) else None


def neo4j_password(settings: Settings) -> str:
    """The password for the Neo4j server, from the settings or the file they name; "" where there is none."""
    if settings.neo4j_password is not None:
        return settings.neo4j_password.get_secret_value()
    file = settings.neo4j_password_file
    if file is None:
        return ""  # a server may ask for none
    try:
        return file.read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError):
        raise UsageError(
            f"The file of the Neo4j password, {file}, cannot be read; correct {PREFIX}NEO4J_PASSWORD_FILE "
            "or who may read the file.",
            f"无法读取 Neo4j 密码文件 {file}；请改正 {PREFIX}NEO4J_PASSWORD_FILE 或该文件的读取权限。",
        ) from None
