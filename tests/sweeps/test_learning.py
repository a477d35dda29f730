"""`ringwatch learn` and `rank` on a real register: decisions in, a model out, one score for all."""

import json
import shutil
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from bootstrap.compose import open_store
from bootstrap.desk import precheck
from bootstrap.model import serving
from bootstrap.settings import Settings
from cli import app
from graph.errors import InputError
from sweeps.learning import learn
from sweeps.run import sweep


@dataclass(frozen=True)
class Town:
    """A city without labels, swept once, and decisions on the firms of its rings."""

    settings: Settings
    firms: pl.DataFrame
    truth: pl.DataFrame


@pytest.fixture(scope="module")
def unlabelled(city: Path, tmp_path_factory: pytest.TempPathFactory) -> Town:
    folder = tmp_path_factory.mktemp("unlabelled")
    for table in city.glob("*.csv"):
        if table.stem != "labels":
            shutil.copy(table, folder)
    settings = Settings(workspace=folder / "w")
    sweep(folder, settings, out=folder / "out")
    truth = pl.read_csv(city / "truth" / "firms.csv", infer_schema_length=0)
    return Town(settings, pl.read_parquet(folder / "out" / "firms.parquet"), truth)


@pytest.fixture
def town(unlabelled: Town, tmp_path: Path) -> Town:
    """A copy that a test may change."""
    shutil.copytree(unlabelled.settings.workspace, tmp_path / "w")
    return Town(Settings(workspace=tmp_path / "w"), unlabelled.firms, unlabelled.truth)


def decisions(town: Town, path: Path, *, wrong: bool = False) -> Path:
    """All firms with something said of them, as they are; with `wrong`, nine in ten cleared."""
    said = town.firms.filter((pl.col("score") > 0.02) | pl.col("ring_id").is_not_null())
    fake = pl.col("fake") == "true"
    if wrong:
        fake = pl.int_range(pl.len()) % 10 == 0
    table = said.join(town.truth, on="firm_id").select(
        "firm_id",
        pl.when(fake).then(pl.lit("confirmed_fake")).otherwise(pl.lit("cleared")).alias("label"),
        pl.lit("2024-05-01").alias("decided_on"),
    )
    table.write_csv(path)
    return path


def test_decisions_change_what_scores_mean_in_sweep_and_desk_alike(town: Town, tmp_path: Path) -> None:
    done = learn(town.settings, decisions(town, tmp_path / "d.csv", wrong=True))
    assert done.replaced
    assert done.serving is not None
    assert done.candidate is not None
    assert done.candidate.log_loss < done.serving.log_loss
    assert serving(town.settings.workspace).version == 1
    sweep(None, town.settings, out=tmp_path / "out")
    after = pl.read_parquet(tmp_path / "out" / "firms.parquet")
    both = town.firms.join(after, on="firm_id", suffix="_after")
    changed = both.filter((pl.col("score") - pl.col("score_after")).abs() > 0.05)
    assert len(changed) > 10
    quiet = both.filter(pl.col("ring_id").is_null() & (pl.col("n_findings") == 0))
    assert quiet.select((pl.col("score") - pl.col("score_after")).abs().max()).item() < 1e-6
    store = open_store(town.settings)
    for firm in changed.head(12).iter_rows(named=True):
        answer = precheck(store, {"firm_id": firm["firm_id"]}, today=date(2025, 1, 1), id_key=b"secret")
        assert answer.score == pytest.approx(firm["score_after"], rel=0, abs=1e-9)
        assert answer.grade == firm["grade_after"]


def test_a_candidate_that_is_no_better_does_not_replace(town: Town, tmp_path: Path) -> None:
    path = decisions(town, tmp_path / "d.csv", wrong=True)
    assert learn(town.settings, path).replaced
    again = learn(town.settings, path)
    assert not again.replaced
    assert again.version == 1
    assert "stays" in again.why.en
    assert "未替换" in again.why.zh
    assert [f.name for f in sorted((town.settings.workspace / "models").iterdir())] == ["0001.toml"]


def test_too_few_decisions_leave_the_stated_prior(town: Town, tmp_path: Path) -> None:
    assert not learn(town.settings).replaced  # no labels at all
    few = tmp_path / "few.csv"
    rows = town.firms["firm_id"].head(3).to_list()
    few.write_text("firm_id,label\n" + "".join(f"{r},cleared\n" for r in rows) + "nobody,cleared\n")
    done = learn(town.settings, few)
    assert (done.cases, done.unknown, done.replaced) == (3, 1, False)
    assert "0.005" in done.why.en


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("firm,label\nx,cleared\n", "firm_id"),
        ("firm_id,label\nx,cleared\ny,guilty\n", "line 3: label"),
        ("firm_id,label,decided_on\nx,cleared,yesterday\n", "line 2: decided_on"),
    ],
)
def test_bad_decisions_are_told_by_line(town: Town, tmp_path: Path, text: str, named: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(text)
    with pytest.raises(InputError, match=named):
        learn(town.settings, path)


@pytest.mark.parametrize("text", ["version = ", "[calibration]\nrings = [[1, 2], [2, 1]]\n", "x = 1\n"])
def test_a_model_that_cannot_be_read_is_told_before_the_run(town: Town, tmp_path: Path, text: str) -> None:
    (town.settings.workspace / "models").mkdir()
    (town.settings.workspace / "models" / "0007.toml").write_text(text)
    with pytest.raises(InputError, match=r"0007\.toml"):
        sweep(None, town.settings)


def test_the_command_line_tells_of_learning_and_ranks_by_capacity(town: Town, tmp_path: Path) -> None:
    path = decisions(town, tmp_path / "d.csv")
    where = ["--workspace", str(town.settings.workspace), "--lang", "en"]
    told = CliRunner().invoke(app, ["learn", str(path), *where])
    assert told.exit_code == 0, told.output
    assert "held-out cases" in told.output
    ranked = CliRunner().invoke(app, ["rank", "--capacity", "3", "--json", *where])
    assert ranked.exit_code == 0, ranked.output
    answer = json.loads(ranked.stdout)
    scores = [ring["score"] for ring in answer["rings"]]
    assert len(scores) == 3
    assert scores == sorted(scores, reverse=True)
    law = answer["true_rings"]
    assert 0 <= law["low"] <= law["expected"] <= law["high"] <= 3
    assert "are expected to be true" in CliRunner().invoke(app, ["rank", *where]).output


def test_proposals_are_for_a_person_and_change_nothing(town: Town, tmp_path: Path) -> None:
    path, said = decisions(town, tmp_path / "d.csv"), tmp_path / "proposals.toml"
    done = learn(town.settings, path, propose=said)
    assert done.challenger is not None
    assert 0 <= done.challenger.brier <= 1
    told = tomllib.loads(said.read_text(encoding="utf-8"))
    assert told["combination"]
    for one in told["combination"]:
        assert len(one["facts"]) >= 2
        assert one["accepted"] is False
        assert one["lift"] >= 3
        assert one["confirmed"] + one["cleared"] + one["new"] <= one["firms"]
    decided = set(pl.read_csv(path)["firm_id"])
    assert not decided & {one["firm_id"] for one in told.get("look", [])}
    first = said.read_bytes()
    learn(town.settings, path, propose=said)
    assert said.read_bytes() == first
