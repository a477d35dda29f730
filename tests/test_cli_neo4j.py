"""The command line with a Neo4j server: one to try, and the whole way with it as the store."""

import os
import re
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bootstrap.command_line import run
from cli import app
from graph.errors import StoreUnavailable
from graph.store.neo4j.connection import Connection, Neo4jSettings
from tests.neo4j_server import installation

SCRIPT = "import sys; from cli import main; sys.argv = ['ringwatch', *sys.argv[1:]]; main()"
LONG = 180  # seconds that a busy machine may take to stop a server


def environment(**more: str) -> dict[str, str]:
    """The environment without settings of ringwatch, but for these."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("RINGWATCH_")}
    return {**plain, "RINGWATCH_LANG": "en", "RINGWATCH_LOG_FORMAT": "json", **more}


@contextmanager
def running(*arguments: str, **more: str) -> Iterator[subprocess.Popen[str]]:
    """A command in a process of its own."""
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT, *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(**more),
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            if process.poll() is None:
                process.terminate()  # as a service manager does, so that no server is left behind
                process.communicate(timeout=LONG)


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().rstrip("\n")


def told(process: subprocess.Popen[str]) -> dict[str, str]:
    """The settings that a trial server says to use."""
    first = line(process)
    assert re.match(
        r"Neo4j runs at bolt://127\.0\.0\.1:\d+, user neo4j, files in /.+ \(Ctrl-C stops it\)", first
    )
    pairs = (line(process).removeprefix("export ").split("=", 1) for _ in range(2))
    return dict(pairs)


def answers(settings: dict[str, str]) -> bool:
    """Whether a server answers there with this password."""
    password = Path(settings["RINGWATCH_NEO4J_PASSWORD_FILE"]).read_text(encoding="ascii").strip()
    connection = Connection(Neo4jSettings(settings["RINGWATCH_STORE"], "neo4j", password))
    try:
        connection.check_version()
    finally:
        connection.close()
    return True


def test_a_trial_server_runs_until_it_is_stopped_and_keeps_its_password(tmp_path: Path) -> None:
    installation()
    home = tmp_path / "server"
    secrets = []
    for stop in (signal.SIGINT, signal.SIGTERM):
        with running("neo4j", str(home), "--port", "0") as process:
            settings = told(process)
            assert answers(settings)
            process.send_signal(stop)
            out, err = process.communicate(timeout=LONG)
        assert (process.returncode, out) == (0, "")
        secrets.append((home / "password").read_text(encoding="ascii"))
        assert secrets[0].strip() not in err
        with pytest.raises(StoreUnavailable):
            answers(settings)
    assert secrets[0] == secrets[1]
    assert len(secrets[0].strip()) >= 16
    assert stat.S_IMODE((home / "password").stat().st_mode) == 0o600


def test_a_trial_server_takes_the_password_of_the_settings_and_tells_when_it_ends_by_itself(
    tmp_path: Path,
) -> None:
    installation()
    (tmp_path / "mine").write_text("a password of mine\n", encoding="utf-8")
    settings = {"RINGWATCH_NEO4J_PASSWORD_FILE": str(tmp_path / "mine")}
    with running("neo4j", str(tmp_path / "server"), "--port", "0", **settings) as process:
        line(process)
        assert answers({"RINGWATCH_STORE": line(process).split("=", 1)[1], **settings})
        asked = ["pgrep", "-P", str(process.pid)]
        java = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split()
        os.kill(int(java[0]), signal.SIGKILL)
        _, err = process.communicate(timeout=LONG)
    assert process.returncode == 1
    assert "ended by itself" in err
    assert not (tmp_path / "server" / "password").exists()


def test_without_java_the_command_that_installs_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))  # a folder without a Java
    for language, said in (("en", "is not installed"), ("zh", "没有安装")):
        assert run(app, ["neo4j", str(tmp_path / "server"), "--lang", language]) == 1
        err = capsys.readouterr().err
        assert said in err
        assert "apt-get install openjdk-17-jdk-headless maven && make setup" in err
        assert err.count("\n") == 1
