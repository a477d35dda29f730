"""A sweep from register to result files: what they hold, and that they agree with one another."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from bootstrap.compose import open_store
from bootstrap.settings import Settings
from detectors.catalogue import DETECTORS
from graph.errors import InputError
from sweeps.run import sweep
from tests.sweeps.whole_way import Swept, copied, swept, table

TEXT, NUMBER, LIST = pl.String, pl.Float64, pl.List(pl.String)
# Design section 6, in its order; what this project adds stands behind.
COLUMNS: dict[str, dict[str, object]] = {
    "firms": {
        "firm_id": TEXT,
        "score": NUMBER,
        "one_hand": NUMBER,
        "grade": TEXT,
        "ring_id": TEXT,
        "rank": pl.Int32,
        "n_findings": pl.Int32,
        "families": LIST,
    },
    "rings": {
        "ring_id": TEXT,
        "score": NUMBER,
        "one_hand": NUMBER,
        "size": pl.Int32,
        "first_on": pl.Date,
        "last_on": pl.Date,
        "families": LIST,
        "title_zh": TEXT,
        "title_en": TEXT,
        "district": TEXT,
        "grade": TEXT,
        "hypothesis": TEXT,
        "runner_up": TEXT,
        "split_from": LIST,
        "merged_with": LIST,
        "one_operation_with": LIST,
    },
    "rings_ended": {"ring_id": TEXT, "firms": pl.Int32, "most_in": TEXT, "moved": pl.Int32},
    "ring_members": {"ring_id": TEXT, "firm_id": TEXT, "strength": pl.Float32},
    "findings": {
        "finding_id": TEXT,
        "detector": TEXT,
        "typology": TEXT,
        "family": TEXT,
        "subject_kind": TEXT,
        "subject_id": TEXT,
        "ring_id": TEXT,
        "severity": pl.Int8,
        "confidence": NUMBER,
        "surprise": NUMBER,
        "evidence": TEXT,
        "counter_evidence": TEXT,
        "reason_zh": TEXT,
        "reason_en": TEXT,
    },
}
NIGHT_STAGES = "ingest columns hubs detectors evidence rings scores results publish".split()


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_a_result_file_has_the_columns_others_read(night: Swept, name: str) -> None:
    schema = night.file(name).schema
    assert list(schema.items()) == list(COLUMNS[name].items())


def test_every_firm_has_one_row(night: Swept, city: Path) -> None:
    firms = night.file("firms")
    assert firms["firm_id"].to_list() == sorted(table(city, "firms")["firm_id"])
    assert firms["rank"].to_list() == firms["rank"].rank("min").to_list()
    labelled = pl.col("firm_id").is_in(table(city, "labels")["firm_id"].to_list())
    said = (pl.col("n_findings") > 0) | pl.col("ring_id").is_not_null() | labelled
    assert firms.filter(said)["rank"].is_unique().all()
    assert firms.filter(~said)["rank"].n_unique() == 1
    for column in ("score", "one_hand"):
        assert firms[column].is_between(0, 1).all()
    assert firms["score"].null_count() == 0
    assert set(firms["grade"]) <= set("ABCD")
    by_rank = firms.sort("rank")["score"].to_list()
    assert by_rank == sorted(by_rank, reverse=True)


def test_rings_members_and_firms_tell_the_same(night: Swept) -> None:
    firms, rings, members = night.file("firms"), night.file("rings"), night.file("ring_members")
    assert len(rings) > 3
    assert rings["ring_id"].is_unique().all()
    assert (
        members.group_by("ring_id")
        .len("size")
        .sort("ring_id")
        .equals(rings.select("ring_id", pl.col("size").cast(pl.get_index_type())).sort("ring_id"))
    )
    in_ring = firms.filter(pl.col("ring_id").is_not_null()).select("ring_id", "firm_id")
    assert in_ring.sort("firm_id").equals(members.select("ring_id", "firm_id").sort("firm_id"))
    assert firms.filter(pl.col("ring_id").is_null())["one_hand"].null_count() == len(firms) - len(members)
    assert members["strength"].is_between(0, 1).all()
    assert (rings["first_on"] <= rings["last_on"]).all()


def test_findings_name_their_detector_and_words(night: Swept) -> None:
    findings = night.file("findings")
    assert len(findings) > 5
    assert findings["finding_id"].is_unique().all()
    severity = {d.name: (d.severity, d.family.label, d.typologies[0]) for d in DETECTORS}
    told = findings.select("detector", "severity", "family", "typology").unique().rows()
    assert {name: tuple(rest) for name, *rest in told}.items() <= severity.items()
    unfilled = pl.any_horizontal(pl.col("reason_zh", "reason_en").str.contains(r"[{}]|\bnan\b|\bNone\b"))
    assert findings.filter(unfilled).is_empty()
    assert findings["counter_evidence"].str.json_decode(pl.List(pl.Struct({"zh": TEXT}))).null_count() == 0


def test_the_outcome_counts_what_the_files_hold(night: Swept) -> None:
    outcome = night.outcome
    assert (outcome.n_firms, outcome.n_rings, outcome.n_findings) == (
        len(night.file("firms")),
        len(night.file("rings")),
        len(night.file("findings")),
    )
    assert dict(night.file("firms")["grade"].value_counts().iter_rows()) == outcome.grades
    assert [stage.name for stage in outcome.stages] == NIGHT_STAGES
    assert all(stage.wall_s >= 0 and stage.cpu_s >= 0 and stage.rss_mb > 0 for stage in outcome.stages)


def test_what_is_published_is_what_the_files_say(night: Swept) -> None:
    view = open_store(Settings(workspace=night.workspace)).view()
    assert view.info.sweep_id == night.outcome.sweep_id
    rows = night.file("ring_members").select("ring_id", "firm_id").rows()
    assert sorted(view.ring_membership()) == sorted(rows)
    for firm_id, score in night.file("firms").select("firm_id", "score").head(20).iter_rows():
        firm = view.firm(firm_id)
        assert firm is not None
        assert firm.verdict.score == score


def test_progress_only_moves_forward(city: Path, tmp_path: Path) -> None:
    told: list[float] = []
    sweep(city, Settings(workspace=tmp_path), progress=lambda _words, share: told.append(share))
    assert told == sorted(told)
    assert len(told) > len(NIGHT_STAGES)
    assert told[-1] == 1.0


def test_without_a_source_the_snapshot_ingested_last_is_swept(city: Path, tmp_path: Path) -> None:
    first = swept(city, tmp_path)
    smaller = copied(city, tmp_path / "smaller", without=("ties",))
    second = swept(smaller, tmp_path)
    assert second.outcome.snapshot_id != first.outcome.snapshot_id
    again = swept(None, tmp_path)
    assert (again.outcome.snapshot_id, again.outcome.sweep_id) == (
        second.outcome.snapshot_id,
        second.outcome.sweep_id,
    )
    assert again.content() == second.content()


def test_without_a_source_or_a_snapshot_the_user_is_told_what_to_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="name the register extract"):
        sweep(None, Settings(workspace=tmp_path))


def test_rings_keep_their_ids_when_the_register_changes_a_little(
    night: Swept, city: Path, tmp_path: Path
) -> None:
    first = swept(city, tmp_path)
    changed = copied(city, tmp_path / "changed")
    firms, rings = table(city, "firms"), first.file("rings")
    outside = first.file("firms").filter(pl.col("ring_id").is_null())["firm_id"]
    gone = outside.head(3).to_list()
    new = firms.filter(pl.col("firm_id") == outside[10]).with_columns(
        firm_id=pl.lit("NEW0001"), name=pl.lit("新设测试贸易有限公司"), registered_on=pl.lit("2024-05-06")
    )
    pl.concat([firms.filter(~pl.col("firm_id").is_in(gone)), new]).write_csv(changed / "firms.csv")
    second = swept(changed, tmp_path)
    assert second.outcome.sweep_id != first.outcome.sweep_id
    before = set(first.file("ring_members").select("ring_id", "firm_id").rows())
    after = set(second.file("ring_members").select("ring_id", "firm_id").rows())
    assert len(before & after) >= 0.8 * len(before)
    strong = rings.filter(pl.col("score") > 0.5)["ring_id"]
    assert len(strong) > 2
    assert set(strong) <= set(second.file("rings")["ring_id"])
    assert first.file("rings_ended").is_empty()
    ended = set(second.file("rings_ended")["ring_id"])
    assert ended == set(rings["ring_id"]) - set(second.file("rings")["ring_id"])


def test_dates_and_ids_are_of_the_register_not_of_the_clock(night: Swept, city: Path) -> None:
    newest = max(table(city, "firms")["registered_on"].drop_nulls())
    assert night.file("rings")["last_on"].max() <= date.fromisoformat(newest)  # type: ignore[operator]
