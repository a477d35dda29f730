"""`ringwatch learn` and `rank` on a real register: decisions in, a model out, one score for all."""

import json
import shutil
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner

from bootstrap.compose import open_store
from bootstrap.desk import precheck
from bootstrap.model import serving
from bootstrap.settings import Settings
from cli import app
from fixtures.city import write_city
from graph.errors import InputError
from sweeps.decisions import read_decisions
from sweeps.learning import learn
from sweeps.run import sweep


@dataclass(frozen=True)
class Town:
    """A city without labels, swept once, and decisions on the firms of its rings."""

    settings: Settings
    firms: pl.DataFrame
    truth: pl.DataFrame


@pytest.fixture(scope="module")
def unlabelled(tmp_path_factory: pytest.TempPathFactory) -> Town:
    folder = tmp_path_factory.mktemp("unlabelled")
    write_city(folder, firms=1500, seed=1, prevalence=0.08, habit="office_blocks")
    (folder / "labels.csv").unlink()
    settings = Settings(workspace=folder / "w")
    sweep(folder, settings, out=folder / "out")
    truth = pl.read_csv(folder / "truth" / "firms.csv", infer_schema_length=0)
    return Town(settings, pl.read_parquet(folder / "out" / "firms.parquet"), truth)


@pytest.fixture
def town(unlabelled: Town, tmp_path: Path) -> Town:
    """A copy that a test may change."""
    shutil.copytree(unlabelled.settings.workspace, tmp_path / "w")
    return Town(Settings(workspace=tmp_path / "w"), unlabelled.firms, unlabelled.truth)


def decisions(town: Town, path: Path, *, wrong: bool = False) -> Path:
    """All firms with something said of them, as they are; with `wrong`, all cleared but every third
    ring."""
    said = town.firms.filter((pl.col("score") > 0.02) | pl.col("ring_id").is_not_null())
    fake = pl.col("fake") == "true"
    if wrong:
        fake = (pl.col("ring_id").rank("dense") % 3 == 0).fill_null(False)
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


