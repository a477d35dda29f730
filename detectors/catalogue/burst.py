"""T06: far more firms are born on one key within days than its own past and the city's pace explain."""

import numpy as np

from detectors.chance import effective, poisson_surprise, poisson_tail
from detectors.detector import (
    COMPARE_FILINGS,
    REPEAT_IDENTITY_CHECK,
    VISIT,
    Detector,
    DetectorParams,
    Family,
    Scope,
    threshold,
)
from detectors.findings import Findings
from detectors.lookalikes import excuses, people, policy_days, stalls, strangers, tempered, unrelated
from graph.baselines import Baselines
from graph.data import Data
from graph.model import KeyKind
from graph.slice import Floats, Groups, Ints, RegisterSlice
from graph.words import Text

YEAR = 365  # days of a key's own past
# How far a burst on a key of each kind speaks of one hand [E]: a new building fills up, an agent files
# in batches, a new text comes with a new policy.
KEYS = {
    KeyKind.ROOM: 0.7,
    KeyKind.BUILDING: 0.3,
    KeyKind.PERSON: 0.8,
    KeyKind.PHONE: 0.7,
    KeyKind.AGENT: 0.4,
    KeyKind.SCOPE: 0.3,
}


class Params(DetectorParams):
    min_births: int = threshold(8, unit="unrelated firms within days", source="domain T06")
    days: int = threshold(14, unit="days", source="domain T06")
    max_chance: float = threshold(1e-6, unit="probability (Poisson tail)", source="domain T06")
    max_firms: int = threshold(500, unit="firms", source="block cap")


def _expected(groups: Groups, normal: Baselines, first: Ints, days: int) -> Floats:
    """Births of each key in its window by the city's pace or by its own year before, whichever is more."""
    year_ago = (first - YEAR).astype(np.int32)
    window = normal.expected_births(first, (first + days - 1).astype(np.int32))
    year = normal.expected_births(year_ago, (first - 1).astype(np.int32))
    before = groups.total(groups.born_within(year_ago, YEAR))
    own = before * window / np.maximum(year, 1e-9)
    return np.asarray(np.maximum(groups.sizes * window, own), np.float64)


def _on(register: RegisterSlice, normal: Baselines, p: Params, kind: KeyKind) -> Findings:
    key = register.groups(kind, at_least=p.min_births, cap=p.max_firms)
    most, first = key.densest(p.days)
    enough = most >= p.min_births
    key, first = key.where(enough), first[enough]
    expected = _expected(key, normal, first, p.days)
    fresh = unrelated(key, key.born_within(first, p.days))
    sure = (fresh >= p.min_births) & (poisson_tail(np.maximum(fresh, 1), expected) < p.max_chance)
    key, first, expected, fresh = key.where(sure), first[sure], expected[sure], fresh[sure]

    born = key.members(key.born_within(first, p.days))
    # stalls that open together, or a text that strangers take up on the days of a policy, are no burst
    own = stalls(born) | (strangers(born) & np.bool_(kind == KeyKind.SCOPE))
    born, first, expected, fresh = born.where(~own), first[~own], expected[~own], fresh[~own]
    mask = excuses(born) | policy_days(normal, first, (first + p.days - 1).astype(np.int32), born.sizes)
    return Findings.of(
        born,
        statistic=fresh,
        expected=expected,
        surprise=poisson_surprise(fresh, expected) * effective(fresh) / np.maximum(fresh, 1),
        confidence=tempered(KEYS[kind], mask),
        excuses=mask,
        first_on=born.least(register.firms.registered[born.firm]),
        last_on=born.most(register.firms.registered[born.firm]),
        people=people(born),
    )


def run(register: RegisterSlice, normal: Baselines, p: Params) -> Findings:
    return Findings.joined([_on(register, normal, p, kind) for kind in KEYS])


BURST = Detector(
    name="burst",
    typologies=("T06",),
    family=Family.TIME,
    severity=4,
    scope=Scope.LOCAL,
    title=Text("短期批量设立", "Many births within days"),
    reason=Text(
        "{first_on} 至 {last_on} 间，同一对象（地址、人员、电话、代理人或经营范围）下设立 {n} 户企业"
        "（{people} 名法定代表人）；按其以往和全市节奏预期 {expected:.1f} 户。",
        "Between {first_on} and {last_on} {n} firms of {people} representatives were born on one key (place, "
        "person, phone, agent or scope); its own past and the city's pace would give {expected:.1f}.",
    ),
    mistaken_for=("N1", "N2", "N3", "N4", "N5", "N11", "N13", "N16", "N17", "N18"),
    cleared_by=Text(
        "同期全市因政策集中设立，或该地址为新开业的备案园区、市场。",
        "A policy brought such firms all over the city, or the place is a new registered park or market.",
    ),
    basis=("R38", "R40"),
    next_steps=(COMPARE_FILINGS, REPEAT_IDENTITY_CHECK, VISIT),
    params=Params,
    run=run,
    weight=1.5,
    needs=(Data.DATES,),
)
