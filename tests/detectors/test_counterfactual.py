"""What would clear a flagged firm: the fewest facts, and the score that is left."""

from itertools import combinations

import numpy as np
import pytest

from detectors.counterfactual import CLEAR_BELOW, HARD, counterfactuals, what_would_clear
from detectors.scoring import CONFIRMED, GRADE_C, Scores
from tests.detectors.stories import Judged, quick_batch, town


@pytest.fixture(scope="module")
def judged() -> Judged:
    full = town(400)
    quick_batch(full)
    for firm in full.firms:
        firm.label = 1 if firm.name == "quick 03" else 0
    return full.judged()


def _score(log_odds: float) -> float:
    return float(1 / (1 + np.exp(-log_odds)))


def test_the_set_clears_and_no_smaller_one_does(judged: Judged) -> None:
    scores: Scores = judged.judgement.scores
    found = what_would_clear(scores)
    assert len(found.firm)
    for firm, explained, score in zip(found.firm, found.explained, found.score, strict=True):
        nats = np.append(scores.terms[firm], scores.hard[firm])
        whole = max(scores.prior + nats.sum() + scores.label[firm], scores.log_odds[firm])
        assert score < CLEAR_BELOW
        assert score == pytest.approx(_score(whole - nats[explained].sum()))
        smaller = int(explained.sum()) - 1
        assert all(
            _score(whole - sum(nats[i] for i in some)) >= CLEAR_BELOW
            for some in combinations(range(HARD + 1), smaller)
        )


def test_every_flagged_firm_has_one_but_the_confirmed(judged: Judged) -> None:
    scores = judged.judgement.scores
    found = set(what_would_clear(scores).firm.tolist())
    confirmed = set(np.flatnonzero(scores.label == CONFIRMED).tolist())
    assert confirmed
    assert found == set(np.flatnonzero(scores.score >= GRADE_C).tolist()) - confirmed


def test_it_can_be_read_out(judged: Judged) -> None:
    (_, words), *_ = counterfactuals(judged.judgement.scores)
    assert words.en.startswith("If ")
    assert words.zh.startswith("如果")
    assert words.en.rstrip(".")[-4:] in words.zh


def test_a_quiet_register_needs_none() -> None:
    assert counterfactuals(town(60).judged().judgement.scores) == []
