"""What is published of a judgement: whole sentences in both languages, sums that add up, stable ids."""

import json
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import polars as pl
import pytest

from detectors.judge import Judgement
from detectors.results import Names, tables
from detectors.results.rings import ONE_HAND
from detectors.results.rings import SPEAKS as LEAST_TOLD
from detectors.results.verdicts import SPEAKS
from detectors.rings.features import Feature
from detectors.rings.hypotheses import HYPOTHESES
from detectors.rings.peers import Comparison
from detectors.scoring import CLEARED
from detectors.words import (
    CONTRARY,
    EPOCH,
    FEATURES,
    LOOK_ALIKES,
    compared,
    counted,
    counted_against,
    counted_unlike,
    day,
)
from graph.model import HubKind, KeyKind
from graph.published import RESULTS
from graph.slice import NO_DAY
from tests.detectors.registers import START
from tests.detectors.stories import RINGS, TWINS, Town, quick_batch, stolen_identities, town

Tables = dict[str, pl.DataFrame]


def published(story: Town, previous: pl.DataFrame | None = None) -> tuple[Judgement, Tables]:
    """The result tables of a town, its firms and keys called by their own names."""
    judged = story.judged().judgement
    districts = sorted({firm.district for firm in story.firms if firm.district})
    names = Names(
        pl.Series(story.names),
        pl.Series([f"{KeyKind(kind).name}:{value}" for kind, value in story.keys]),
        pl.Series([int(kind) for kind, _ in story.keys]),
        {"district": districts},
    )
    return judged, tables(judged, names, previous)


@pytest.fixture(scope="module")
def sweep() -> tuple[Judgement, Tables]:
    """Everything there is to say: every ring and twin, labels, a declared host, a barred person."""
    full = town(400)
    for story in RINGS + TWINS:
        story(full)
    for firm in full.firms:
        firm.label = {"quick 01": 1, "quick 03": -1}.get(firm.name, 0)
    full.hubs[KeyKind.ROOM, "hosting room"] = HubKind.HOSTING_ADDRESS
    full.add("barred", 100, representative="barred person")
    full.event("barred", "revoked", 300)
    full.add("barred again", 400, representative="barred person")
    return published(full)


def spoken(sheets: Tables) -> Iterator[tuple[str, str, str]]:
    """(where, Chinese, English) of everything that a user reads."""
    for name, frame in sheets.items():
        for column in frame.columns:
            if column.endswith("_zh"):
                stem = column.removesuffix("_zh")
                for zh, en in zip(frame[column], frame[f"{stem}_en"], strict=True):
                    yield f"{name}.{stem}", zh, en
    listed = ("reasons", "counter_evidence", "cleared_by", "next_steps")
    for name in ("rings", "verdicts", "findings", "detectors"):
        for column in set(listed) & set(sheets[name].columns):
            for text in sheets[name][column].drop_nulls():
                for item in json.loads(text):
                    yield f"{name}.{column}", item["zh"], item["en"]


def test_every_table_has_the_columns_it_promises(sweep: tuple[Judgement, Tables]) -> None:
    judged, sheets = sweep
    assert set(sheets) == set(RESULTS)
    for name, schema in RESULTS.items():
        assert set(schema) <= set(sheets[name].columns), name
        assert len(sheets[name]) > 0, name
    assert len(sheets["verdicts"]) == len(judged.register.firms)


def test_every_sentence_is_whole_and_in_both_languages(sweep: tuple[Judgement, Tables]) -> None:
    seen: set[str] = set()
    for where, zh, en in spoken(sweep[1]):
        seen.add(where)
        assert re.search(r"[\u4e00-\u9fff]", zh), f"{where}: {zh}"
        assert re.search(r"[A-Za-z]", en), f"{where}: {en}"
        assert not re.search(r"[\u4e00-\u9fff]", en), f"{where}: {en}"
        for text in (zh, en):
            assert not set(text) & set("{}"), f"{where}: {text}"
            assert not re.search(r"\b(nan|None|inf|np\.\w+)\b", text), f"{where}: {text}"
    assert {
        "findings.reason",
        "rings.title",
        "rings.counter_evidence",
        "verdicts.reasons",
        "hubs.why",
    } <= seen


