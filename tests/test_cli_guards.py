"""What guards the answers: the identity key of the register, and what was not there to be judged."""

import json
from pathlib import Path
from shutil import copytree

import polars as pl
import pytest

from api.app import create_app
from bootstrap.command_line import run
from bootstrap.identity import KEY_FILE
from bootstrap.settings import load_settings
from cli import app
from graph.errors import WrongKey

OTHER = "another key of sixteen letters"


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a city, and the workspace in which it was swept."""
    folder = tmp_path_factory.mktemp("swept")
    made = ["demo", "--firms", "800", "--seed", "3", "--prevalence", "0.05", "--out", str(folder / "city")]
    assert run(app, made) == 0
    assert run(app, ["sweep", str(folder / "city"), "--workspace", str(folder / "w")]) == 0
    return folder


@pytest.fixture
def house(swept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy to spoil, and an application by somebody of the register."""
    monkeypatch.delenv("RINGWATCH_ID_KEY", raising=False)
    monkeypatch.setenv("RINGWATCH_LANG", "en")
    copytree(swept / "w", tmp_path / "w")
    roles = pl.read_csv(swept / "city" / "roles.csv", infer_schema_length=0)
    who = roles.filter(pl.col("person_id").str.len_chars() == 18).row(0, named=True)
    person = {"person_name": who["person_name"], "person_id": who["person_id"], "role": who["role"]}
    sent = {"firm": {"name": "福州测试贸易有限公司"}, "roles": [person]}
    (tmp_path / "a.json").write_text(json.dumps(sent))
    return tmp_path


def ask(house: Path, *command: str) -> int:
    return run(app, [*command, "--workspace", str(house / "w")])


@pytest.mark.parametrize("loss", ["another", "gone"])
def test_every_use_of_another_key_is_refused(
    house: Path, loss: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    application = str(house / "a.json")
    assert ask(house, "precheck", application) == 0
    assert ask(house, "doctor") == 0
    if loss == "another":
        monkeypatch.setenv("RINGWATCH_ID_KEY", OTHER)
    else:
        (house / "w" / KEY_FILE).unlink()
    capsys.readouterr()
    for command in (("precheck", application), ("sweep",), ("serve", "--port", "0")):
        assert ask(house, *command) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert "identity key" in err.splitlines()[-1]
        assert "restore" in err.splitlines()[-1]
    assert ask(house, "doctor") == 1
    assert "identity key" in next(line for line in capsys.readouterr().out.splitlines() if "!!" in line)
    with pytest.raises(WrongKey):
        create_app(load_settings(workspace=house / "w"))
    assert loss == "another" or not (house / "w" / KEY_FILE).exists()


def test_a_register_read_again_with_another_key_is_told_of_and_serves_with_that_key(
    swept: Path, house: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RINGWATCH_ID_KEY", OTHER)
    assert ask(house, "sweep", str(swept / "city")) == 0
    assert "identity key is not that of the snapshot before" in capsys.readouterr().out
    assert ask(house, "precheck", str(house / "a.json")) == 0
    assert ask(house, "doctor") == 0
    capsys.readouterr()
    assert ask(house, "sweep", str(swept / "city")) == 0
    assert "identity key" not in capsys.readouterr().out
    monkeypatch.delenv("RINGWATCH_ID_KEY")
    assert ask(house, "precheck", str(house / "a.json")) == 2


def test_a_sweep_accounts_for_the_rows_it_read(
    swept: Path, house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copytree(swept / "city", house / "city")
    with (house / "city" / "firms.csv").open("a") as firms:
        firms.write("BROKEN,too few\n")
    for command in ("sweep", "ingest"):
        assert ask(house, command, str(house / "city")) == 0
        out = capsys.readouterr().out
        assert "1 rejected" in out
        assert "rejects.parquet" in out
        assert "firms.csv, line 802: fewer fields than the header" in out


def test_an_almost_empty_application_is_told_what_was_not_assessed(
    house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (house / "a.json").write_text('{"firm": {"name": "\u7532"}}')
    assert ask(house, "precheck", str(house / "a.json")) == 0
    out = capsys.readouterr().out
    assert "firm.address: No address: the place was not assessed." in out
    assert ask(house, "precheck", str(house / "a.json"), "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert {remark["field"] for remark in answer["remarks"]} >= {"firm.address", "roles"}
    assert answer["decision"] == "PASS"
