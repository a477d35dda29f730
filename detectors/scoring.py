"""From findings and rings to each firm's score, grade and rank: additive, monotone, with a stated prior.

ln odds(false) = ln odds(prior)
               + ln odds(strength x P(ring false)) - ln odds(prior)   what its ring says, where above 0
               + sum over families of the strongest finding's nats    what its own findings say
               + calibration                                          what decided cases taught of such sums
               + label                                                what an investigator decided
Findings overlap with the ring's evidence, so they count only for the part that the ring does not cover.
More evidence never lowers a score: every term grows with its evidence.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detectors.calibration import IDENTITY, Curve
from detectors.detector import Family, Lead
from detectors.findings import Findings
from detectors.rings.ring import LIMIT
from graph.slice import Bools, Floats, Ints, RegisterSlice

PRIOR = 0.005  # share of fakes in the stock (domain.md section 5: 0.3-1.0 %) [E]
ONE_FAMILY_CAP = 1.5  # nats that findings of a single family may add: no single attribute alerts
OWN_CAP = 3.5  # nats that findings may add without a ring or a hard fact
CONFIRMED = 8.0  # nats of a confirmed label
# Nats of a clearance: a finding, as a confirmation is, so even the surest ring (LIMIT) leaves its firm in A.
# It counts until a later decision replaces it or the firm is listed or revoked after its day (graph.columns).
CLEARED = -11.0
LEAST_NATS = 1e-9
SATURATION = 3.0  # nats of surprise at which a finding has 63 % of its weight
GRADE_B, GRADE_C = 0.05, 0.5  # scores from which a firm is B or C
# Association alone never makes a D (domain.md section 7): it takes a hard fact or an outcome.
GRADES = ("A", "B", "C", "D")


@dataclass(frozen=True)
class Own:
    """What each firm's findings say: nats per family `(n, families)`, nats of hard facts, how many."""

    by_family: Floats
    hard: Floats
    count: NDArray[np.int64]


@dataclass(frozen=True)
class Scores:
    """One row per firm. `prior`, `terms` (n, families), `hard`, `calibration` and `label` add up to
    `log_odds` within its limits, but for a ring that no family explains; `ring` is -1 without one;
    `one_hand` nan without one; `rank` is 1 more than the firms that come before (1: most urgent). Firms of
    which nothing is said - no ring, no finding, no label - share one rank; only what speaks for its firm
    comes after it."""

    log_odds: Floats
    score: Floats
    one_hand: Floats
    ring: Ints
    strength: Floats
    terms: Floats
    prior: float
    calibration: Floats
    label: Floats
    hard: Floats
    grade: NDArray[np.int8]
    rank: Ints
    n_findings: NDArray[np.int64]
    families: Bools


def finding_nats(detector: Lead, findings: Findings) -> Floats:
    """What each finding of one kind adds to the claim that its firms are false, taken alone."""
    saturated = 1.0 - np.exp(-findings.surprise / SATURATION)
    return np.asarray(detector.weight * findings.confidence * saturated, np.float64)


def own_evidence(n: int, found: Sequence[tuple[Lead, Findings]]) -> Own:
    """Nats per firm and family: the strongest finding of each family."""
    by_family = np.zeros((n, len(Family)))
    hard = np.zeros(n)
    count = np.zeros(n, np.int64)
    for detector, findings in found:
        per_firm = np.repeat(finding_nats(detector, findings), findings.sizes)
        if detector.hard:
            np.maximum.at(hard, findings.firm, per_firm)
        else:
            np.maximum.at(by_family[:, detector.family], findings.firm, per_firm)
        count += np.bincount(findings.firm, minlength=n)
    return Own(by_family, hard, count)


def own_terms(own: Own) -> Floats:
    """The findings' nats per family, scaled down where they exceed what findings alone may say."""
    total = own.by_family.sum(axis=1)
    single = (own.by_family > 0).sum(axis=1) < 2
    limit = np.where(single, ONE_FAMILY_CAP, OWN_CAP)
    return np.asarray(own.by_family * np.minimum(1.0, limit / np.maximum(total, 1e-12))[:, None], np.float64)