def test_a_sentence_is_said_once(sweep: tuple[Judgement, Tables]) -> None:
    for name in ("rings", "verdicts"):
        for text in sweep[1][name]["cleared_by"].drop_nulls():
            said = [(item["zh"], item["en"]) for item in json.loads(text)]
            assert len(said) == len(set(said))


def test_a_firms_reasons_add_up_to_its_score(sweep: tuple[Judgement, Tables]) -> None:
    verdicts = sweep[1]["verdicts"].filter(pl.col("reasons").is_not_null())
    assert len(verdicts) > 80
    for score, speaks, against in verdicts.select("score", "reasons", "counter_evidence").iter_rows():
        total = sum(item["contribution"] for item in json.loads(speaks) + json.loads(against))
        assert total == pytest.approx(np.log(score / (1 - score)), abs=SPEAKS + 0.01)


def test_a_rings_reasons_and_what_speaks_against_it_add_up_to_its_score(
    sweep: tuple[Judgement, Tables],
) -> None:
    judged, sheets = sweep
    for i, row in enumerate(sheets["rings"].iter_rows(named=True)):
        said = json.loads(row["reasons"]) + json.loads(row["counter_evidence"])
        told = sum(item["contribution"] for item in said if item.get("code") != ONE_HAND)
        assert len({item["en"] for item in said}) == len(said), "no fact is told twice"
        nats = judged.rings.by_feature[i]
        untold = nats[np.abs(nats) < LEAST_TOLD].sum()
        assert told + untold == pytest.approx(np.log(row["score"] / (1 - row["score"])), abs=0.02)
        assert json.loads(row["reasons"])
        assert json.loads(row["counter_evidence"])
        assert json.loads(row["next_steps"])
        assert len(row["families"]) >= 2
        assert row["hypothesis"] != row["runner_up"]
        assert {row["hypothesis"], row["runner_up"]} <= {h.name for h in HYPOTHESES}
        assert str(row["size"]) in row["title_zh"]
        assert str(row["size"]) in row["title_en"]
    assert sheets["rings"]["rank"].to_list() == list(range(1, len(judged.rings) + 1))
    assert sheets["rings"]["ring_id"].is_unique().all()


def test_members_edges_and_hubs_are_of_their_ring(sweep: tuple[Judgement, Tables]) -> None:
    sheets = sweep[1]
    members = sheets["ring_members"]
    assert members["firm"].is_unique().all()
    assert members.group_by("ring").len().sort("ring")["len"].to_list() == sheets["rings"]["size"].to_list()
    of = dict(members.select("firm", "ring").iter_rows())
    for ring, a, b, kinds in sheets["ring_edges"].select("ring", "a", "b", "kinds").iter_rows():
        assert a < b
        assert of[a] == of[b] == ring
        assert kinds
    verdicts = sheets["verdicts"].with_row_index("firm")
    assert {firm: ring for firm, ring in verdicts.select("firm", "ring").iter_rows() if ring >= 0} == of
    assert sheets["ring_hubs"]["members"].min() >= 2  # type: ignore[operator]


def test_findings_show_their_records(sweep: tuple[Judgement, Tables]) -> None:
    sheets = sweep[1]
    findings = sheets["findings"]
    assert findings["finding_id"].is_unique().all()
    sizes = sheets["finding_firms"].group_by("finding").len().sort("finding")["len"].to_list()
    for row, size in zip(findings.iter_rows(named=True), sizes, strict=True):
        evidence: dict[str, Any] = json.loads(row["evidence"])
        assert evidence["firms_total"] == size
        assert evidence["firms"]
        for item in json.loads(row["counter_evidence"]):
            assert item["code"] in LOOK_ALIKES
        assert all(isinstance(value, str) for name, value in evidence.items() if name.endswith("_on"))
    assert set(findings["detector"]) <= set(sheets["detectors"]["detector"])


def test_a_clearance_is_told_as_counter_evidence(sweep: tuple[Judgement, Tables]) -> None:
    judged, sheets = sweep
    cleared = int(np.flatnonzero(judged.register.firms.label == -1)[0])
    against = json.loads(sheets["verdicts"]["counter_evidence"][cleared])
    assert [item["contribution"] for item in against if item["family"] == "label"] == [CLEARED]


