"""Weigh every candidate group under every hypothesis: how surely one hand, how surely false.

For each hypothesis the count of members that show a feature is beta-binomial around the share it
predicts, against a beta-binomial around the ordinary share; the log ratios add up (naive Bayes, tempered
because features are not independent) to a posterior over all hypotheses.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln, logsumexp

from detectors.rings.features import Feature, Features
from detectors.rings.hypotheses import HYPOTHESES
from detectors.rings.hypothesis import Claim, Hypothesis
from graph.slice import Floats

# Features overlap (burst and filing run, room and building): count this share of their sum.
TEMPER = 0.7
# What a hypothesis expects but a group does not show costs at most so many nats a feature: a ring shows
# only some of its typologies, and a fresh one has no outcomes yet (detection-notes item 14).
ABSENCE = -0.6
# ... what defines it more ...
DEFINING, DEFINING_ABSENCE = 0.75, -2.0
# ... except for outcomes of firms old enough to have some: 40-80 % of an aged ring is lost.
# And inspectors who cleared members have looked.
ABSENCE_OF = {Feature.LOST: -3.0, Feature.CONFIRMED: -5.0}
# An aged ring's losses are nearly always many: meant more firmly than other shares.
FIRM_OF = {Feature.LOST: 8.0, Feature.CONFIRMED: 8.0}
# Weight, in members, of the ordinary share: faults strike strangers nearly independently, forms in clumps.
ORDINARY = 4.0
ORDINARY_FAULT = 15.0
FAULTS = (Feature.LOST, Feature.UNVERIFIED, Feature.FAULT, Feature.VIRTUAL, Feature.UNREPORTED)


@dataclass(frozen=True)
class Weighed:
    """Per group: `false` and `one_hand` probabilities; `honest`, the best honest explanation, an index into
    HYPOTHESES; `nats` (groups, features): what each feature adds to the best ring hypothesis against the best
    honest one; `start`: the rest of those log-odds; `hand` (groups, features): what each adds to the best
    one-hand hypothesis against the best strangers."""

    false: Floats
    one_hand: Floats
    honest: NDArray[np.int64]
    nats: Floats
    start: Floats
    hand: Floats


def _likelihood(hits: Floats, of: Floats, share: Floats | float, firm: float) -> Floats:
    """ln beta-binomial without its binomial coefficient, which every hypothesis shares."""
    a, b = share * firm, (1.0 - share) * firm
    return np.asarray(betaln(hits + a, of - hits + b) - betaln(a, b), np.float64)


@dataclass(frozen=True)
class _Counts:
    """The distinct (hits, of) of one feature and which of them each group has: few, so that no beta
    function is worked out twice."""

    hits: Floats
    of: Floats
    which: NDArray[np.int64]

    @classmethod
    def of_feature(cls, seen: Features, feature: Feature) -> "_Counts":
        hits, of = seen.hits[:, feature], seen.of[:, feature]
        span = float(of.max(initial=0.0)) + 1.0
        distinct, which = np.unique(of * span + hits, return_inverse=True)
        return cls(distinct % span, distinct // span, which)


def _nats(counts: _Counts, hits: Floats, share: float, firm: float, base: float, usual: float) -> Floats:
    """ln of how likelier so many hits are under a predicted share than under the ordinary one."""
    return _likelihood(hits, counts.of, share, firm) - _likelihood(hits, counts.of, base, usual)


def _evidence(hypothesis: Hypothesis, feature: Feature, count: _Counts, base: float) -> Floats | None:
    """Nats for the hypothesis against the ordinary share, for each distinct count of a feature; None where
    the feature is neither here nor there."""
    share = hypothesis.predicts.get(feature)
    if share is None or (feature in FAULTS and share <= base):
        return None  # where faults are this common, no kind of ring is known for having fewer
    firm = FIRM_OF.get(feature, hypothesis.firm)
    usual = ORDINARY_FAULT if feature in FAULTS else ORDINARY
    nats = _nats(count, count.hits, share, firm, base, usual)
    if share > base:
        # The wider of two distributions also claims the empty end; without this, one more hit could
        # lower the score. What is no commoner than usual is no evidence of more.
        expected = count.of * base
        bend = np.minimum(_nats(count, expected, share, firm, base, usual), 0.0)
        bends = feature in FAULTS and feature not in FIRM_OF
        few = bend if bends else np.minimum(nats, bend)
        nats = np.where(count.hits <= expected, few, np.maximum(nats, bend))
        floor = ABSENCE if share < DEFINING else DEFINING_ABSENCE
        nats = np.maximum(nats, ABSENCE_OF.get(feature, floor))
    return TEMPER * nats


def _tables(seen: Features) -> tuple[Floats, NDArray[np.int64]]:
    """(hypotheses, distinct counts of all features) nats, and (groups, features) which of them each group
    has: what a group shows is looked up, whatever the hypothesis."""
    counts = [_Counts.of_feature(seen, feature) for feature in Feature]
    at = np.cumsum([0, *(len(count.of) for count in counts)])
    table = np.zeros((len(HYPOTHESES), at[-1]))
    which = np.empty(seen.hits.shape, np.int64)
    for feature, count in zip(Feature, counts, strict=True):
        which[:, feature] = count.which + at[feature]
        for i, hypothesis in enumerate(HYPOTHESES):
            nats = _evidence(hypothesis, feature, count, float(seen.base[feature]))
            if nats is not None:
                table[i, at[feature] : at[feature + 1]] = nats
    return table, which


def weigh(seen: Features, sizes: NDArray[np.int64]) -> Weighed:
    """All groups under all hypotheses."""
    table, which = _tables(seen)
    distinct, size = np.unique(sizes, return_inverse=True)
    total, shown = np.empty((len(sizes), len(HYPOTHESES))), np.empty(which.shape)
    for i, h in enumerate(HYPOTHESES):
        start = np.log(h.prior) + np.array([h.size_nats(float(n)) for n in distinct])[size]
        np.take(table[i], which, out=shown, mode="clip")  # all are within: only so is no copy made
        total[:, i] = shown.sum(axis=1) + start
    claims = np.array([h.claim for h in HYPOTHESES])
    all_nats = logsumexp(total, axis=1)
    false = np.exp(logsumexp(total[:, claims == Claim.FALSE], axis=1) - all_nats)
    one_hand = np.exp(logsumexp(total[:, claims != Claim.STRANGERS], axis=1) - all_nats)
    best = np.argmax(np.where(claims == Claim.FALSE, total, -np.inf), axis=1)
    honest = np.argmax(np.where(claims != Claim.FALSE, total, -np.inf), axis=1)
    nats = table[best[:, None], which] - table[honest[:, None], which]
    together = np.argmax(np.where(claims != Claim.STRANGERS, total, -np.inf), axis=1)
    apart = np.argmax(np.where(claims == Claim.STRANGERS, total, -np.inf), axis=1)
    hand = table[together[:, None], which] - table[apart[:, None], which]
    log_odds = logsumexp(total[:, claims == Claim.FALSE], axis=1) - logsumexp(
        total[:, claims != Claim.FALSE], axis=1
    )
    return Weighed(false, one_hand, honest, nats, log_odds - nats.sum(axis=1), hand)
