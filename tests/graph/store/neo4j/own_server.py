"""Starts and stops a server as an administrator's commands would: `own_server.py start|stop HOME PORT`."""

import os
import signal
import sys
import time
from pathlib import Path

from graph.store.neo4j.local_server import LocalServer
from tests.neo4j_server import PASSWORD


def start(home: Path, port: int) -> None:
    server = LocalServer.start(home, PASSWORD, port=port, heap="512m", pagecache="64m")
    (home / "pid").write_text(str(server.pid))


def stop(home: Path) -> None:
    """Without effect where none runs."""
    file = home / "pid"
    if not file.exists():
        return
    pid = int(file.read_text())
    os.kill(pid, signal.SIGTERM)
    while _runs(pid):
        time.sleep(0.1)
    file.unlink()


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # Whoever started it may be gone without having asked how it ended.
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


if __name__ == "__main__":
    if sys.argv[1] == "start":
        start(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        stop(Path(sys.argv[2]))