def grades(score: Floats, sure: Bools) -> NDArray[np.int8]:
    """0 A … 3 D. `sure` marks a hard fact or bad outcome, without which nothing is D."""
    grade = (score >= GRADE_B).astype(np.int8) + (score >= GRADE_C).astype(np.int8)
    return np.asarray(np.where(sure & (score >= GRADE_C), 3, grade), np.int8)


@dataclass(frozen=True)
class Membership:
    """Which ring each firm is in, and what that ring says. Per firm: `ring` (-1 none), `strength`, the
    probability that the firm is one of the ring's if the ring is false, and `one_hand`, that it belongs to
    the ring's hand; per ring: `log_odds` of being false, `by_family` nats (r, families)."""

    ring: Ints
    strength: Floats
    one_hand: Floats
    log_odds: Floats
    by_family: Floats


def ring_nats(strength: Floats, log_odds: Floats, prior: float) -> Floats:
    """What a ring of these log-odds says of members of such strength, beyond the prior."""
    false = np.clip(strength / (1.0 + np.exp(-log_odds)), prior, 1.0 - 1e-9)
    return np.asarray(np.log(false / (1.0 - false)) - np.log(prior / (1.0 - prior)), np.float64)


def beyond_ring(own: Own, from_ring: Floats) -> Floats:
    """(n, families): what findings say beyond what the ring does."""
    said = own_terms(own)
    total = said.sum(axis=1)
    beyond = np.maximum(total - from_ring, 0.0) / np.maximum(total, 1e-12)
    return np.asarray(said * beyond[:, None], np.float64)


def score_firms(
    register: RegisterSlice, own: Own, member: Membership, prior: float = PRIOR, calibrated: Curve = IDENTITY
) -> Scores:
    """Scores of the slice's firms; `calibrated` is applied to all but what an investigator decided."""
    firms = register.firms
    base = float(np.log(prior / (1.0 - prior)))
    ring, inside = member.ring, member.ring >= 0
    if len(member.log_odds):
        from_ring = ring_nats(np.where(inside, member.strength, 0.0), member.log_odds[ring], prior)
        shares = np.where(inside[:, None], np.maximum(member.by_family[ring], 0.0), 0.0)
        shares[shares.sum(axis=1) < LEAST_NATS] = 0.0  # too little to share anything out by
    else:
        from_ring = np.zeros(len(firms))
        shares = np.zeros((len(firms), len(Family)))
    held = np.where(inside, member.strength, 0.0)
    shares = shares / np.maximum(shares.sum(axis=1, keepdims=True), 1e-12)
    own_part, ring_part = beyond_ring(own, from_ring), shares * from_ring[:, None]
    terms = own_part + ring_part
    # shares too small to divide by explain nothing
    unexplained = from_ring * (1.0 - shares.sum(axis=1))
    label = np.where(firms.label == 1, CONFIRMED, np.where(firms.label == -1, CLEARED, 0.0))
    evidence = np.clip(base + unexplained + terms.sum(axis=1) + own.hard, -LIMIT, LIMIT)
    taught = np.clip(calibrated(evidence), -LIMIT, LIMIT) - evidence
    log_odds = np.clip(evidence + taught + label, -LIMIT, LIMIT)
    score = 1.0 / (1.0 + np.exp(-log_odds))
    silent = ~inside & (own.count == 0) & (label == 0) & (evidence == np.clip(base, -LIMIT, LIMIT))
    sure = firms.lost | (own.hard > 0) | (firms.label == 1) | (firms.place_fault == 1)
    return Scores(
        log_odds=log_odds,
        score=score,
        one_hand=np.where(inside, member.one_hand, np.nan),
        ring=ring,
        strength=held,
        terms=terms,
        prior=base,
        calibration=taught,
        label=label,
        hard=own.hard,
        grade=grades(score, sure),
        rank=_ranks(score, np.where(inside, ring, np.iinfo(np.int32).max), silent),
        n_findings=own.count,
        families=terms > 0,
    )


def _ranks(score: Floats, ring: Ints, silent: Bools) -> Ints:
    """Places by score, rings together; the silent, who all have the prior, share the first of theirs."""
    order = np.lexsort((np.arange(len(score)), ring, silent, -score))
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(1, len(order) + 1, dtype=np.int32)
    rank[silent] = rank[silent].min(initial=len(order))
    return rank
