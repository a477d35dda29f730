"""Calibration never reorders, keeps the prior where nobody looked, and moves as far as the cases say."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.calibration import Calibration, Curve
from detectors.capacity import poisson_binomial, true_rings
from detectors.fitting import RINGS_SPREAD, firms_curve, independent, rings_curve
from detectors.measures import average_precision, concordance, measured
from detectors.results.verdicts import SPEAKS, firm_reasons
from detectors.scoring import GRADE_B, Membership, Own, score_firms
from tests.detectors.test_scoring import REGISTER, N, R, cases

LOG_ODDS = st.floats(-8, 8, allow_nan=False)
PRIOR = float(np.log(0.005 / 0.995))
OUTCOMES = st.lists(st.tuples(st.floats(-5, 8), st.booleans()), max_size=60)


@st.composite
def curves(draw: st.DrawFn) -> Curve:
    """Any curve that decided cases may teach."""
    told = draw(OUTCOMES)
    z, true = np.array([z for z, _ in told]), np.array([t for _, t in told], np.bool_)
    repeat = draw(st.sampled_from([1, 1, 50]))
    z, true = np.repeat(z, repeat), np.repeat(true, repeat)
    return firms_curve(np.maximum(z, PRIOR), true, np.ones(len(z)), PRIOR)


@given(curves(), st.lists(LOG_ODDS, min_size=2, max_size=20))
@settings(max_examples=200, deadline=None)
def test_a_learned_curve_keeps_every_order(curve: Curve, drawn: list[float]) -> None:
    z = np.unique(np.round(drawn, 3))
    assert (np.diff(curve(z)) > 0).all()
    assert curve.inverse()(curve(z)) == pytest.approx(z, abs=1e-6)


@given(OUTCOMES, st.lists(LOG_ODDS, min_size=2, max_size=20))
@settings(max_examples=200, deadline=None)
def test_a_learned_curve_of_rings_keeps_every_order(
    told: list[tuple[float, bool]], drawn: list[float]
) -> None:
    curve, _ = rings_curve(np.array([z for z, _ in told]), np.array([t for _, t in told], np.bool_))
    assert (np.diff(curve(np.unique(np.round(drawn, 3)))) > 0).all()


def test_rings_far_below_any_that_was_looked_at_keep_their_score() -> None:
    curve, _ = rings_curve(np.array([3.0, 4.0, 5.0, 6.0, 7.0]), np.ones(5, np.bool_))
    assert curve(np.array([-1.0, 0.0])) == pytest.approx([-1.0, 0.0])
    assert curve(np.array([3.0]))[0] > 3.1


@given(curves())
@settings(max_examples=100, deadline=None)
def test_a_firm_of_which_nothing_is_said_keeps_the_prior(curve: Curve) -> None:
    assert curve(np.array([PRIOR])) == pytest.approx(PRIOR, abs=1e-5)


@given(cases(), curves(), st.integers(0, R - 1), st.floats(0, 6))
@settings(max_examples=150, deadline=None)
def test_more_evidence_never_lowers_a_calibrated_score(
    case: tuple[Own, Membership], curve: Curve, ring: int, more: float
) -> None:
    own, member = case
    log_odds = member.log_odds.copy()
    log_odds[ring] += more
    before = score_firms(REGISTER, own, member, calibrated=curve)
    after = score_firms(REGISTER, own, replace(member, log_odds=log_odds), calibrated=curve)
    assert (after.log_odds >= before.log_odds - 1e-9).all()
    hard = own.hard + more
    after = score_firms(REGISTER, replace(own, hard=hard), member, calibrated=curve)
    assert (after.log_odds >= before.log_odds - 1e-9).all()


@given(cases(), curves())
@settings(max_examples=100, deadline=None)
def test_the_reasons_still_add_up_to_the_score(case: tuple[Own, Membership], curve: Curve) -> None:
    scores = score_firms(REGISTER, *case, calibrated=curve)
    for firm in range(N):
        speaks, against = firm_reasons(scores, firm)
        told = sum(float(r["contribution"]) for r in speaks + against)
        assert told == pytest.approx(scores.log_odds[firm], abs=SPEAKS)


def world(n: int, slope: float, shift: float) -> tuple[np.ndarray, np.ndarray]:
    """Log-odds, and outcomes of a world in which they mean slope · z + shift."""
    rng = np.random.default_rng(5)
    z = rng.uniform(-3, 6, n)
    return z, rng.random(n) < 1 / (1 + np.exp(-(slope * z + shift)))


def test_without_cases_scores_mean_what_they_say() -> None:
    curve, line = rings_curve(np.empty(0), np.empty(0, np.bool_))
    assert curve(np.array([-2.0, 3.0])) == pytest.approx([-2.0, 3.0], abs=1e-5)
    assert np.sqrt(np.diag(line.covariance)) == pytest.approx(RINGS_SPREAD)
    assert firms_curve(np.empty(0), np.empty(0, np.bool_), np.empty(0), PRIOR) == Curve()


@pytest.mark.parametrize(("n", "within"), [(300, 0.8), (3000, 0.3)])
def test_many_cases_find_the_line(n: int, within: float) -> None:
    curve, _ = rings_curve(*world(n, 0.6, -1.0))
    at = np.array([-2.0, 0.0, 2.0, 4.0])
    assert curve(at) == pytest.approx(0.6 * at - 1.0, abs=within)


def test_few_cases_move_scores_part_of_the_way() -> None:
    moved = [float(rings_curve(*world(n, 0.6, -1.5))[0](np.array([1.0]))[0]) for n in (0, 6, 400)]
    assert moved[0] == pytest.approx(1.0, abs=1e-5)
    assert moved[0] > moved[1] > moved[2]


def test_members_of_one_ring_count_as_fewer_cases() -> None:
    weight = independent(np.array([1, 1, 1, 1, 2]))
    assert weight[:4].sum() < 2
    assert weight[4] == 1


@pytest.mark.parametrize("points", [[[0, 1], [1, 0]], [[1, 0], [1, 1]], [[0, float("nan")]], [[1]], 5])
def test_what_is_no_rising_curve_is_refused(points: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        Calibration.of_points({"rings": points})  # type: ignore[dict-item]


def test_measures_know_good_from_bad() -> None:
    true = np.array([True, True, False, False])
    weight = np.ones(4)
    good, bad = (measured(np.array(p), true, weight) for p in ([0.9, 0.8, 0.2, 0.1], [0.1, 0.2, 0.8, 0.9]))
    assert good.log_loss < bad.log_loss
    assert good.brier < bad.brier
    assert good.average_precision == 1.0
    assert (good.precision, bad.precision) == (1.0, 0.0)
    assert good.ece == pytest.approx((0.1 + 0.2 + 0.2 + 0.1) / 4)


@given(st.lists(st.tuples(st.sampled_from([0.1, 0.4, 0.4, 0.9]), st.booleans()), min_size=2, max_size=12))
def test_average_precision_and_concordance_count_a_case_as_often_as_it_weighs(
    told: list[tuple[float, bool]],
) -> None:
    p, true = np.array([p for p, _ in told]), np.array([t for _, t in told], np.bool_)
    times = np.arange(len(p)) % 3
    for measure in (average_precision, concordance):
        once = measure(np.repeat(p, times), np.repeat(true, times), np.ones(times.sum()))
        assert measure(p, true, times.astype(float)) == pytest.approx(once, nan_ok=True)
    pairs = [(a > b) + (a == b) / 2 for a in p[true] for b in p[~true]]
    mean = np.mean(pairs) if pairs else np.nan
    assert concordance(p, true, np.ones(len(p))) == pytest.approx(mean, nan_ok=True)


@given(st.lists(st.floats(0, 1), max_size=30))
@settings(deadline=None)
def test_the_law_of_a_list_is_a_law_with_its_mean(chances: list[float]) -> None:
    law = poisson_binomial(np.array(chances))
    assert law.sum() == pytest.approx(1)
    assert law @ np.arange(len(law)) == pytest.approx(sum(chances))


def test_doubt_of_the_calibration_widens_the_interval() -> None:
    log_odds = np.full(40, 0.5)
    sure = true_rings(log_odds, Curve(), [[1e-6, 0.0], [0.0, 1e-6]])
    doubtful = true_rings(log_odds, Curve())
    assert doubtful.low < sure.low < sure.expected < sure.high < doubtful.high
    assert sure.expected == pytest.approx(40 / (1 + np.exp(-0.5)), abs=0.1)
    assert true_rings(np.empty(0), Curve()).high == 0


def test_the_grade_follows_the_calibrated_score() -> None:
    own = Own(np.zeros((N, 7)), np.full(N, 5.0), np.ones(N, np.int64))
    member = Membership(
        np.full(N, -1, np.int32), np.zeros(N), np.full(N, np.nan), np.empty(0), np.empty((0, 7))
    )
    lowered = score_firms(REGISTER, own, member, calibrated=Curve(((PRIOR, PRIOR), (0.0, -4.0))))
    assert (score_firms(REGISTER, own, member).score > GRADE_B).all()
    assert (lowered.score < GRADE_B).all()
    assert (lowered.grade == 0).all()
