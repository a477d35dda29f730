"""`ringwatch neo4j`: a real Neo4j server in a folder of one's own, to try; no Docker, no service."""

import secrets
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from bootstrap.compose import neo4j_password
from bootstrap.secret_files import make_once
from bootstrap.settings import PREFIX, Settings
from graph.errors import StoreError
from graph.store.neo4j.local_server import LocalServer
from graph.words import Text

PASSWORD_FILE = "password"  # noqa: S105 (a file's name)
_PASSWORD_BYTES = 16


def run_trial_server(home: Path, port: int, settings: Settings, say: Callable[[Text], None]) -> None:
    """Run a server in `home` until Ctrl-C or SIGTERM; `say` is told how to use it once it answers.

    The password is the one of the settings, else a random one in the file `password` of `home`, made once.
    Raises StoreError where the server is not installed, does not start or ends by itself.
    """
    home = home.absolute()
    own = settings.neo4j_password is None and settings.neo4j_password_file is None
    if own:
        make_once(home / PASSWORD_FILE, secrets.token_hex(_PASSWORD_BYTES))
        settings = settings.model_copy(update={"neo4j_password_file": home / PASSWORD_FILE})
    with (
        suppress(KeyboardInterrupt),
        _term_as_ctrl_c(),
        LocalServer.start(home, neo4j_password(settings), port=port) as server,
    ):
        say(
            Text(
                f"Neo4j 正在运行：{server.uri}，用户 neo4j，文件在 {home}（Ctrl-C 停止）。使用方法：",
                f"Neo4j runs at {server.uri}, user neo4j, files in {home} (Ctrl-C stops it). To use it:",
            )
        )
        lines = [f"export {PREFIX}STORE={server.uri}"]
        if own:
            lines.append(f"export {PREFIX}NEO4J_PASSWORD_FILE={home / PASSWORD_FILE}")
        for line in lines:
            say(Text(line, line))
        server.wait()
        raise StoreError(
            f"The Neo4j server ended by itself; see launcher.log in {home} and start it again.",
            f"Neo4j 服务器自行终止；请查看 {home} 中的 launcher.log 后重新启动。",
        )


@contextmanager
def _term_as_ctrl_c() -> Iterator[None]:
    """A service manager's SIGTERM ends the server as Ctrl-C does, instead of leaving it behind."""

    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
