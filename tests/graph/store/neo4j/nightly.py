"""Nights published on a server, and what the server then holds."""

from pathlib import Path

import neo4j
from pydantic import SecretStr

from bootstrap.settings import Settings
from graph.store.neo4j.connection import Neo4jSettings
from sweeps.publish import publish
from tests.graph.store.neo4j.dumps import dump
from tests.neo4j_server import open_session, wipe
from tests.sweeps.nights import night_of

# Numbers that are handed out once, names that are random, and the digest, which a key loses that a killed
# publication wrote.
_NUMBERED = frozenset(("sweep", "number", "last", "previous", "until_sweep", "store_id", "digest"))


def settings_for(server: Neo4jSettings, workspace: Path) -> Settings:
    """The settings of who publishes on this server from this workspace."""
    return Settings(
        workspace=workspace,
        store=server.uri,
        neo4j_user=server.user,
        neo4j_password=SecretStr(server.password),
        neo4j_database=server.database,
    )


def held(session: neo4j.Session) -> tuple[list[str], list[str]]:
    """Everything the server holds, without the numbers of publications."""
    return dump(session, _NUMBERED)


def held_after(server: Neo4jSettings, workspace: Path, *nights: int) -> tuple[list[str], list[str]]:
    """What an empty server holds after these nights were published undisturbed."""
    wipe(server)
    for night in nights:
        publish(settings_for(server, workspace), night_of(night))
    with open_session(server) as session:
        return held(session)
