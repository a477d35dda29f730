"""What the registration desk is told, and the reasons that add up to the score."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from detectors.coverage import NotAssessed
from detectors.detector import Family, Lead
from detectors.findings import Findings
from detectors.results.findings import finding_rows
from detectors.results.names import Names
from detectors.results.verdicts import LABEL, PRIOR
from detectors.scoring import Scores, finding_nats
from detectors.words import CALIBRATED, FAMILIES, HUBS
from graph.model import HubKind
from graph.slice import Floats, Ints
from graph.store.records import FindingProfile, KeyRef, RingRow
from graph.words import Text

SPEAKS = 0.005  # nats below which a term is not told

DEADLINE = Text(
    "形式审查：材料齐全的当场登记，否则 3 个工作日内登记；情形复杂的经批准可再延长 3 个工作日"
    "（登记管理条例第十九条）。",
    "Formal review: register at once, else within 3 working days; complex cases may be extended by another "
    "3 (R19).",
)
REST = Text("其余证据与上下限", "Other evidence and the limits on what a sum may say")
IN_RING = Text("与团伙 {ring} 的关联：{family}", "Ties to ring {ring}: {family}")
HUB = Text("{firms:,} 户企业共用，属正当共用点：{why}", "Shared by {firms:,} firms, a legitimate hub: {why}")


HEAD = ("finding_id", "detector", "typology", "subject_kind", "subject_id")


@dataclass(frozen=True)
class DeskReason:
    """One thing that speaks for (contribution > 0) or against a closer look; nats of log odds. A lead of
    another kind than a false registration, such as related parties, adds 0 to the score.

    `typology` is T01-T28, for counter-evidence a look-alike N1-N18, empty where there is neither.
    """

    typology: str
    family: str
    words: Text
    contribution: float


@dataclass(frozen=True)
class Answer:
    """The pre-check of one application (domain.md section 6): advice, never a refusal.

    `score` is the probability that the registration is false, `one_hand` that it belongs to the hand of
    `near_ring`; contributions of reasons and counter-evidence add up to the score's log odds.
    """

    request_id: str
    decision: str
    score: float
    one_hand: float | None
    grade: str
    confidence: float
    reasons: tuple[DeskReason, ...]
    counter_evidence: tuple[DeskReason, ...]
    evidence: tuple[dict[str, Any], ...]
    legal_basis: tuple[str, ...]
    next_steps: tuple[Text, ...]
    deadline: Text
    as_of: date
    sweep_id: str
    version: str
    discounted_hubs: tuple[KeyRef, ...]
    not_assessed: tuple[NotAssessed, ...]
    near_ring: str | None
    cleared_by: tuple[Text, ...]


@dataclass(frozen=True)
class Told:
    """A finding in words. `excuses` are the look-alikes that speak for the firms."""

    detector: Lead
    typology: str
    reason: Text
    nats: float  # what the score takes it for before families are compared
    evidence: dict[str, Any]
    excuses: tuple[DeskReason, ...]


def told_locally(detector: Lead, found: Findings, ring: Ints, names: Names) -> list[Told]:
    """The findings of the neighbourhood in words."""
    out = []
    nats = finding_nats(detector, found).tolist()
    for row, said in zip(finding_rows(detector, found, ring, names), nats, strict=True):
        counter = json.loads(str(row["counter_evidence"]))
        head = {
            name: row[name] for name in ("finding_id", "detector", "typology", "subject_kind", "subject_id")
        }
        out.append(
            Told(
                detector,
                str(row["typology"]),
                Text(str(row["reason_zh"]), str(row["reason_en"])),
                said,
                head | json.loads(str(row["evidence"])),
                tuple(DeskReason(c["code"], c["family"], Text(c["zh"], c["en"]), 0.0) for c in counter),
            )
        )
    return out


def told_by_sweep(detector: Lead, found: FindingProfile, nats: float) -> Told:
    """A finding as it was published."""
    row = found.row
    head = {name: getattr(row, name) for name in HEAD}
    counter = (DeskReason(c.code or "", c.family, c.words, 0.0) for c in found.counter_evidence)
    return Told(detector, row.typology, row.reason, nats, head | found.evidence, tuple(counter))


def reasons(
    scores: Scores, beyond: Floats, firm: int, told: Sequence[Told], ring: RingRow | None
) -> tuple[tuple[DeskReason, ...], tuple[DeskReason, ...]]:
    """What adds up to the firm's log odds, for and against, weightiest first. `beyond` (n, families) is what
    findings say beyond what the ring does."""
    speaks: list[DeskReason] = []
    mine = beyond[firm]
    soft = [t for t in told if not t.detector.hard]
    for family in Family:
        best = max((t for t in soft if t.detector.family == family), key=_nats, default=None)
        if best is not None and mine[family] >= SPEAKS:
            speaks.append(DeskReason(best.typology, family.label, best.reason, float(mine[family])))
        from_ring = float(scores.terms[firm, family] - mine[family])
        if ring is not None and from_ring >= SPEAKS:
            speaks.append(DeskReason("", family.label, _in_ring(ring, family), from_ring))
    # Leads of another kind, such as related parties: told, and nothing to the score.
    speaks += [
        DeskReason(t.typology, t.detector.family.label, t.reason, 0.0) for t in soft if t.detector.weight == 0
    ]
    hard = max((t for t in told if t.detector.hard), key=_nats, default=None)
    if hard is not None and scores.hard[firm] > 0:
        speaks.append(DeskReason(hard.typology, "hard_fact", hard.reason, float(scores.hard[firm])))
    against = [DeskReason("", "prior", PRIOR, scores.prior)]
    label = float(scores.label[firm])
    if label:
        (speaks if label > 0 else against).append(
            DeskReason("", "label", LABEL[1 if label > 0 else -1], label)
        )
    taught = float(scores.calibration[firm])
    if abs(taught) >= SPEAKS:
        (speaks if taught > 0 else against).append(DeskReason("", "calibration", CALIBRATED, taught))
    rest = float(scores.log_odds[firm]) - sum(r.contribution for r in (*speaks, *against))
    if abs(rest) >= SPEAKS:
        (speaks if rest > 0 else against).append(DeskReason("", "rest", REST, rest))
    return tuple(sorted(speaks, key=lambda r: -r.contribution)), tuple(against)


def _in_ring(ring: RingRow, family: Family) -> Text:
    zh, en = FAMILIES[family]
    return Text(
        IN_RING.zh.format(ring=ring.ring_id, family=zh), IN_RING.en.format(ring=ring.ring_id, family=en)
    )


def _nats(told: Told) -> float:
    return told.nats


def hub_reasons(hubs: Iterable[KeyRef]) -> list[DeskReason]:
    """Each hub that counts for nothing or little, and what it is taken for."""
    out = []
    for key in hubs:
        code, why = HUBS[HubKind[key.hub.upper()]]
        words = Text(HUB.zh.format(firms=key.firms, why=why.zh), HUB.en.format(firms=key.firms, why=why.en))
        out.append(DeskReason(code, key.kind, words, 0.0))
    return out


def once(items: Iterable[Any]) -> tuple[Any, ...]:
    """Each once, in the order given."""
    return tuple(dict.fromkeys(items))
