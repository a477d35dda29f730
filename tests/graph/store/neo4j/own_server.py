"""The commands of an administrator who owns a Neo4j server, for one of our own in a folder.

python own_server.py start HOME PORT | stop HOME | admin HOME ARGUMENTS...
"""

import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from graph.store.neo4j.local_server import Installation, LocalServer, admin_environment
from tests.quick_java import PASSWORD, QUICK


def start(home: Path, port: str) -> None:
    """Start it and leave it running."""
    if not (home / "pid").exists():
        server = LocalServer.start(home, PASSWORD, port=int(port), heap="512m", options=QUICK)
        (home / "pid").write_text(str(server.pid))


def stop(home: Path) -> None:
    """Stop it where it runs, and wait until it has let go of its files."""
    file = home / "pid"
    with suppress(FileNotFoundError, ProcessLookupError):
        pid = int(file.read_text())
        file.unlink()
        os.kill(pid, signal.SIGTERM)
        while ") Z" not in Path(f"/proc/{pid}/stat").read_text():
            time.sleep(0.05)


def admin(home: Path, arguments: list[str]) -> None:
    """Run neo4j-admin on its files."""
    java, *command = Installation.find().admin_command("512m")
    os.execve(java, [java, *QUICK, *command, *arguments], admin_environment(home))


if __name__ == "__main__":
    what, where, *rest = sys.argv[1:]
    match what:
        case "start":
            start(Path(where), *rest)
        case "stop":
            stop(Path(where))
        case "admin":
            admin(Path(where), rest)
