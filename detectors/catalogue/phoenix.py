"""T18: a new firm takes up two kinds of keys that a firm ended within the year left, often in its trade."""

import numpy as np
from numpy.typing import NDArray

from detectors.detector import (
    CALL_THE_PERSON,
    COMPARE_FILINGS,
    VISIT,
    Detector,
    DetectorParams,
    Family,
    Scope,
    threshold,
)
from detectors.findings import Findings, SubjectKind
from detectors.lookalikes import excuses, tempered, unrelated
from graph.baselines import Baselines
from graph.data import Data
from graph.model import KeyKind
from graph.slice import NO_DAY, Floats, Groups, Ints, RegisterSlice
from graph.words import Text

KEYS = (
    KeyKind.ROOM,
    KeyKind.PERSON,
    KeyKind.PHONE,
    KeyKind.EMAIL,
    KeyKind.DEVICE,
    KeyKind.ACCOUNT,
    KeyKind.OWNER,
)
NEXT = 8  # of each dead firm's key, only the next births in filing order: bounded work
SURE_PERSON = 2  # resolve.Identity: a name alone is no successor


class Params(DetectorParams):
    min_kinds: int = threshold(2, unit="kinds of shared keys", source="domain T18")
    max_days: int = threshold(
        365, unit="days from the end of one to the birth of the other", source="domain T18"
    )
    max_firms: int = threshold(500, unit="firms", source="block cap")


def _successions(groups: Groups, ended: Ints, days: int) -> NDArray[np.int64]:
    """(dead firm, new firm) as one number each: the next `NEXT` births on a key after a death on it.

    The new firm must have taken the key up within so many days after the dead one let go of it: what lay
    idle for longer, as a recycled phone number does, is nobody's succession (N14).
    """
    born = groups.register.firms.registered[groups.firm].astype(np.int64)
    span = np.int64(1) << 33  # longer than any calendar, so groups never meet
    # members are in filing order, firms of unknown birth first
    at = groups.group * span + np.maximum(born, 0)
    dead = np.flatnonzero(ended[groups.firm] != NO_DAY)
    death = groups.group[dead] * span + ended[groups.firm[dead]]
    let_go = np.minimum(groups.until[dead], ended[groups.firm[dead]]).astype(np.int64)
    first = np.searchsorted(at, death, side="right")
    n = np.int64(len(groups.register.firms))
    found = []
    for step in range(NEXT):
        heir = np.minimum(first + step, len(at) - 1)
        within = (first + step < len(at)) & (at[heir] <= death + days)
        within &= groups.since[heir] - let_go <= days
        found.append(groups.firm[dead[within]].astype(np.int64) * n + groups.firm[heir[within]])
    return np.unique(np.concatenate(found))


def run(register: RegisterSlice, normal: Baselines, p: Params) -> Findings:
    firms, ended = register.firms, register.ended_on
    pairs, nats = [], []
    for kind in KEYS:
        groups = register.groups(kind, cap=p.max_firms)
        if kind == KeyKind.PERSON:
            groups = groups.where(register.keys.identity[groups.subject] >= SURE_PERSON)
        if len(groups) == 0:
            continue
        pairs.append(_successions(groups, ended, p.max_days))
        nats.append(np.full(len(pairs[-1]), -np.log(normal.sharing[kind, 2])))
    if not pairs:
        return Findings.none(SubjectKind.GROUP)
    pair, at, kinds = np.unique(np.concatenate(pairs), return_inverse=True, return_counts=True)
    weight = np.asarray(np.bincount(at, weights=np.concatenate(nats), minlength=len(pair)), np.float64)
    enough = kinds >= p.min_kinds
    pair, kinds, weight = pair[enough], kinds[enough], weight[enough]
    dead, heir = pair // len(firms), pair % len(firms)
    return _findings(register, dead.astype(np.int32), heir.astype(np.int32), kinds, weight, ended)


def _findings(
    register: RegisterSlice, dead: Ints, heir: Ints, kinds: NDArray[np.int64], weight: Floats, ended: Ints
) -> Findings:
    """One finding per pair, so that each is seen whole from either firm's neighbourhood."""
    firms = register.firms
    both = Groups.sets(
        register,
        np.repeat(np.arange(len(dead), dtype=np.int32), 2),
        np.stack([dead, heir], axis=1).ravel().astype(np.int32),
    )
    trade = (firms.trade[dead] == firms.trade[heir]) & (firms.trade[dead] >= 0)
    mask = excuses(both)
    found = Findings.of(
        Groups(register, np.minimum(dead, heir), both.start, both.firm, both.since, both.until),
        kind=SubjectKind.GROUP,
        statistic=kinds,
        expected=1.0,
        surprise=weight,
        # whoever closed a firm in good order may open another
        confidence=tempered(np.where(firms.lost[dead], 0.8, 0.4) + np.where(trade, 0.15, 0.0), mask),
        excuses=mask,
        kinds=kinds,
        ended_on=ended[dead],
        born_on=firms.registered[heir],
    )
    return found.where(unrelated(both) == 2)


PHOENIX = Detector(
    name="phoenix",
    typologies=("T18",),
    family=Family.BEHAVIOUR,
    severity=4,
    scope=Scope.LOCAL,
    title=Text("换壳再注册", "A firm risen from another's ashes"),
    reason=Text(
        "一户企业于 {ended_on} 终止，另一户于 {born_on} 设立，两者在 {kinds} 类信息"
        "（地址、人员、联系方式等）上相同。",
        "One firm ended on {ended_on}, the other was born on {born_on}; they share {kinds} kinds of keys "
        "(place, people, contacts).",
    ),
    mistaken_for=("N3", "N5", "N9", "N11", "N14", "N17", "N18"),
    cleared_by=Text(
        "原企业依法清算、债务已清偿，新企业经营实质不同。",
        "The old firm was wound up in good order with its debts paid, and the new one does other business.",
    ),
    basis=("R40",),
    next_steps=(COMPARE_FILINGS, CALL_THE_PERSON, VISIT),
    params=Params,
    run=run,
    weight=2.0,
    needs=(Data.ENDS, Data.DATES),
)
