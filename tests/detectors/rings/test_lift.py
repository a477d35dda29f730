"""What is learned of groups: it adds up, it never punishes evidence, and outcomes only ever add."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.rings.features import Feature, Features
from detectors.rings.lift import FORMS, LIFTED, forms, learned, lifts
from detectors.rings.weigh import Weighed, weigh
from detectors.rings.weights import MEMBERSHIP, RINGS
from graph.model import LinkRole
from graph.slice import Groups
from tests.detectors.stories import town

HONEST = {Feature.PARENT, Feature.HOSTED, Feature.SOLE}
OUTCOMES = ("LOST", "UNVERIFIED", "FAULT", "VIRTUAL", "UNREPORTED")
SIZE = 12


def _group() -> Groups:
    register = town(40).register()
    return Groups.sets(register, np.zeros(SIZE, np.int32), np.arange(SIZE, dtype=np.int32))


GROUP = _group()


def seen(**hits: int) -> Features:
    """One group of `SIZE`: so many members show each named feature, the rest is unknown."""
    counts, known = np.zeros((1, len(Feature))), np.zeros((1, len(Feature)))
    for name, count in hits.items():
        counts[0, Feature[name]], known[0, Feature[name]] = count, SIZE
    shows = np.zeros((SIZE, len(Feature)), np.bool_)
    return Features(counts, known, shows, shows, np.full(len(Feature), 0.1))


def judged(**hits: int) -> Weighed:
    features = seen(**hits)
    return learned(weigh(features, GROUP.sizes), features, GROUP)


def test_no_learned_weight_punishes_evidence() -> None:
    assert all(RINGS[feature.name.lower()] >= 0 for feature in LIFTED if feature not in HONEST)
    assert all(RINGS[feature.name.lower()] <= 0 for feature in HONEST)
    assert 0 < RINGS["hypotheses"] <= 1
    counted = set(MEMBERSHIP) - {"of_size", "of_register", "rest", "firms"}
    assert all(0 <= MEMBERSHIP[name] <= 1.3 for name in counted)


def test_what_is_unknown_lifts_nothing() -> None:
    assert not lifts(seen()).any()


def test_what_each_feature_adds_sums_to_the_log_odds() -> None:
    weighed = judged(BURST=10, LOST=6, TRADE=9, PEOPLE=5)
    odds = np.log(weighed.false / (1 - weighed.false))
    assert weighed.nats.sum(axis=1) + weighed.start == pytest.approx(odds)


@pytest.mark.parametrize("outcome", OUTCOMES)
@settings(deadline=None)
@given(hits=st.integers(0, SIZE - 1))
def test_one_more_bad_outcome_never_lowers_the_score(outcome: str, hits: int) -> None:
    few, more = (judged(BURST=10, CONTACT=6, PEOPLE=5, **{outcome: n}) for n in (hits, hits + 1))
    assert more.false[0] >= few.false[0] - 1e-12


def test_unknown_days_and_heads_are_worth_what_most_honest_groups_are() -> None:
    def form(undated: int, unnamed: int) -> dict[str, float]:
        story = town(40)
        for firm in story.firms[:undated]:
            firm.day = None
        nameless = {firm.name for firm in story.firms[:unnamed]}
        story.links = [
            link
            for link in story.links
            if not (link.firm in nameless and link.role == LinkRole.LEGAL_REPRESENTATIVE)
        ]
        register = story.register()
        groups = Groups.sets(register, np.zeros(40, np.int32), np.arange(40, dtype=np.int32))
        return dict(zip(FORMS, forms(groups)[0].tolist(), strict=True))

    known = form(0, 0)
    # one undated firm does not make a group span decades, nor all of them a group of one day
    assert form(1, 0)["ln_days"] == pytest.approx(known["ln_days"], abs=0.1)
    assert form(40, 0)["ln_days"] > np.log(365)
    assert 0.5 < form(0, 40)["heads"] < 1.0
