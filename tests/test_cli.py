"""The command line as its users meet it: what it prints where, and its exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import typer

from bootstrap.command_line import run
from bootstrap.command_line_zh import HELP
from cli import app

COMMANDS = tuple(
    "ingest sweep learn rank precheck explain related compare parse demo serve neo4j export doctor".split()
)


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [*os.environ]:
        if name.startswith(("RINGWATCH_", "LC_")) or name == "LANG":
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def every_help() -> list[str]:
    """Each help text of the command line, of commands and their parameters."""

    def below(command: Any) -> list[str]:
        parameters = [*command.params, command.get_help_option(typer.Context(command))]
        own = [command.help, *(parameter.help for parameter in parameters)]
        return own + [text for inner in getattr(command, "commands", {}).values() for text in below(inner)]

    return below(typer.main.get_command(app))


def test_every_help_text_exists_in_chinese() -> None:
    assert set(every_help()) == set(HELP)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_in_both_languages(command: str, capfd: pytest.CaptureFixture[str]) -> None:
    script = "import sys; from cli import main; sys.argv = ['ringwatch', *sys.argv[1:]]; main()"
    for language, expected in (("en", "Options"), ("zh", "选项")):
        done = subprocess.run(
            [sys.executable, "-c", script, command, "--help", "--lang", language],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0
        assert expected in done.stdout


def test_help_loads_no_heavy_library() -> None:
    script = (
        "import sys\nfrom bootstrap.command_line import run\nfrom cli import app\nrun(app, ['--help'])\n"
        "heavy = {'polars', 'numpy', 'numba', 'scipy', 'igraph', 'fastapi', 'uvicorn', 'pydantic_settings'}\n"
        "sys.exit(','.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.stderr, done.returncode) == ("", 0)


def test_no_arguments_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(app, []) == 2
    assert "doctor" in capsys.readouterr().out


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(app, ["--version"]) == 0
    assert capsys.readouterr().out.strip() == "0.1.0"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["frobnicate"], "No such command 'frobnicate'"),
        (["sweep", "--frob"], "No such option: --frob"),
        (["ingest"], "Missing argument"),
        (["demo", "--out", "city", "--firms", "3"], "--firms"),
        (["demo", "--out", "city", "--habit", "elsewhere"], "No habit is called elsewhere; choose one of"),
        (["serve", "--port", "70000"], "port"),
        (["precheck", "gone.json"], "gone.json cannot be read"),
        (["doctor", "--lang", "fr"], "--lang"),
    ],
)
def test_bad_usage_is_one_sentence_and_exit_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(app, arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("ringwatch: ")
    assert said in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["frobnicate"], "没有命令 frobnicate"),
        (["sweeep"], "没有命令 sweeep，是否为 'sweep'"),
        (["sweep", "--frob"], "没有选项 --frob"),
        (["sweep", "--worksp", "w"], "没有选项 --worksp，是否为 --workspace"),
        (["sweep", "a", "b"], "多余的参数 b"),
        (["sweep", "--out"], "选项 --out 缺少值"),
        (["sweep", "--json=3"], "选项 --json 不带值"),
        (["compare"], "缺少必需的参数 'kind'"),
        (["compare", "shoe", "a", "--out", "b"], "shoe 不是可选值"),
        (["demo", "--out", "c", "--firms", "3"], "不得小于 500"),
        (["demo", "--out", "c", "--firms", "x"], "不是整数"),
        (["serve", "--port", "99999"], "--port 有误（不得大于 65535）"),
        (["doctor", "--lang", "fr"], "fr 不是可选值"),
        (["precheck", "gone.json"], "没有该文件或文件夹"),
        (["precheck", "empty.json"], "此处应有一个值"),
        (["sweep", "gone", "--workspace", "empty.json"], "工作区 empty.json 是文件"),
        (["export", "--from", "out", "--out", "no/such/folder"], "请先建立"),
    ],
)
def test_bad_usage_is_told_in_chinese_alone(
    arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RINGWATCH_LANG", "zh")
    Path("empty.json").touch()
    results(Path("out"))
    assert run(app, arguments) == 2
    told = capsys.readouterr().err
    assert said in told
    for english in ("Invalid", "No such", "Expecting", "should be", "Missing", "permitted", "exists"):
        assert english not in told
    assert not Path("no").exists()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("ID_KEY", "short", "至少 16 个字符"), ("PRIOR", "0", "应大于 0"), ("THREADS", "x", "应为整数")],
)
def test_a_wrong_setting_is_told_in_chinese(
    name: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RINGWATCH_LANG", "zh")
    monkeypatch.setenv(f"RINGWATCH_{name}", value)
    assert run(app, ["doctor"]) == 2
    assert f"设置项 {name.lower()} 有误（{said}" in capsys.readouterr().err


@pytest.mark.parametrize("how", [["--lang", "zh"], ["--lang=zh"]])
def test_bad_usage_in_chinese(how: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(app, ["demo", *how]) == 2
    assert "缺少必需的参数" in capsys.readouterr().err


def test_the_language_of_the_settings_file_holds_for_errors(capsys: pytest.CaptureFixture[str]) -> None:
    Path("w").mkdir()
    Path("w/ringwatch.toml").write_text('lang = "zh"')
    assert run(app, ["precheck", "gone.json", "--workspace", "w"]) == 2
    assert "无法读取" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"firm": ', "line 1, column 10"),
        (b"[1, 2]", "holds no JSON object"),
        ('{"name": "福州"}'.encode("gb18030"), "is not UTF-8"),
        (b"", "is not JSON at line 1"),
    ],
)
def test_an_application_that_cannot_be_read(
    content: bytes, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("a.json").write_bytes(content)
    assert run(app, ["precheck", "a.json"]) == 2
    assert said in capsys.readouterr().err


def test_doctor_finds_this_installation_fit(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(app, ["doctor", "--workspace", "w", "--json"]) == 0
    checks = json.loads(capsys.readouterr().out)
    assert {"polars", "workspace", "identity key", "settings"} <= {check["name"] for check in checks}
    assert all(check["ok"] for check in checks)


def test_doctor_names_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RINGWATCH_PROIR", "0.01")
    Path("w").mkdir()
    Path("w/identity.key").write_text("ab" * 32)
    Path("w/identity.key").chmod(0o644)
    assert run(app, ["doctor", "--workspace", "w"]) == 1
    out = capsys.readouterr().out
    assert "!!  Unknown environment variables RINGWATCH_PROIR" in out
    assert "chmod 600" in out
    assert out.count("!!") == 2


def results(folder: Path) -> dict[str, pl.DataFrame]:
    """Result files as a sweep leaves them."""
    frames = {
        "firms": pl.DataFrame(
            {"firm_id": ["A", "B"], "score": [0.9, 0.1], "families": [["place", "time"], []]}
        ),
        "rings": pl.DataFrame({"ring_id": ["r1"], "title_zh": ["同一电话，同一天"]}),
        "ring_members": pl.DataFrame({"ring_id": ["r1"], "firm_id": ["A"], "strength": [1.0]}),
        "findings": pl.DataFrame({"finding_id": ["f1"], "evidence": ['{"firms": ["A"]}']}),
        "rings_ended": pl.DataFrame({"ring_id": ["r0"], "firms": [5], "most_in": ["r1"], "moved": [4]}),
    }
    folder.mkdir()
    for name, frame in frames.items():
        frame.write_parquet(folder / f"{name}.parquet")
    return frames


def test_export_keeps_every_row_in_every_form(tmp_path: Path) -> None:
    frames = results(tmp_path / "out")
    for form in ("csv", "parquet", "jsonl"):
        assert run(app, ["export", "--from", "out", "--out", form, "--format", form]) == 0
    for name, frame in frames.items():
        assert pl.read_parquet(f"parquet/{name}.parquet").equals(frame)
        assert pl.read_ndjson(f"jsonl/{name}.jsonl").select(frame.columns).height == frame.height
        assert pl.read_csv(f"csv/{name}.csv").columns == frame.columns
    assert pl.read_csv("csv/firms.csv")["families"].to_list() == ["place;time", ""]
    assert Path("csv/rings.csv").read_bytes().startswith("﻿".encode())
    assert pl.read_csv("csv/rings.csv")["title_zh"].to_list() == ["同一电话，同一天"]


@pytest.mark.parametrize("damage", ["missing", "truncated"])
def test_export_of_what_no_sweep_wrote(damage: str, capsys: pytest.CaptureFixture[str]) -> None:
    results(Path("out"))
    file = Path("out/rings.parquet")
    file.unlink() if damage == "missing" else file.write_bytes(file.read_bytes()[:-9])
    assert run(app, ["export", "--from", "out", "--out", "to"]) == 2
    assert "rings.parquet is not there or is no Parquet file" in capsys.readouterr().err
    assert not Path("to").exists()


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_what_cannot_be_written_whole_is_not_there(form: str) -> None:
    """The system refuses to let a file grow, as a full disk does."""
    firms = pl.DataFrame({"firm_id": [f"{n * 2654435761 % 2**32}" for n in range(20_000)]})
    results(Path("out"))
    firms.with_columns(score=0.5, families=pl.lit([], pl.List(pl.String))).write_parquet("out/firms.parquet")
    Path("to").mkdir()
    Path(f"to/firms.{form}").write_text("what stood there")
    script = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000)); "
        "from cli import main; sys.argv = ['ringwatch', *sys.argv[1:]]; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "export", "--from", "out", "--out", "to", "--format", form],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "RINGWATCH_LANG": "en"},
    )
    assert done.returncode == 1
    assert "File too large; check the disk" in done.stderr
    assert Path(f"to/firms.{form}").read_text() == "what stood there"
    assert len(list(Path("to").iterdir())) == 1


def test_a_device_is_written_and_stays_one(capsys: pytest.CaptureFixture[str]) -> None:
    Path("pairs.csv").write_text("id,left,right\n1,福州青禾贸易有限公司,福州青禾\n")
    for device, code in (("/dev/null", 0), ("/dev/full", 1)):
        assert run(app, ["compare", "name", "pairs.csv", "--out", device]) == code
        assert Path(device).is_char_device()
    assert "No space left on device" in capsys.readouterr().err
    os.mkfifo("pipe")
    with subprocess.Popen(["cat", "pipe"], stdout=subprocess.PIPE) as reader:
        assert run(app, ["compare", "name", "pairs.csv", "--out", "pipe"]) == 0
        assert reader.communicate()[0].startswith(b"id,score")


def test_a_file_to_write_makes_no_folders(capsys: pytest.CaptureFixture[str]) -> None:
    Path("pairs.csv").write_text("id,left,right\n1,福州青禾贸易有限公司,福州青禾\n")
    assert run(app, ["compare", "name", "pairs.csv", "--out", "nowhere/x.csv"]) == 2
    assert "There is no folder" in capsys.readouterr().err
    assert not Path("nowhere").exists()


def test_serve_says_when_the_port_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    from bootstrap.terminal import bound_socket

    with bound_socket("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        assert run(app, ["serve", "--workspace", "w", "--port", str(port)]) == 2
    assert f"Cannot listen on 127.0.0.1:{port}" in capsys.readouterr().err
