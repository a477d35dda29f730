"""A real Neo4j server of our own, run from the jars that `make setup` installs: no Docker, no service.

It serves the tests, the benches and whoever has no server yet; a server of an administrator's is only named.
"""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from graph.errors import StoreError

_OURS = "# Written by ringwatch at every start."
INSTALLED_BY = "apt-get install default-jdk-headless maven && make setup"
_HOME = Path(__file__).parents[3] / ".neo4j"
_START_SECONDS = 600.0  # after a kill it first recovers; a start that fails is seen at once
_STOP_SECONDS = 60.0
_LOOK_SECONDS = 0.2
_READY = "ready "
_SHOWN = 300  # characters of a failed start's last line that the error shows
# What Neo4j's own start script opens to its page cache; its garbage collector is Java's own choice.
_JVM = (
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
)
_CONFIG = {
    "server.bolt.enabled": "true",
    "server.http.enabled": "false",
    "dbms.security.auth_enabled": "true",
    "dbms.usage_report.enabled": "false",
    "db.logs.query.enabled": "OFF",
    # A client learns from this that a silent server is gone; the default lets it wait for two minutes.
    "server.bolt.connection_keep_alive": "5s",
    # Bolt waits twice this long for threads that have nothing left to do.
    "internal.server.bolt.thread_pool_shutdown_wait_time": "100ms",
}


@dataclass(frozen=True)
class Installation:
    """The folder with the server's jars (`lib/`) and the compiled launcher (`classes/`)."""

    folder: Path
    java: str

    @classmethod
    def find(cls, folder: Path | None = None) -> Self:
        """The installation in `folder`, by default `.neo4j` beside the checkout; StoreError without one."""
        where = folder or _HOME
        java = _java()
        if java is None or not (where / "classes" / "Launcher.class").is_file():
            raise StoreError(
                f"The Neo4j server is not installed in {where}; install it with: {INSTALLED_BY}",
                f"{where} 中没有安装 Neo4j 服务器；请用以下命令安装：{INSTALLED_BY}",
            )
        return cls(where, java)

    def launch_command(self, home: Path, heap: str, options: Sequence[str] = ()) -> list[str]:
        """What starts a server in `home`; it reads the password from its standard input."""
        classes = os.pathsep.join((str(self.folder / "classes"), str(self.folder / "lib" / "*")))
        jvm = (f"-Xmx{heap}", *_JVM, *options)
        return [self.java, *jvm, "-cp", classes, "Launcher", str(home), str(conf_of(home))]

    def admin_command(self, heap: str = "1g") -> list[str]:
        """What runs `neo4j-admin`; its arguments follow, `admin_environment` says on which server's files."""
        return [
            self.java,
            f"-Xmx{heap}",
            *_JVM,
            "-cp",
            str(self.folder / "lib" / "*"),
            "org.neo4j.cli.AdminTool",
        ]


def admin_environment(home: Path) -> dict[str, str]:
    """The environment in which `neo4j-admin` works on the server in `home`, which must be stopped."""
    return {**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(conf_of(home).parent)}


def conf_of(home: Path) -> Path:
    """The configuration of the server in `home`."""
    return home / "conf" / "neo4j.conf"


class LocalServer:
    """A running server; `start` makes one, the end of a `with` block stops it."""

    def __init__(self, process: "subprocess.Popen[str]", uri: str, home: Path) -> None:
        self._process = process
        self.uri = uri
        self.home = home

    @classmethod
    def start(
        cls,
        home: Path,
        password: str,
        *,
        port: int = 0,
        heap: str = "1g",
        pagecache: str = "256m",
        read_only: bool = False,
        config: Mapping[str, str] | None = None,
        options: Sequence[str] = (),
        installation: Installation | None = None,
    ) -> Self:
        """Start the server whose files are in `home` (made when missing) and wait until it answers.

        `password` is that of the user neo4j; `port` 0 takes a free one; `read_only` refuses writes to the
        database neo4j; `config` adds to neo4j.conf, `options` to Java's command line. Raises
        StoreError with the log's last line when it fails.
        """
        installed = installation or Installation.find()
        settings = {
            **_CONFIG,
            "server.bolt.listen_address": f"127.0.0.1:{port}",
            "server.memory.pagecache.size": pagecache,
            **({"server.databases.read_only": "neo4j"} if read_only else {}),
            **(config or {}),
        }
        _configure(home, settings)
        log = home / "launcher.log"
        with log.open("w") as out:
            process = subprocess.Popen(  # noqa: S603 (our own command)
                installed.launch_command(home.resolve(), heap, options),
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,  # Ctrl-C is for whoever started it, who then stops it
            )
        try:
            assert process.stdin is not None
            with suppress(BrokenPipeError), process.stdin as stdin:  # a Java that ends at once reads nothing
                stdin.write(f"{password}\n")
            return cls(process, f"bolt://{_wait(process, log)}", home)
        except BaseException:
            process.kill()
            process.wait()
            raise

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def wait(self) -> int:
        """Wait until it ends, by whatever hand; its exit code."""
        # Not the process's own wait: a signal that comes just before it blocks would go unheard.
        while (code := self._process.poll()) is None:
            time.sleep(_LOOK_SECONDS)
        return code

    def stop(self) -> None:
        """Stop it cleanly: what is committed is checkpointed, so that the next start is quick."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once, as a power cut would; the next start recovers what was committed."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self._process.poll() is None:
            self._process.send_signal(how)
            try:
                self._process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _configure(home: Path, settings: Mapping[str, str]) -> None:
    """Write neo4j.conf; StoreError where a server of somebody else's lies in `home`."""
    conf = conf_of(home)
    written = conf.read_text("utf-8") if conf.is_file() else ""
    if written and not written.startswith(_OURS):
        raise StoreError(
            f"{home} holds a Neo4j server that was not set up here; choose an empty folder.",
            f"{home} 中已有并非由本程序建立的 Neo4j 服务器；请改用空文件夹。",
        )
    conf.parent.mkdir(parents=True, exist_ok=True)
    lines = (f"{key}={value}" for key, value in settings.items())
    conf.write_text("\n".join((_OURS, *lines, "")), "utf-8")


def _java() -> str | None:
    named = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=str(Path(named) / "bin")) if named else shutil.which("java")


def _wait(process: "subprocess.Popen[str]", log: Path) -> str:
    """`host:port` once the launcher says it is ready."""
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        for line in log.read_text("utf-8", errors="replace").splitlines(keepends=True):
            if line.startswith(_READY) and line.endswith("\n"):
                return line.removeprefix(_READY).strip()
        time.sleep(0.05)
    silent = process.poll() is None
    last = log.read_text("utf-8", errors="replace").strip().rpartition("\n")[2][:_SHOWN]
    if silent:
        raise StoreError(
            f"The Neo4j server did not answer in {_START_SECONDS:.0f} s; see {log} and start it again.",
            f"Neo4j 服务器在 {_START_SECONDS:.0f} 秒内没有响应；请查看 {log} 后重新启动。",
        )
    raise StoreError(
        f"The Neo4j server did not start ({last or 'it said nothing'}); correct that, see {log}.",
        f"Neo4j 服务器未能启动（{last or '无输出'}）；请排除该问题，详见 {log}。",
    )
