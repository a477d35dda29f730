"""The desk's pre-check of a firm of the register says what the sweep said of it."""

from dataclasses import dataclass
from datetime import date
from math import log

import numpy as np
import polars as pl
import pytest

from bootstrap.compose import open_store
from bootstrap.desk import precheck
from bootstrap.desk_answer import Answer
from bootstrap.settings import Settings
from detectors.catalogue import DETECTORS
from fixtures.city import write_city
from graph.store.port import GraphStore
from sweeps.run import sweep

LEADS = {detector.name for detector in DETECTORS if detector.weight == 0}  # never scored
SAMPLE = 40  # firms of which the sweep says nothing, by chance
CITIES = [("fuzhou", 11), ("sparse_years", 12), ("thin", 13), ("office_blocks", 14)]


@dataclass(frozen=True)
class Swept:
    store: GraphStore
    firms: pl.DataFrame
    not_assessed: dict[str, list[str]]
    findings: dict[str, list[str]]  # ids, of each firm


@pytest.fixture(scope="module", params=CITIES, ids=lambda city: f"{city[0]}-{city[1]}")
def swept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Swept:
    """A city's sweep, and the files it wrote."""
    habit, seed = request.param
    folder = tmp_path_factory.mktemp("city")
    write_city(folder / "city", firms=1000, seed=seed, prevalence=0.06, habit=habit)
    settings = Settings(workspace=folder / "w")
    done = sweep(folder / "city", settings, out=folder / "out")
    store = open_store(settings)
    firms = pl.read_parquet(folder / "out" / "firms.parquet")
    assert pl.read_parquet(folder / "out" / "findings.parquet")["finding_id"].is_unique().all()
    view = store.view()
    findings = {}
    for firm_id in firms["firm_id"]:
        profile = view.firm(firm_id)
        assert profile is not None
        findings[firm_id] = [finding.finding_id for finding in profile.findings]
    return Swept(store, firms, done.not_assessed, findings)


def test_score_grade_and_findings_are_the_sweeps(swept: Swept) -> None:
    said = (pl.col("grade") != "A") | pl.col("ring_id").is_not_null() | (pl.col("n_findings") > 0)
    loud, quiet = swept.firms.filter(said), swept.firms.filter(~said)
    assert len(loud) >= 30
    assert loud["ring_id"].is_not_null().any()
    assert (loud["n_findings"] > 0).any()
    chosen = np.random.default_rng(1).choice(len(quiet), min(SAMPLE, len(quiet)), replace=False)
    for firm in pl.concat([loud, quiet[np.sort(chosen)]]).iter_rows(named=True):
        firm_id = firm["firm_id"]
        answer = precheck(swept.store, {"firm_id": firm_id}, today=date(2025, 1, 1), id_key=b"secret")
        assert answer.score == pytest.approx(firm["score"], rel=0, abs=1e-9), firm_id
        assert (answer.one_hand is None) == (firm["one_hand"] is None), firm_id
        assert (answer.one_hand or 0) == pytest.approx(firm["one_hand"] or 0, rel=0, abs=1e-9), firm_id
        assert (answer.grade, answer.near_ring) == (firm["grade"], firm["ring_id"])
        told = [str(evidence["finding_id"]) for evidence in answer.evidence]
        assert sorted(told) == sorted(swept.findings[firm_id]), firm_id
        assert {n.detector: list(n.lacks) for n in answer.not_assessed} == swept.not_assessed
        leads = [e["typology"] for e in answer.evidence if e.get("detector") in LEADS]
        assert leads == [] or sorted(leads) == sorted(
            r.typology for r in answer.reasons if r.contribution == 0
        )
        _same_terms(swept.store, firm_id, answer)
        contributions = [r.contribution for r in (*answer.reasons, *answer.counter_evidence)]
        # terms too small to be told are left out
        assert sum(contributions) == pytest.approx(log(answer.score / (1 - answer.score)), abs=0.01)


def _same_terms(store: GraphStore, firm_id: str, answer: Answer) -> None:
    """Family by family the desk's reasons weigh what the sweep's do, and neither makes up a rest."""
    profile = store.view().firm(firm_id)
    assert profile is not None
    swept = [
        (r.family, r.contribution) for r in (*profile.verdict.reasons, *profile.verdict.counter_evidence)
    ]
    desk = [(r.family, r.contribution) for r in (*answer.reasons, *answer.counter_evidence)]
    told: dict[str, list[float]] = {}
    for side, reasons in enumerate((swept, desk)):
        for family, nats in reasons:
            if nats:
                told.setdefault(family, [0.0, 0.0])[side] += nats
    if profile.verdict.reasons:
        for family, (then, now) in told.items():
            # each leaves out what is too small to tell, and tells of the sum of that as the rest
            assert now == pytest.approx(then, abs=0.3 if family == "rest" else 0.06), (firm_id, family)