@pytest.mark.parametrize(
    ("kind", "en", "zh"),
    [
        ("no rings", "decisions are on members of 0 rings", "已有决定的团伙只有 0 个"),
        ("inverted", "run against the evidence", "决定与证据相反"),
    ],
)
def test_decisions_that_teach_nothing_sound_replace_nothing(
    town: Town, tmp_path: Path, kind: str, en: str, zh: str
) -> None:
    by_score = town.firms.sort("score", descending=True)
    if kind == "no rings":
        firms = by_score.filter(pl.col("ring_id").is_null()).head(20)
        true = pl.int_range(pl.len()) % 2 == 0
    else:
        firms = pl.concat([by_score.head(100), by_score.tail(100)])
        true = pl.int_range(pl.len()) >= 100
    label = pl.when(true).then(pl.lit("confirmed_fake")).otherwise(pl.lit("cleared")).alias("label")
    path = tmp_path / "d.csv"
    firms.select("firm_id", label).write_csv(path)
    done = learn(town.settings, path)
    assert not done.replaced
    assert en in done.why.en
    assert zh in done.why.zh


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
        ("firm_id,label,decided_on\nx,guilty,\n,cleared,\n", "line 2: label, line 3: firm_id"),
        ("firm_id,label,decided_on\nx,cleared,43525\ny,cleared,2019-03-01\n", "line 2: decided_on"),
        ("firm_id,label\n" + "x,guilty\n" * 12, "line 11: label and 2 more"),
        ("firm_id,label\n", "0 rows"),
    ],
)
def test_bad_decisions_are_told_by_line(town: Town, tmp_path: Path, text: str, named: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(text)
    with pytest.raises(InputError, match=named):
        learn(town.settings, path)


@pytest.mark.parametrize(
    "days", [("2019.3.1", "2019年3月2日"), ("2019/3/1", "20190302"), ("43525", "43526.0")]
)
def test_days_are_read_as_a_register_or_a_spreadsheet_writes_them(
    tmp_path: Path, days: tuple[str, str]
) -> None:
    path = tmp_path / "d.csv"
    path.write_text("firm_id,label,decided_on\n" + "".join(f"x,cleared,{day}\n" for day in days))
    assert read_decisions(path)["decided_on"].to_list() == [date(2019, 3, 1), date(2019, 3, 2)]


@pytest.mark.parametrize("text", ["version = ", "[calibration]\nrings = [[1, 2], [2, 1]]\n", "x = 1\n"])
def test_a_model_that_cannot_be_read_is_told_before_the_run(town: Town, tmp_path: Path, text: str) -> None:
    (town.settings.workspace / "models").mkdir()
    (town.settings.workspace / "models" / "0007.toml").write_text(text)
    with pytest.raises(InputError, match=r"0007\.toml"):
        sweep(None, town.settings)


def test_the_command_line_ranks_by_capacity_and_tells_of_learning(town: Town, tmp_path: Path) -> None:
    path = decisions(town, tmp_path / "d.csv")
    where = ["--workspace", str(town.settings.workspace), "--lang", "en"]
    ranked = CliRunner().invoke(app, ["rank", "--capacity", "3", "--json", *where])
    assert ranked.exit_code == 0, ranked.output
    answer = json.loads(ranked.stdout)
    scores = [ring["score"] for ring in answer["rings"]]
    assert len(scores) == 3
    assert scores == sorted(scores, reverse=True)
    law = answer["true_rings"]
    assert 0 <= law["low"] <= law["high"] <= 3
    assert 0 <= law["expected"] <= 3
    assert "are expected to be true" in CliRunner().invoke(app, ["rank", *where]).output
    learned = CliRunner().invoke(app, ["learn", str(path), *where])
    assert learned.exit_code == 0, learned.output
    assert "held-out cases" in learned.output


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


def told(town: Town, *arguments: str, lang: str = "en") -> str:
    """What a command says that must succeed in the town's workspace."""
    where = ["--workspace", str(town.settings.workspace)]
    done = CliRunner().invoke(app, [*arguments, *where, *(["--lang", lang] if lang else [])])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_rank_leaves_out_what_is_decided_and_says_so(town: Town, tmp_path: Path) -> None:
    before = json.loads(told(town, "rank", "--capacity", "1000", "--json"))
    first, *rest = [ring["ring_id"] for ring in before["rings"]]
    assert before["decided"] == 0
    members = town.firms.filter(pl.col("ring_id") == first)["firm_id"].to_list()

    def after(decided: list[str]) -> dict[str, Any]:
        path = tmp_path / "d.csv"
        path.write_text("firm_id,label\n" + "".join(f"{firm},cleared\n" for firm in decided))
        told(town, "learn", str(path))
        answer: dict[str, Any] = json.loads(told(town, "rank", "--capacity", "1000", "--json"))
        return answer

    few = after(members[: (len(members) - 1) // 2])
    assert [ring["ring_id"] for ring in few["rings"]] == [first, *rest]
    most = after(members[(len(members) - 1) // 2 :])  # those decided before are remembered
    assert ([ring["ring_id"] for ring in most["rings"]], most["decided"]) == (rest, 1)
    assert most["listed"] == before["listed"]
    assert most["true_rings"]["expected"] <= before["true_rings"]["expected"]
    assert "1 ring decided already, left out." in told(town, "rank")
    assert "1 个团伙已有决定，未列入。" in told(town, "rank", lang="zh")
    assert len(told(town, "rank", "--capacity", "2").splitlines()) == 4


def test_rank_knows_the_decisions_of_the_register(city: Path, tmp_path: Path) -> None:
    settings = Settings(workspace=tmp_path / "w")
    shutil.copytree(city, tmp_path / "city")
    swept = sweep(tmp_path / "city", settings, out=tmp_path / "out")
    firms = pl.read_parquet(tmp_path / "out" / "firms.parquet")
    ring = firms.drop_nulls("ring_id").sort("rank")["ring_id"][0]
    members = firms.filter(pl.col("ring_id") == ring)["firm_id"]
    pl.DataFrame({"firm_id": members, "label": "confirmed_fake", "decided_on": "2024-05-01"}).write_csv(
        tmp_path / "city" / "labels.csv"
    )
    town = Town(settings, firms, firms)
    assert sweep(tmp_path / "city", settings).sweep_id != swept.sweep_id
    answer = json.loads(told(town, "rank", "--capacity", "1000", "--json"))
    assert answer["decided"] >= 1
    assert ring not in [one["ring_id"] for one in answer["rings"]]


def test_an_accepted_combination_is_a_reason_to_look_from_the_next_sweep_on(
    town: Town, tmp_path: Path
) -> None:
    taken = town.settings.workspace / "combinations.toml"
    told(town, "learn", str(decisions(town, tmp_path / "d.csv")), "--propose", str(taken))
    shutil.rmtree(town.settings.workspace / "models", ignore_errors=True)  # to see this effect alone
    before = json.loads(told(town, "sweep", "--json", "--out", str(tmp_path / "before")))
    proposed = tomllib.loads(taken.read_text(encoding="utf-8"))["combination"]
    assert all(0 < one["lift_low"] < one["lift"] for one in proposed)
    taken.write_text(taken.read_text(encoding="utf-8").replace("accepted = false", "accepted = true"))
    after = json.loads(told(town, "sweep", "--json", "--out", str(tmp_path / "after")))
    assert after["sweep_id"] != before["sweep_id"]
    findings = pl.read_parquet(tmp_path / "after" / "findings.parquet")
    found = findings.filter(pl.col("detector").str.starts_with("combination:"))
    by_name = {"combination:" + "+".join(one["facts"]): one for one in proposed}
    assert dict(found["detector"].value_counts().iter_rows()) == {k: v["firms"] for k, v in by_name.items()}
    was, now = (pl.read_parquet(tmp_path / night / "firms.parquet") for night in ("before", "after"))
    both = now.join(was, on="firm_id", suffix="_was")
    assert both.filter((pl.col("score") - pl.col("score_was")).abs() > 1e-12).is_empty()  # a reason to look
    more = both.filter(pl.col("n_findings") > pl.col("n_findings_was"))
    assert set(more["firm_id"]) == set(found["subject_id"])
    one = found.sort("finding_id").row(0, named=True)
    said = by_name[one["detector"]]
    for lang, share in (("en", "of the confirmed cases show them"), ("zh", "的已认定案件有此组合")):
        for told_of in (
            told(town, "explain", one["finding_id"], lang=lang),
            told(town, "explain", one["subject_id"], lang=lang),
        ):
            assert share in told_of
            assert f"{said['support']:.0%}" in told_of
            assert f"{said['lift']:.1f}" in told_of
    store = open_store(town.settings)
    for firm in more.iter_rows(named=True):
        answer = precheck(store, {"firm_id": firm["firm_id"]}, today=date(2025, 1, 1), id_key=b"secret")
        assert answer.score == pytest.approx(firm["score"], rel=0, abs=1e-9)
    told(town, "learn", "--propose", str(taken))  # what is accepted stays
    again = tomllib.loads(taken.read_text(encoding="utf-8"))["combination"]
    assert [one["facts"] for one in again if one["accepted"]] == sorted(one["facts"] for one in proposed)


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        ('facts = ["shared_phone", "moonshine"]\naccepted = true', "facts"),
        ('facts = ["shared_phone"]\naccepted = true', "facts"),
        ('facts = ["shared_phone", "burst"]\naccepted = "yes"', "accepted"),
        ('facts = ["shared_phone", "burst"]\naccepted = true\nsupport = 0.5\nlift = 4', "lift_low"),
        (
            'facts = ["shared_phone", "burst"]\naccepted = true\nsupport = 2\nlift = 4\nlift_low = 3',
            "support",
        ),
        (
            'facts = ["shared_phone", "burst"]\naccepted = true\nsupport = 1\nlift = 4\nlift_low = 5',
            "lift_low",
        ),
        ('facts = ["shared_phone"', "TOML"),
    ],
)
def test_a_combination_that_cannot_be_used_is_told(town: Town, entry: str, field: str) -> None:
    (town.settings.workspace / "combinations.toml").write_text(f"[[combination]]\n{entry}\n")
    with pytest.raises(InputError, match=field):
        sweep(None, town.settings)