def test_a_finding_keeps_its_id_when_a_firm_joins_the_group() -> None:
    def found(more: bool) -> set[str]:
        story = town(200)
        quick_batch(story)
        for i in range(6):
            story.add(f"caller {i}", 500 + i, phone="one phone")
        if more:
            story.add("caller who came later", 700, phone="one phone")
        rows = published(story)[1]["findings"]
        return set(rows.filter(pl.col("subject_id") == "PHONE:one phone")["finding_id"])

    assert found(more=False)
    assert found(more=False) <= found(more=True)


def test_a_ring_keeps_its_id_from_night_to_night_and_names_what_it_came_from() -> None:
    story = town(200)
    quick_batch(story)
    first = published(story)[1]
    members = first["ring_members"].select(
        ring_id=pl.lit(first["rings"]["ring_id"][0]),
        firm_id=pl.Series(story.names).gather(first["ring_members"]["firm"]),
    )
    for name in ("quick 00", "quick 07"):  # the ring changes, its anchor with it
        next(firm for firm in story.firms if firm.name == name).day = 900
        story.links = [link for link in story.links if link.firm != name]
    fresh, again = published(story)[1]["rings"], published(story, members)[1]["rings"]
    assert fresh["ring_id"][0] != first["rings"]["ring_id"][0]
    assert again["ring_id"][0] == first["rings"]["ring_id"][0]
    assert again["came_from"][0].to_list() == [first["rings"]["ring_id"][0]]


def test_the_same_judgement_publishes_the_same_bytes(sweep: tuple[Judgement, Tables]) -> None:
    one, two = town(150), town(150)
    for story in (one, two):
        quick_batch(story)
    for name, frame in published(one)[1].items():
        assert frame.equals(published(two)[1][name]), name


@pytest.mark.parametrize("feature", Feature, ids=lambda f: f.name)
def test_every_feature_is_told_for_and_against(feature: Feature) -> None:
    assert FEATURES[feature].zh in counted(feature, 7.0, 9.0).zh
    assert counted(feature, 7.0, 9.0).en.startswith("7 of 9 firms ")
    few = "8 of 9 firms " if feature in CONTRARY else "Only 1 of 9 firms "
    assert counted_against(feature, 1.0, 9.0).en.startswith(few)
    for told in (counted_against(feature, 0.0, 9.0), counted_unlike(feature, 0.0, 9.0)):
        assert told.en.startswith("9 of 9 firms " if feature in CONTRARY else "Not one of 9 firms ")
        assert "仅" not in told.zh
    assert counted_against(feature, 8.0, 9.0).en.endswith("as the honest explanation expects")


def test_days_are_told_as_dates() -> None:
    assert day(0) == EPOCH
    assert str(day(START)) == "2019-04-14"
    assert day(int(NO_DAY)) is None


def test_a_register_with_nothing_to_say_publishes_empty_tables() -> None:
    story = Town()
    story.add("only one", 5)
    sheets = published(story)[1]
    assert sheets["verdicts"]["grade"].to_list() == ["A"]
    for name in ("rings", "ring_members", "ring_edges", "ring_hubs", "findings", "finding_firms"):
        assert len(sheets[name]) == 0, name


def test_a_kind_that_cannot_be_told_is_not_said_as_if_it_could() -> None:
    """Who was robbed of an identity must not be read as an agent's client for want of a better guess."""
    told = {}
    for story in (quick_batch, stolen_identities):
        planted = town()
        story(planted)
        told[story] = published(planted)[1]["rings"].row(0, named=True)
    unsure, sure = told[stolen_identities], told[quick_batch]
    for said in (unsure["hypothesis_en"], unsure["title_en"]):
        assert said.startswith("Kind not certain (")
        assert "stolen identities" in said
    for said in (unsure["hypothesis_zh"], unsure["title_zh"]):
        assert said.startswith("类型未定（")
        assert "冒用他人身份登记" in said
    assert sure["hypothesis"] == "quick_batch"
    assert sure["hypothesis_en"] == "Filed in one go"
    assert sure["title_en"].startswith("Filed in one go: ")


def test_a_comparison_with_peers_is_told_whole_in_both_languages() -> None:
    told = compared(counted(Feature.TRADE, 9, 10), Comparison.TRADE, 1234.0, more=False)
    assert "1,200" in told.zh
    assert "9 of 10 firms are in the same trade" in told.en
    assert "about one in 1,200" in told.en
    assert "more than" in compared(told, Comparison.NAMES, 2981.0, more=True).en
