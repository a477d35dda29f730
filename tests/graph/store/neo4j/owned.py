"""A server whose owner's commands a publisher may run."""

import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from shlex import join, split
from typing import Self

from graph.store.neo4j.connection import Neo4jSettings
from graph.store.neo4j.offline import OwnServer
from tests.quick_java import PASSWORD

SCRIPT = Path(__file__).with_name("own_server.py")
COMMANDS = ("neo4j_admin", "neo4j_stop", "neo4j_start")


@dataclass(frozen=True)
class Owned:
    """Where the server is, and by which settings its owner's commands are known."""

    server: Neo4jSettings
    commands: dict[str, str]

    @classmethod
    def in_folder(cls, home: Path) -> Self:
        """A server that was never started, in an empty folder."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        every = (("admin", home), ("stop", home), ("start", home, port))
        commands = (join([sys.executable, str(SCRIPT), *map(str, command)]) for command in every)
        return cls(
            Neo4jSettings(f"bolt://127.0.0.1:{port}", "neo4j", PASSWORD),
            dict(zip(COMMANDS, commands, strict=True)),
        )

    @property
    def own(self) -> OwnServer:
        """The same commands as a publisher takes them."""
        return OwnServer(*(split(self.commands[name]) for name in COMMANDS))

    def start(self) -> None:
        """Start it, where it does not run."""
        subprocess.run(self.own.start, check=True)

    def stop(self) -> None:
        """Stop it, where it runs."""
        subprocess.run(self.own.stop, check=True)
