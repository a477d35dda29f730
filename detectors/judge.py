"""The whole judgement of a register: hubs, baselines, findings, same-hand pairs, rings, scores."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from detectors.accepted import Combination, find_accepted
from detectors.calibration import UNCALIBRATED, Calibration
from detectors.catalogue import DETECTORS
from detectors.counterfactual import Counterfactuals, RingSums, what_would_clear
from detectors.detector import Lead
from detectors.evidence import Pairs, same_hand
from detectors.findings import Findings
from detectors.hubs import Hubs, type_hubs
from detectors.rings.ring import Rings, find_rings
from detectors.scoring import PRIOR, Membership, Scores, own_evidence, score_firms
from graph.baselines import Baselines, measure
from graph.slice import RegisterSlice


@dataclass(frozen=True)
class Judgement:
    """Everything a sweep found. `register` is the slice with its hubs typed."""

    register: RegisterSlice
    hubs: Hubs
    normal: Baselines
    findings: list[tuple[Lead, Findings]]
    pairs: Pairs
    rings: Rings
    scores: Scores
    clears: Counterfactuals


def _done(_stage: str) -> None:
    """Nobody wants to know."""


def membership(n: int, rings: Rings) -> Membership:
    """Which of n firms is in which ring."""
    ring, strength, one_hand = np.full(n, -1, np.int32), np.zeros(n), np.full(n, np.nan)
    ring[rings.groups.firm] = rings.groups.group
    # As precise as it is published, so that the desk computes the same score from what it reads.
    strength[rings.groups.firm] = np.round(rings.strength, 6)
    one_hand[rings.groups.firm] = rings.one_hand[rings.groups.group] * rings.belongs
    return Membership(ring, strength, one_hand, rings.log_odds, rings.by_family)


def judge(
    register: RegisterSlice,
    *,
    prior: float = PRIOR,
    calibration: Calibration = UNCALIBRATED,
    accepted: Sequence[Combination] = (),
    stage: Callable[[str], None] = _done,
) -> Judgement:
    """Judge a whole register, with the combinations that a person accepted; `stage` is told the name of each
    finished stage."""
    register, hubs = type_hubs(register)
    normal = measure(register)
    stage("hubs")
    with ThreadPoolExecutor(1) as other_core:
        weighing = other_core.submit(same_hand, register, normal)
        findings: list[tuple[Lead, Findings]] = [(d, d.find(register, normal)) for d in DETECTORS]
        stage("detectors")
        pairs = weighing.result()  # what is told of this stage is the wait for it
    stage("evidence")
    rings = find_rings(register, normal, pairs).calibrated(calibration.rings)
    stage("rings")
    findings += find_accepted(len(register.firms), findings, rings, accepted)
    own = own_evidence(len(register.firms), findings)
    scores = score_firms(
        register,
        own,
        membership(len(register.firms), rings),
        prior,
        calibration.firms,
    )
    clears = what_would_clear(scores, own, RingSums.of(rings, calibration.rings), calibration.firms)
    stage("scores")
    return Judgement(register, hubs, normal, findings, pairs, rings, scores, clears)
