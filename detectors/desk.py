"""The registration desk's numbers: one firm judged on its neighbourhood by the same detectors and scores.

Nothing here reads a store. What the sweep decided of the rings and of the whole register (GLOBAL findings)
is handed in; the LOCAL detectors run on the neighbourhood.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detectors.calibration import Curve
from detectors.catalogue import DETECTORS
from detectors.detector import Family, Lead, Scope
from detectors.evidence import FAMILY_CAP, Pairs
from detectors.findings import Findings, SubjectKind
from detectors.scoring import Membership, Scores, own_evidence, score_firms
from graph.baselines import Baselines
from graph.model import KeyKind
from graph.slice import NO_DAY, Floats, Ints, RegisterSlice

Found = list[tuple[Lead, Findings]]

SPEAKS = 0.5  # nats from which a family counts as one of the two that a lead needs (domain.md, rule 1)
# Membership that a single family may give, at most: no single fact makes a review, but the head of several
# firms of a sure ring is asked once more.
ONE_FAMILY_STRENGTH = 0.15
BY_ID = 3  # resolve.Identity


@dataclass(frozen=True)
class RingCase:
    """What a published ring says of one firm: the ring's `log_odds` of being false and its nats `by_family`
    (families; only their proportions matter, for the words), the firm's `strength` in it and the probability
    `one_hand` that the firm belongs to its hand."""

    log_odds: float
    by_family: Floats
    strength: float
    one_hand: float


def about(register: RegisterSlice, firm: int) -> RegisterSlice:
    """The slice in which only the keys of one firm count as complete.

    A detector's finding about the firm rests on the firm's own keys, so none is lost, and what the
    neighbours share among themselves costs nothing.
    """
    mine = np.zeros(len(register.keys), np.bool_)
    mine[register.links.key[register.links.firm == firm]] = True
    return replace(register, keys=replace(register.keys, complete=register.keys.complete & mine))


def local_findings(register: RegisterSlice, normal: Baselines, firm: int) -> Found:
    """What the LOCAL detectors find about one firm of its neighbourhood, the same as in the sweep."""
    own = about(register, firm)
    found: Found = []
    for detector in DETECTORS:
        if detector.scope == Scope.LOCAL:
            findings = detector.find(own, normal)
            at = np.searchsorted(findings.start, np.flatnonzero(findings.firm == firm), side="right") - 1
            keep = np.zeros(len(findings), np.bool_)
            keep[at] = True
            found.append((detector, findings.where(keep)))
    return found


def looked_up(detector: Lead, surprise: Floats, confidence: Floats, firm: int) -> tuple[Lead, Findings]:
    """The sweep's findings of one kind about a firm, as far as the score needs them."""
    n = len(surprise)
    nothing = np.zeros(n)
    return detector, Findings(
        SubjectKind.FIRM,
        np.full(n, firm, np.int32),
        np.arange(n + 1, dtype=np.int64),
        np.full(n, firm, np.int32),
        nothing,
        nothing,
        surprise,
        confidence,
        np.zeros(n, np.uint32),
    )


def judge_one(
    register: RegisterSlice, firm: int, found: Found, ring: RingCase | None, prior: float, calibrated: Curve
) -> Scores:
    """Scores of the slice, of which only the row of `firm` is meant."""
    n = len(register.firms)
    of, strength, one_hand = np.full(n, -1, np.int32), np.zeros(n), np.full(n, np.nan)
    log_odds, by_family = np.empty(0), np.empty((0, len(Family)))
    if ring is not None:
        of[firm], strength[firm], one_hand[firm] = 0, ring.strength, ring.one_hand
        log_odds, by_family = np.array([ring.log_odds]), ring.by_family[None, :]
    member = Membership(of, strength, one_hand, log_odds, by_family)
    return score_firms(register, own_evidence(n, found), member, prior, calibrated)


def ties_to(pairs: Pairs, firm: int) -> tuple[Ints, NDArray[np.float64]]:
    """The firms with same-hand evidence to one firm, and its nats per family (m, families)."""
    first, second = pairs.a == firm, pairs.b == firm
    other = np.concatenate([pairs.b[first], pairs.a[second]]).astype(np.int32)
    nats = np.concatenate([pairs.by_family[first], pairs.by_family[second]]).astype(np.float64)
    return other, nats


def strength_in_ring(nats: NDArray[np.float64], size: int, firms: int) -> float:
    """How firmly a newcomer sits in a ring of `size` members, 0-1, from its same-hand nats to them.

    `nats` (m, families): one row for each member it is tied to. A family says as much as its strongest tie
    and ln k more for ties to k members (chance would have to pick the same ring k times), within the
    family's cap. To the sum comes ln(size / firms), the chance that a firm of a register of `firms` belongs
    to the ring. A single family gives at most ONE_FAMILY_STRENGTH. Never falls when a tie is added or
    grows; 0 without a tie.
    """
    if len(nats) == 0:
        return 0.0
    tied = np.maximum((nats > 0).sum(axis=0), 1)
    best = nats.max(axis=0)
    by_family = np.where(best > 0, np.minimum(best + np.log(tied), FAMILY_CAP), 0.0)
    # what dates say is one fact, however many members were filed then
    by_family[Family.TIME] = min(best[Family.TIME], FAMILY_CAP[Family.TIME])
    log_odds = by_family.sum() + np.log(max(size, 3) / max(firms, 3))
    strength = float(1.0 / (1.0 + np.exp(-log_odds)))
    lonely = int((by_family >= SPEAKS).sum()) < 2
    return min(strength, ONE_FAMILY_STRENGTH) if lonely else strength


def known(register: RegisterSlice, firm: int) -> float:
    """0-1: how much of what speaks for or against a firm is known of it: day, room, representative and its
    id, contact, process of filing, scope, capital."""
    firms, keys = register.firms, register.keys
    kinds = keys.kind[register.links.key[register.links.firm == firm]]
    head = int(firms.representative[firm])
    facts = (
        firms.registered[firm] != NO_DAY,
        (kinds == KeyKind.ROOM).any(),
        head >= 0,
        head >= 0 and keys.identity[head] == BY_ID,
        np.isin(kinds, (KeyKind.PHONE, KeyKind.EMAIL)).any(),
        np.isin(kinds, (KeyKind.DEVICE, KeyKind.IP, KeyKind.AGENT)).any(),
        firms.scope[firm] >= 0,
        not np.isnan(firms.capital[firm]),
    )
    return sum(map(bool, facts)) / len(facts)
