"""A Neo4j server that outlives the process that started it: `python -m bench.own_server start|stop HOME`.

For a sweep that owns its server and stops it for an offline import, as RINGWATCH_NEO4J_STOP and _START do.
HOME holds the password (file `password`), the port (`port`) and while it runs the process id (`pid`).
"""

import argparse
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from bootstrap.secret_files import make_once
from graph.store.neo4j.local_server import Installation, LocalServer, admin_environment

HEAP, PAGE_CACHE = "2g", "1g"  # enough for a million firms
_PASSWORD = "only-for-measuring"


def make(home: Path) -> str:
    """Prepare `home` with a free port; the address its server will have."""
    make_once(home / "password", _PASSWORD)
    with socket.create_server(("127.0.0.1", 0)) as free:
        make_once(home / "port", str(free.getsockname()[1]))
    return f"bolt://127.0.0.1:{(home / 'port').read_text().strip()}"


def start(home: Path) -> None:
    """Start the server of `home` and leave it running."""
    port = int((home / "port").read_text())
    server = LocalServer.start(home, _PASSWORD, port=port, heap=HEAP, pagecache=PAGE_CACHE)
    (home / "pid").write_text(str(server.pid))


def stop(home: Path) -> None:
    """Stop it cleanly and wait until it is gone."""
    pid = int((home / "pid").read_text())
    os.kill(pid, signal.SIGTERM)
    while _runs(pid):
        time.sleep(0.1)
    (home / "pid").unlink()


def owned(home: Path) -> dict[str, str]:
    """The settings by which a sweep may stop, fill and start the server of `home`."""
    where = admin_environment(home)
    given = [f"{name}={where[name]}" for name in ("NEO4J_HOME", "NEO4J_CONF")]
    admin = ["env", *given, *Installation.find().admin_command("2g")]
    command = [sys.executable, "-m", "bench.own_server"]
    return {
        "RINGWATCH_NEO4J_ADMIN": shlex.join(admin),
        "RINGWATCH_NEO4J_STOP": shlex.join([*command, "stop", str(home)]),
        "RINGWATCH_NEO4J_START": shlex.join([*command, "start", str(home)]),
    }


def _runs(pid: int) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return bool(state.stdout.strip()) and not state.stdout.startswith("Z")  # nobody may be left to reap it


def main() -> None:
    """Start or stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("start", "stop"))
    parser.add_argument("home", type=Path)
    args = parser.parse_args()
    (start if args.what == "start" else stop)(args.home)


if __name__ == "__main__":
    main()
