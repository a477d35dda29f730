"""The command line with a Neo4j server: one to try, and the whole way with it as the store."""

import json
import os
import re
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import polars as pl
import pytest

from bootstrap.command_line import run
from cli import app
from graph.errors import StoreUnavailable
from graph.store.neo4j.connection import Connection, Neo4jSettings
from graph.store.neo4j.local_server import INSTALLED_BY
from tests.neo4j_server import installation, wipe
from tests.quick_java import QUICK

SCRIPT = "import sys; from cli import main; sys.argv = ['ringwatch', *sys.argv[1:]]; main()"
LONG = 180  # seconds that a busy machine may take to stop a server


def environment(**more: str) -> dict[str, str]:
    """The environment without settings of ringwatch, but for these."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("RINGWATCH_")}
    quick = {"JDK_JAVA_OPTIONS": " ".join(QUICK)}  # of the servers that the commands start
    return {**plain, **quick, "RINGWATCH_LANG": "en", "RINGWATCH_LOG_FORMAT": "json", **more}


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
        assert INSTALLED_BY in err
        assert err.count("\n") == 1


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a city, a workspace in which it was swept, and the result files of the sweep."""
    folder = tmp_path_factory.mktemp("house")
    assert run(app, ["demo", "--firms", "800", "--prevalence", "0.05", "--out", str(folder / "city")]) == 0
    swept = ["sweep", str(folder / "city"), "--workspace", str(folder / "w"), "--out", str(folder / "out")]
    assert run(app, swept) == 0
    return folder


@pytest.fixture(scope="module")
def server(neo4j_server: Neo4jSettings, house: Path) -> dict[str, str]:
    """The settings that name a Neo4j store to which the same snapshot was swept by the command."""
    wipe(neo4j_server)
    (house / "password").write_text(f"{neo4j_server.password}\n", encoding="utf-8")
    settings = {
        "RINGWATCH_STORE": neo4j_server.uri,
        "RINGWATCH_NEO4J_USER": neo4j_server.user,
        "RINGWATCH_NEO4J_PASSWORD_FILE": str(house / "password"),
    }
    with running("sweep", "--workspace", str(house / "w"), "--json", **settings) as process:
        out, err = process.communicate(timeout=LONG)
    assert process.returncode == 0, err
    assert json.loads(out)["n_firms"] == 800
    assert neo4j_server.password not in err
    return settings


@pytest.fixture
def both(
    house: Path, server: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Any:
    """Run a command on each store; what it printed, which must be the same."""

    def say(*arguments: str) -> str:
        printed = []
        for settings in ({}, server):
            with monkeypatch.context() as patch:
                for name, value in settings.items():
                    patch.setenv(name, value)
                code = run(app, [*arguments, "--workspace", str(house / "w")])
            said = capsys.readouterr()
            assert code == 0, said.err
            printed.append(re.sub(r'"(published_at|request_id)": "[^"]*"', r'"\1": ""', said.out))
        assert printed[0] == printed[1]
        return printed[0]

    return say


def result(house: Path, name: str) -> pl.DataFrame:
    return pl.read_parquet(house / "out" / f"{name}.parquet")


def test_a_ring_a_firm_and_a_finding_are_explained_alike(house: Path, both: Any) -> None:
    for name, column in (("rings", "ring_id"), ("ring_members", "firm_id"), ("findings", "finding_id")):
        an_id = str(result(house, name)[column][0])
        assert an_id in both("explain", an_id, "--json")
        assert "What speaks against it:" in both("explain", an_id, "--lang", "en")
        assert "相反的证据" in both("explain", an_id, "--lang", "zh")


def test_a_firm_and_an_application_are_checked_alike(house: Path, both: Any, tmp_path: Path) -> None:
    member = str(result(house, "ring_members")["firm_id"][0])
    firms = pl.read_csv(house / "city" / "firms.csv", infer_schema=False)
    address = firms.filter(pl.col("firm_id") == member)["address"][0]
    application = {
        "firm": {"name": "福州测试贸易有限公司", "address": address, "registered_on": "2024-06-01"}
    }
    for asked in ({"firm_id": member}, application):
        (tmp_path / "asked.json").write_text(json.dumps(asked, ensure_ascii=False), encoding="utf-8")
        answer = json.loads(both("precheck", str(tmp_path / "asked.json"), "--json"))
        assert answer["decision"] in ("PASS", "ENHANCED_CHECK", "SUPERVISOR_REVIEW")


def test_two_firms_of_a_ring_are_related_alike(house: Path, both: Any) -> None:
    members = result(house, "ring_members")
    first = members.filter(pl.col("ring_id") == members["ring_id"][0])["firm_id"].to_list()
    assert first[1] in both("related", first[0], first[1], "--json")


def test_an_export_of_what_is_published_holds_what_the_sweep_wrote(house: Path, both: Any) -> None:
    both("export", "--out", str(house / "exported"), "--format", "parquet")
    for name in ("firms", "rings", "ring_members", "findings"):
        exported = pl.read_parquet(house / "exported" / f"{name}.parquet")
        assert exported.equals(result(house, name))


def test_doctor_finds_the_store(
    house: Path, server: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in server.items():
        monkeypatch.setenv(name, value)
    assert run(app, ["doctor", "--workspace", str(house / "w"), "--lang", "en"]) == 0
    assert re.search(r"ok  store bolt://\S+: sweep S\w+ of 800 firms is live", capsys.readouterr().out)


def test_serve_answers_from_both_stores_alike(house: Path, server: dict[str, str]) -> None:
    ring = str(result(house, "rings")["ring_id"][0])
    firm = str(result(house, "ring_members")["firm_id"][0])
    asked = [
        "/v1/rings?limit=5",
        f"/v1/rings/{ring}",
        f"/v1/rings/{ring}/graph",
        f"/v1/rings/{ring}/members?limit=3",
        f"/v1/firms/{firm}",
        f"/v1/firms/{firm}/graph?hops=2",
        "/v1/search?q=福州",
        "/v1/districts",
    ]
    answers = [served(house, settings, asked) for settings in ({}, server)]
    assert answers[0] == answers[1]
    assert answers[0][0]["items"][0]["ring_id"] == ring


def served(house: Path, settings: dict[str, str], asked: list[str]) -> list[Any]:
    """What a service on this store answers."""
    with running("serve", "--workspace", str(house / "w"), "--port", "0", **settings) as process:
        address = line(process).split()[2]
        with httpx.Client(base_url=address, timeout=LONG) as client:
            assert client.get("/readyz").status_code == 200
            found = [client.get(path).raise_for_status().json() for path in asked]
        process.send_signal(signal.SIGINT)
        _, log = process.communicate(timeout=LONG)
    assert process.returncode == 0
    assert "福州" not in log
    return found


def test_a_wrong_password_is_one_sentence(
    house: Path, server: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RINGWATCH_STORE", server["RINGWATCH_STORE"])
    monkeypatch.setenv("RINGWATCH_NEO4J_PASSWORD", "another-password")
    for command in (["sweep"], ["explain", "R0"], ["precheck", str(house / "city" / "firms.csv")]):
        code = run(app, [*command, "--workspace", str(house / "w"), "--lang", "en"])
        err = capsys.readouterr().err
        assert code in (1, 2)
        assert "another-password" not in err
        assert "Traceback" not in err
    assert run(app, ["explain", "R0", "--workspace", str(house / "w"), "--lang", "en"]) == 1
    assert "RINGWATCH_NEO4J_PASSWORD" in capsys.readouterr().err
