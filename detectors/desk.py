"""The registration desk's numbers: one firm judged on its neighbourhood by the same detectors and scores.

Nothing here reads a store. What the sweep decided of the rings and of the whole register (GLOBAL findings)
is handed in; the LOCAL detectors run on the neighbourhood.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detectors.calibration import Calibration
from detectors.catalogue import DETECTORS
from detectors.counterfactual import Counterfactuals, RingSums, what_would_clear
from detectors.detector import Family, Lead, Scope
from detectors.evidence import Pairs
from detectors.findings import Findings, SubjectKind
from detectors.rings.features import features
from detectors.rings.ring import with_faults
from detectors.rings.weigh import FAULTS
from detectors.scoring import Membership, Own, Scores, beyond_ring, own_evidence, ring_nats, score_firms
from graph.baselines import Baselines
from graph.model import KeyKind
from graph.slice import NO_DAY, Bools, Floats, Groups, Ints, RegisterSlice

Found = list[tuple[Lead, Findings]]

BY_ID = 3  # resolve.Identity


@dataclass(frozen=True)
class RingCase:
    """What a published ring says of one firm (`graph.published.REFERENCE`, ring_sums): the ring's `log_odds`
    of being false, their `whole` before any limit, its nats `by_family`,
    those that `speaks` for its being false and the `families` that support it, the faults of its members; the
    firm's `strength` in it and the probability `one_hand` that the firm belongs to its hand."""

    log_odds: float
    whole: float
    by_family: Floats
    speaks: Floats
    families: Bools
    fault_hits: Floats
    fault_of: Floats
    strength: float = 0.0
    one_hand: float = 0.0


@dataclass(frozen=True)
class Judged:
    """Scores of the slice, of which only the row of the firm is meant: `own` what its findings say, `beyond`
    what of it counts beyond its ring, and the facts that would clear it."""

    scores: Scores
    own: Own
    beyond: Floats
    clears: Counterfactuals


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
    register: RegisterSlice,
    firm: int,
    found: Found,
    ring: RingCase | None,
    prior: float,
    calibration: Calibration,
) -> Judged:
    """Judge one firm of a slice by its findings and its ring."""
    n = len(register.firms)
    of, strength, one_hand = np.full(n, -1, np.int32), np.zeros(n), np.full(n, np.nan)
    rings: tuple[RingCase, ...] = ()
    if ring is not None:
        of[firm], strength[firm], one_hand[firm], rings = 0, ring.strength, ring.one_hand, (ring,)
    log_odds, whole = np.array([(one.log_odds, one.whole) for one in rings]).reshape(-1, 2).T
    by_family, speaks = (
        np.array(rows).reshape(-1, len(Family))
        for rows in ([one.by_family for one in rings], [one.speaks for one in rings])
    )
    families = np.array([one.families for one in rings], np.bool_).reshape(-1, len(Family))
    member = Membership(of, strength, one_hand, log_odds, by_family)
    own = own_evidence(n, found)
    scores = score_firms(register, own, member, prior, calibration.firms)
    from_ring = np.zeros(n) if ring is None else ring_nats(strength, np.full(n, ring.log_odds), prior)
    sums = RingSums(whole, speaks, families, calibration.rings)
    clears = what_would_clear(scores, own, sums, calibration.firms)
    return Judged(scores, own, beyond_ring(own, from_ring), clears)


def ties_to(pairs: Pairs, firm: int) -> tuple[Ints, NDArray[np.float64]]:
    """The firms with same-hand evidence to one firm, and its nats per family (m, families)."""
    first, second = pairs.a == firm, pairs.b == firm
    other = np.concatenate([pairs.b[first], pairs.a[second]]).astype(np.int32)
    nats = np.concatenate([pairs.by_family[first], pairs.by_family[second]]).astype(np.float64)
    return other, nats


def strength(
    register: RegisterSlice, normal: Baselines, firm: int, mates: Ints, belongs: float, ring: RingCase
) -> float:
    """How surely a firm that so likely `belongs` to a ring is one of its fakes if it is false, its own faults
    weighed in as the sweep does (rings.ring.with_faults). `mates` are members of the ring in the slice: a
    place or a phone that one of them has is no second fault."""
    group = Groups.sets(register, np.zeros(len(mates) + 1, np.int32), np.append(mates, np.int32(firm)))
    seen, row = features(register, normal, group), np.flatnonzero(group.firm == firm)
    shows, is_known = seen.shows[row][:, FAULTS], seen.known[row][:, FAULTS]
    hits, of, base = ring.fault_hits[None], ring.fault_of[None], seen.base[list(FAULTS)]
    return float(with_faults(np.array([belongs]), shows, is_known, hits, of, base)[0])


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
