"""Groups weighed under every hypothesis: what speaks for a ring, and what must not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.rings.features import Feature, Features
from detectors.rings.hypotheses import HYPOTHESES
from detectors.rings.hypothesis import Claim, Hypothesis
from detectors.rings.weigh import weigh
from graph.words import Text

BASE = np.full(len(Feature), 0.1)


def group(n: int, **shares: float) -> tuple[Features, np.ndarray]:
    """One group of `n`; named features are known for all and shown by that share, the rest unknown."""
    hits, known = np.zeros((1, len(Feature))), np.zeros((1, len(Feature)))
    for name, share in shares.items():
        known[0, Feature[name]] = n
        hits[0, Feature[name]] = round(share * known[0, Feature[name]])
    shows = np.zeros((n, len(Feature)), np.bool_)
    return Features(hits, known, shows, shows, BASE), np.array([n])


def false(n: int, **shares: float) -> float:
    seen, sizes = group(n, **shares)
    return float(weigh(seen, sizes).false[0])


RING = {"BURST": 0.9, "CONTACT": 0.6, "PEOPLE": 0.5, "AGENT": 0.7, "CAPITAL": 0.7, "LOST": 0.4, "STRAW": 0.5}


def test_a_batch_with_shared_people_contacts_and_bad_outcomes_is_a_ring() -> None:
    assert false(20, **RING) > 0.9


def test_nothing_known_is_no_evidence() -> None:
    assert false(8) < 0.2


@pytest.mark.parametrize(
    ("look_alike", "shares"),
    [
        (
            "agency_batch",
            {
                "AGENT": 1,
                "BURST": 1,
                "RUN": 0.6,
                "SCOPE": 0.7,
                "PEOPLE": 0,
                "STRAW": 0,
                "REPEATED": 0,
                "CONTACT": 0,
                "LOST": 0.05,
            },
        ),
        (
            "policy_burst",
            {
                "BURST": 1,
                "YEAR": 1,
                "SCOPE": 1,
                "PEOPLE": 0,
                "STRAW": 0,
                "REPEATED": 0,
                "CONTACT": 0,
                "DEVICE": 0,
            },
        ),
        (
            "hosted_strangers",
            {"HOSTED": 1, "BUILDING": 1, "PEOPLE": 0, "CONTACT": 0, "STRAW": 0, "REPEATED": 0, "BURST": 0.2},
        ),
        (
            "corporate_group",
            {
                "PARENT": 1,
                "SAME_BRAND": 0.9,
                "PEOPLE": 0.9,
                "BUILDING": 0.9,
                "CONTACT": 0.8,
                "CAPITAL": 0.5,
                "BURST": 0.5,
            },
        ),
        ("franchise", {"SAME_BRAND": 1, "TRADE": 1, "SCOPE": 0.6, "PEOPLE": 0, "CONTACT": 0, "STRAW": 0}),
        ("market_hall", {"SOLE": 1, "BUILDING": 1, "PEOPLE": 0, "CONTACT": 0, "REPEATED": 0}),
    ],
)
def test_a_look_alike_is_explained_and_named(look_alike: str, shares: dict[str, float]) -> None:
    seen, sizes = group(12, **shares)
    weighed = weigh(seen, sizes)
    assert weighed.false[0] < 0.1
    assert HYPOTHESES[int(weighed.honest[0])].name == look_alike


def test_a_tiny_group_needs_more_than_a_larger_one() -> None:
    assert false(3, **RING) < false(20, **RING)


@pytest.mark.parametrize("outcome", ["LOST", "UNVERIFIED", "FAULT", "VIRTUAL", "CONFIRMED"])
@settings(deadline=None)
@given(n=st.integers(3, 60), hits=st.integers(0, 59))
def test_one_more_bad_outcome_never_lowers_the_score(outcome: str, n: int, hits: int) -> None:
    hits = min(hits, n - 1)
    scores = []
    for k in (hits, hits + 1):
        seen, sizes = group(n, **RING)
        seen.of[0, Feature[outcome]], seen.hits[0, Feature[outcome]] = n, k
        scores.append(float(weigh(seen, sizes).false[0]))
    assert scores[1] >= scores[0] - 1e-12


def test_what_features_add_sums_to_the_log_odds() -> None:
    seen, sizes = group(12, **RING)
    weighed = weigh(seen, sizes)
    odds = np.log(weighed.false / (1 - weighed.false))
    assert weighed.nats.sum(axis=1) + weighed.start == pytest.approx(odds)


def test_a_hypothesis_that_predicts_certainty_does_not_load() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        Hypothesis("sure", Claim.FALSE, Text("", ""), 0.1, 5.0, 1.0, {Feature.LOST: 1.0})
