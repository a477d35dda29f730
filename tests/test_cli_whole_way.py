"""From a synthetic city to answers, by the commands alone."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import polars as pl
import pytest

from bootstrap.command_line import run
from cli import app

SCRIPT = "import sys; from cli import main; sys.argv = ['ringwatch', *sys.argv[1:]]; main()"
FIRMS = 1500


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a city, a workspace in which it was swept, and the result files of the sweep."""
    folder = tmp_path_factory.mktemp("house")
    made = ["demo", "--firms", str(FIRMS), "--prevalence", "0.05", "--out", str(folder / "city")]
    assert run(app, made) == 0
    swept = ["sweep", str(folder / "city"), "--workspace", str(folder / "w"), "--out", str(folder / "out")]
    assert run(app, swept) == 0
    return folder


@pytest.fixture
def said(house: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command in the workspace that must succeed; what it printed."""

    def say(*arguments: str) -> str:
        code = run(app, [*arguments, "--workspace", str(house / "w")])
        printed = capsys.readouterr()
        assert code == 0, printed.err
        return printed.out

    return say


def first_ring(house: Path) -> str:
    return str(pl.read_parquet(house / "out" / "rings.parquet")["ring_id"][0])


def test_a_sweep_says_what_it_did_to_people_and_to_programs(house: Path, said: Any) -> None:
    again = said("sweep", "--lang", "en")
    assert f"{FIRMS:,} firms" in again
    assert "CPU-s" in again
    assert re.search("[一-鿿]", again) is None
    assert "CPU 秒" in said("sweep", "--lang", "zh")
    for_programs = json.loads(said("sweep", "--json"))
    assert for_programs["n_firms"] == FIRMS
    assert for_programs["sweep_id"] in again
    assert {"ingest", "detectors", "publish"} <= {stage["name"] for stage in for_programs["stages"]}


def test_an_ingest_accounts_for_every_row(house: Path, said: Any) -> None:
    report = json.loads(said("ingest", str(house / "city"), "--json"))["report"]
    firms = next(table for table in report["tables"] if table["table"] == "firms")
    assert firms["rows_in"] == firms["kept"] + sum(firms["rejected"].values()) == FIRMS


def test_a_ring_a_firm_and_a_finding_are_explained_in_both_languages(house: Path, said: Any) -> None:
    ring = first_ring(house)
    firm = str(pl.read_parquet(house / "out" / "ring_members.parquet")["firm_id"][0])
    finding = str(pl.read_parquet(house / "out" / "findings.parquet")["finding_id"][0])
    for an_id in (ring, firm, finding):
        told = {lang: said("explain", an_id, "--lang", lang) for lang in ("en", "zh")}
        assert "What speaks against it:" in told["en"]
        assert "相反的证据" in told["zh"]
        for line in told["en"].splitlines():  # what convicts is not told as an excuse
            if line.lstrip()[:1] in "+-":
                assert "explained by" not in line or "+" not in line.partition("[")[0]
                assert "_" not in line.partition("]")[0]
        assert an_id in json.loads(said("explain", an_id, "--json")).__str__()
    for_programs = json.loads(said("explain", firm, "--json"))
    assert for_programs["findings"]
    for found in for_programs["findings"]:
        assert f"{found['finding_id']}  {found['typology']}  {found['reason']['en']}" in said(
            "explain", firm, "--lang", "en"
        )
    other = json.loads(said("explain", ring, "--json"))["runner_up_words"]
    assert other["zh"] in said("explain", ring, "--lang", "zh")
    code = for_programs["verdict"]["decision"]
    zh = {"PASS": "通过", "ENHANCED_CHECK": "加强核验", "SUPERVISOR_REVIEW": "主管复核"}[code]
    assert f"{zh} ({code})" in said("explain", firm, "--lang", "zh")
    assert f"{code.lower().replace('_', ' ')} ({code})" in said("explain", firm, "--lang", "en")


def test_a_shortlist_holds_as_many_rings_as_there_is_time_for(house: Path, said: Any) -> None:
    told = json.loads(said("rank", "--capacity", "2", "--json"))
    assert len(told["rings"]) == 2
    assert told["rings"][0]["score"] >= told["rings"][1]["score"]
    for lang, words in (("en", "are expected to be true"), ("zh", "个属实")):
        lines = said("rank", "--capacity", "2", "--lang", lang).splitlines()
        rings = [line.split()[0] for line in lines if line.startswith("R")]
        assert rings == [ring["ring_id"] for ring in told["rings"]]
        assert any(words in line for line in lines)


def test_two_firms_of_one_phone_are_related_in_both_languages(house: Path, said: Any) -> None:
    phones = pl.read_csv(house / "city" / "contacts.csv", infer_schema=False).filter(
        pl.col("kind") == "phone"
    )
    of_two = phones.group_by("value").agg(pl.col("firm_id").unique().sort()).sort("value")
    a, b = next(firms for firms in of_two["firm_id"].to_list() if len(firms) == 2)
    told = json.loads(said("related", a, b, "--json"))
    assert told["items"]
    for way in told["items"]:
        assert (way["nodes"][0]["id"], way["nodes"][-1]["id"]) == (a, b)
    shown = {lang: said("related", a, b, "--lang", lang) for lang in ("en", "zh")}
    for node in told["items"][0]["nodes"]:
        assert all(node["label"] in text for text in shown.values())
    assert f"{told['items'][0]['nodes'][1]['degree']} firms" in shown["en"]
    assert f"{told['items'][0]['nodes'][1]['degree']} 户" in shown["zh"]


def test_relating_an_unknown_firm_is_bad_input(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(app, ["related", "F0", "F1", "--workspace", str(house / "w"), "--lang", "en"]) == 2
    told = capsys.readouterr().err
    assert "lacks one of these two firms" in told
    assert "F0" not in told


def test_an_unknown_id_is_bad_input(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(app, ["explain", "R0", "--workspace", str(house / "w"), "--lang", "en"]) == 2
    told = capsys.readouterr().err
    assert "No ring, firm or finding" in told
    assert "R0" not in told  # it may be a person's


def test_nothing_published_yet_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["explain", "R0"], ["export", "--out", str(tmp_path / "to")]):
        assert run(app, [*command, "--workspace", str(tmp_path), "--lang", "en"]) == 1
        assert "Nothing has been published" in capsys.readouterr().err


def test_an_export_of_what_is_published_holds_what_the_sweep_wrote(house: Path, said: Any) -> None:
    said("export", "--out", str(house / "exported"), "--format", "parquet")
    for name in ("firms", "rings", "ring_members", "findings"):
        exported = pl.read_parquet(house / "exported" / f"{name}.parquet")
        assert exported.equals(pl.read_parquet(house / "out" / f"{name}.parquet"))


def test_a_wrong_field_of_an_application_is_named(
    house: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.json").write_text('{"firm": {"name": "x", "capital": -1}}')
    asked = ["precheck", str(tmp_path / "a.json"), "--workspace", str(house / "w"), "--lang", "en"]
    assert run(app, asked) == 2
    assert "field firm.capital must be at least 0" in capsys.readouterr().err


@pytest.mark.parametrize("damage", ["empty folder", "no such folder", "empty file"])
def test_a_source_that_is_no_register(
    damage: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "source"
    if damage == "empty folder":
        source.mkdir()
    elif damage == "empty file":
        source.mkdir()
        (source / "firms.csv").touch()
    assert run(app, ["sweep", str(source), "--workspace", str(tmp_path / "w"), "--lang", "en"]) == 2
    err = capsys.readouterr().err
    assert err.startswith("ringwatch: ")
    assert "Traceback" not in err


@pytest.fixture
def served(house: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A running `ringwatch serve` and its address."""
    command = [sys.executable, "-c", SCRIPT, "serve", "--workspace", str(house / "w"), "--port", "0"]
    environment = {**os.environ, "RINGWATCH_LANG": "en", "RINGWATCH_LOG_FORMAT": "json"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("Serving at http://127.0.0.1:")
        yield process, line.split()[2]
        process.kill()


def test_serve_answers_and_ctrl_c_is_a_clean_end(
    house: Path, served: tuple[subprocess.Popen[str], str]
) -> None:
    process, address = served
    rings = httpx.get(f"{address}/v1/rings", timeout=30).raise_for_status().json()
    assert rings["items"][0]["ring_id"] == first_ring(house)
    assert "text/html" in httpx.get(address).headers["content-type"]
    httpx.get(f"{address}/v1/search", params={"q": "secret words"})
    process.send_signal(signal.SIGINT)
    _, log = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "secret" not in log
    assert all(json.loads(line)["event"] for line in log.splitlines())


def test_every_wrong_field_of_an_application_is_told_at_once(
    house: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sent = {"firm": {"nam": "福州测试贸易有限公司"}, "roles": [{"role": "boss"}]}
    (tmp_path / "asked.json").write_text(json.dumps(sent, ensure_ascii=False), encoding="utf-8")
    command = ["precheck", str(tmp_path / "asked.json"), "--workspace", str(house / "w")]
    for lang, words in (("en", "is required"), ("zh", "缺少必填项")):
        assert run(app, [*command, "--lang", lang]) == 2
        told = capsys.readouterr().err
        assert words in told
        for field in ("firm.name", "firm.nam", "roles.0.person_name", "roles.0.role"):
            assert field in told
