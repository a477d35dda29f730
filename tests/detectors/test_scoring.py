"""Scores: additive, monotone in evidence, bounded without a second family, ranked, graded."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.catalogue import DETECTORS
from detectors.detector import Detector, Family
from detectors.findings import Findings, SubjectKind
from detectors.judge import judge
from detectors.results.verdicts import SPEAKS, firm_reasons
from detectors.rings.ring import LIMIT
from detectors.scoring import (
    GRADE_B,
    GRADE_C,
    PRIOR,
    Membership,
    Own,
    Scores,
    own_evidence,
    score_firms,
)
from graph.slice import RegisterSlice
from tests.detectors.registers import City
from tests.detectors.stories import RINGS, TWINS, Judged, quick_batch, town

N, R = 6, 3  # firms and rings of the drawn cases
FAMILIES = len(Family)
NATS = st.floats(0, 6, allow_nan=False)
UNIT = st.floats(0, 1, allow_nan=False)


@pytest.fixture(scope="module")
def crowded() -> Judged:
    """One town with every ring and every honest twin, and a few labels."""
    full = town(400)
    for story in RINGS + TWINS:
        story(full)
    for firm in full.firms:
        firm.label = {"quick 01": 1, "quick 03": -1, "other 0010": -1, "other 0020": 1}.get(firm.name, 0)
    return full.judged()


def quiet_register() -> RegisterSlice:
    story = City()
    story.others(N)
    return story.register()


REGISTER = quiet_register()


@st.composite
def cases(draw: st.DrawFn) -> tuple[Own, Membership]:
    """Own evidence and memberships of N firms in R rings."""
    some = st.sampled_from([0.0, 0.0, 0.0, 0.4, 1.0, 2.5])
    hard = st.sampled_from([0.0, 0.0, 3.8])
    own = Own(
        np.array(draw(st.lists(some, min_size=N * FAMILIES, max_size=N * FAMILIES))).reshape(N, FAMILIES),
        np.array(draw(st.lists(hard, min_size=N, max_size=N))),
        np.zeros(N, np.int64),
    )
    ring = np.array(draw(st.lists(st.integers(-1, R - 1), min_size=N, max_size=N)), np.int32)
    strength = np.where(ring >= 0, draw(st.lists(UNIT, min_size=N, max_size=N)), 0.0)
    member = Membership(
        ring,
        strength,
        np.where(ring >= 0, strength, np.nan),
        np.array(draw(st.lists(st.floats(-LIMIT, LIMIT), min_size=R, max_size=R))),
        np.array(draw(st.lists(st.floats(-2, 4), min_size=R * FAMILIES, max_size=R * FAMILIES))).reshape(
            R, -1
        ),
    )
    return own, member


def scores(own: Own, member: Membership, register: RegisterSlice = REGISTER) -> Scores:
    return score_firms(register, own, member)


# -- more is never less -----------------------------------------------------------------------------


@given(cases(), st.integers(0, N - 1), st.integers(0, FAMILIES - 1), NATS)
@settings(max_examples=200, deadline=None)
def test_more_of_ones_own_evidence_never_lowers_a_score(
    case: tuple[Own, Membership], firm: int, family: int, more: float
) -> None:
    own, member = case
    by_family = own.by_family.copy()
    by_family[firm, family] += more
    before, after = scores(own, member), scores(replace(own, by_family=by_family), member)
    assert (after.log_odds >= before.log_odds - 1e-9).all()
    hard = own.hard.copy()
    hard[firm] += more
    assert (scores(replace(own, hard=hard), member).log_odds >= before.log_odds - 1e-9).all()


@given(cases(), st.integers(0, R - 1), NATS)
@settings(max_examples=200, deadline=None)
def test_a_ring_surer_to_be_false_never_lowers_its_members(
    case: tuple[Own, Membership], ring: int, more: float
) -> None:
    own, member = case
    log_odds = member.log_odds.copy()
    log_odds[ring] += more
    before, after = scores(own, member), scores(own, replace(member, log_odds=log_odds))
    assert (after.log_odds >= before.log_odds - 1e-9).all()


@given(cases(), st.integers(0, N - 1), UNIT)
@settings(max_examples=200, deadline=None)
def test_a_stronger_membership_never_lowers_a_score(
    case: tuple[Own, Membership], firm: int, strength: float
) -> None:
    own, member = case
    stronger = member.strength.copy()
    stronger[firm] = max(stronger[firm], strength)
    stronger = np.where(member.ring >= 0, stronger, 0.0)
    before, after = scores(own, member), scores(own, replace(member, strength=stronger))
    assert (after.log_odds >= before.log_odds - 1e-9).all()


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_one_more_finding_never_lowers_a_firms_evidence(data: st.DataObject) -> None:
    def drawn() -> tuple[Detector, Findings]:
        firms = data.draw(st.lists(st.integers(0, N - 1), min_size=1, max_size=4, unique=True))
        one = np.array([data.draw(st.floats(0, 50))])
        return data.draw(st.sampled_from(DETECTORS)), Findings(
            SubjectKind.KEY,
            np.zeros(1, np.int32),
            np.array([0, len(firms)]),
            np.array(firms, np.int32),
            one,
            one,
            one,
            np.array([data.draw(UNIT)]),
            np.zeros(1, np.uint32),
        )

    found = [drawn() for _ in range(data.draw(st.integers(0, 4)))]
    more = [*found, drawn()]
    _, member = data.draw(cases())
    before, after = own_evidence(N, found), own_evidence(N, more)
    assert (after.by_family >= before.by_family).all()
    assert (after.hard >= before.hard).all()
    assert after.count.sum() > before.count.sum()
    assert (scores(after, member).log_odds >= scores(before, member).log_odds - 1e-9).all()


@pytest.mark.parametrize("name", ["quick 00", "quick 02", "other 0031", "founder 2", "slow 02"])
@pytest.mark.parametrize("outcome", ["lost", "place_fault", "unverified"])
def test_one_more_bad_outcome_of_a_firm_never_lowers_its_score(name: str, outcome: str) -> None:
    def scored(bad: bool) -> float:
        story = town(250)
        for plant in (RINGS[0], RINGS[1], TWINS[0]):
            plant(story)
        firm = next(firm for firm in story.firms if firm.name == name)
        if outcome == "lost":
            firm.lost = (firm.day or 0) + 60 if bad else None
        else:
            setattr(firm, outcome, 1 if bad else -1)
        return story.judged().score(name)

    assert scored(True) >= scored(False)


def test_a_clearance_lowers_and_a_confirmation_raises() -> None:
    def scored(label: int) -> tuple[float, str]:
        story = town(250)
        quick_batch(story)
        next(firm for firm in story.firms if firm.name == "quick 04").label = label
        told = story.judged()
        return told.score("quick 04"), told.grade("quick 04")

    cleared, unknown, confirmed = scored(-1), scored(0), scored(1)
    assert cleared[0] < unknown[0] < confirmed[0]
    assert confirmed[1] == "D"


@given(cases())
@settings(max_examples=200, deadline=None)
def test_no_evidence_keeps_a_cleared_firm_among_those_to_look_at(case: tuple[Own, Membership]) -> None:
    own, member = case
    firms = REGISTER.firms
    cleared = replace(
        REGISTER,
        firms=replace(firms, label=np.full(N, -1, np.int8), lost=np.ones(N, np.bool_)),
    )
    sure = replace(member, log_odds=np.full(R, LIMIT), strength=np.where(member.ring >= 0, 1.0, 0.0))
    told = scores(replace(own, hard=own.hard + 4.0), sure, cleared)
    assert (told.grade == 0).all()
    before = scores(own, member, cleared)
    assert (told.log_odds >= before.log_odds - 1e-9).all()


# -- sums and bounds --------------------------------------------------------------------------------


@given(cases())
@settings(max_examples=100, deadline=None)
def test_the_terms_add_up_to_the_log_odds(case: tuple[Own, Membership]) -> None:
    own, member = case
    told = scores(own, member)
    for firm in range(N):
        speaks, against = firm_reasons(told, firm)
        total = sum(float(r["contribution"]) for r in speaks + against)
        assert total == pytest.approx(told.log_odds[firm], abs=SPEAKS + 0.01)
        assert all(float(r["contribution"]) > 0 for r in speaks)
        assert all(float(r["contribution"]) < 0 for r in against)
    assert told.score == pytest.approx(1 / (1 + np.exp(-told.log_odds)))
    assert (np.abs(told.log_odds) <= LIMIT).all()


def test_reasons_add_up_for_every_firm_of_a_town(crowded: Judged) -> None:
    told = crowded.judgement.scores
    for firm in range(len(told.score)):
        speaks, against = firm_reasons(told, firm)
        total = sum(float(r["contribution"]) for r in speaks + against)
        assert total == pytest.approx(told.log_odds[firm], abs=SPEAKS + 0.01)


def test_a_firm_of_which_nothing_is_known_has_the_prior() -> None:
    nothing = Own(np.zeros((N, FAMILIES)), np.zeros(N), np.zeros(N, np.int64))
    nobody = np.full(N, -1, np.int32), np.zeros(N), np.full(N, np.nan)
    told = scores(nothing, Membership(*nobody, np.empty(0), np.empty((0, FAMILIES))))
    assert told.score == pytest.approx(np.full(N, PRIOR))
    assert (told.grade == 0).all()
    assert np.isnan(told.one_hand).all()


@given(st.lists(NATS, min_size=FAMILIES, max_size=FAMILIES))
def test_without_a_ring_or_a_hard_fact_no_firm_alerts_on_its_own_findings(nats: list[float]) -> None:
    own = Own(np.array([nats] + [[0.0] * FAMILIES] * (N - 1)), np.zeros(N), np.zeros(N, np.int64))
    nobody = np.full(N, -1, np.int32), np.zeros(N), np.full(N, np.nan)
    told = scores(own, Membership(*nobody, np.empty(0), np.empty((0, FAMILIES))))
    assert told.score[0] < GRADE_C
    if sum(n > 0 for n in nats) < 2:
        assert told.score[0] < GRADE_B, "a single family never lifts a firm out of grade A"


# -- ranks and grades -------------------------------------------------------------------------------


@given(cases())
@settings(max_examples=100, deadline=None)
def test_ranks_follow_the_scores_and_the_silent_share_one(case: tuple[Own, Membership]) -> None:
    own, member = case
    told = scores(own, member)
    said = (own.by_family > 0).any(axis=1) | (own.hard > 0) | (member.ring >= 0)
    assert told.rank[said].tolist() == [1 + int((told.rank < rank).sum()) for rank in told.rank[said]]
    assert len(np.unique(told.rank[said])) == said.sum()
    assert set(told.rank[~said].tolist()) <= {1 + int(said.sum())}, "nothing said here lowers a score"
    assert (np.diff(told.score[np.argsort(told.rank, kind="stable")]) <= 0).all()


def test_a_cleared_firm_ranks_behind_those_of_which_nothing_is_said() -> None:
    nothing = Own(np.zeros((N, FAMILIES)), np.zeros(N), np.array([0, 1, 0, 0, 0, 0]))
    nobody = np.full(N, -1, np.int32), np.zeros(N), np.full(N, np.nan)
    label = np.array([0, 0, -1, 1, 0, 0], np.int8)
    labelled = replace(REGISTER, firms=replace(REGISTER.firms, label=label))
    told = scores(nothing, Membership(*nobody, np.empty(0), np.empty((0, FAMILIES))), labelled)
    assert told.rank.tolist() == [3, 2, 6, 1, 3, 3]


@given(cases())
@settings(max_examples=100, deadline=None)
def test_association_alone_never_makes_a_d(case: tuple[Own, Membership]) -> None:
    own, member = case
    told = scores(replace(own, hard=np.zeros(N)), member)
    assert (told.grade < 3).all()
    lost = replace(REGISTER, firms=replace(REGISTER.firms, lost=np.ones(N, np.bool_)))
    graded = scores(own, member, lost)
    assert ((graded.grade == 3) == (graded.score >= GRADE_C)).all()


def test_every_d_of_a_town_has_a_fact_beside_its_company(crowded: Judged) -> None:
    told, firms = crowded.judgement.scores, crowded.judgement.register.firms
    d = told.grade == 3
    fact = firms.lost | (told.hard > 0) | (firms.label == 1) | (firms.place_fault == 1)
    assert d.any()
    assert fact[d].all()
    assert (told.score[d] >= GRADE_C).all()
    assert (told.grade[~fact] < 3).all()
    by_rank = told.score[np.argsort(told.rank)]
    assert (np.diff(by_rank) <= 0).all()


def test_the_stages_of_a_judgement_are_told_in_order() -> None:
    stages: list[str] = []
    judge(REGISTER, stage=stages.append)
    assert stages == ["hubs", "detectors", "evidence", "rings", "scores"]
