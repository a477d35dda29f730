"""Combinations of facts that a person accepted: a reason of its own to look at the firms that show them.

It is a lead like related parties: told, ranked among a firm's findings by ln of the lower confidence limit of
its lift, and nothing to the score. The facts it is made of are scored already; measured on twelve generated
cities, what their company added on top raised 11 firms, none of them false.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detectors.detector import COMPARE_FILINGS, VISIT, Family, Lead, Scope
from detectors.facts import shown, words
from detectors.findings import Findings, SubjectKind
from detectors.rings.ring import Rings
from graph.slice import Floats
from graph.words import Text

TYPOLOGY = "learned"  # in place of T01-T28: cases taught it
_PREFIX = "combination:"
_REASON = Text(
    "已认定案件常见的特征组合（经人工采纳）：{what}。"
    "{support:.0%} 的已认定案件有此组合，为登记库的 {lift:.1f} 倍（95% 置信下限 {lift_low:.1f} 倍）。",
    "Facts that confirmed cases show together, accepted by a person: {what}. {support:.0%} of the confirmed "
    "cases show them, {lift:.1f} times the register's share (95 % lower limit {lift_low:.1f}).",
)


@dataclass(frozen=True, order=True)
class Combination:
    """`facts` of `detectors.facts.KNOWN` that were accepted together. `support` is the share of confirmed
    cases that show them, `lift` that over the register's, `lift_low` its lower confidence limit."""

    facts: tuple[str, ...]
    support: float
    lift: float
    lift_low: float


def lead_of(name: str) -> Lead | None:
    """What the combination of this name says of itself; None for a name that is none, or of facts that this
    version does not know."""
    if not name.startswith(_PREFIX):
        return None
    try:
        told = [words(fact) for fact in name.removeprefix(_PREFIX).split("+")]
    except KeyError:
        return None
    zh, en = "；".join(one.zh for one in told), "; ".join(one.en for one in told)
    return Lead(
        name=name,
        typologies=(TYPOLOGY,),
        family=Family.BEHAVIOUR,
        severity=2,
        scope=Scope.GLOBAL,
        title=Text("已认定案件常见的特征组合", "Facts that confirmed cases show together"),
        reason=Text(_REASON.zh.replace("{what}", zh), _REASON.en.replace("{what}", en)),
        mistaken_for=("N4", "N5", "N17"),
        cleared_by=Text(
            "其中任一特征有正当解释，或同类企业经核查已排除。",
            "One of the facts has an honest reason, or firms like it were cleared on inspection.",
        ),
        basis=("R9",),
        next_steps=(COMPARE_FILINGS, VISIT),
        weight=0.0,
    )


def find_accepted(
    n: int, found: Sequence[tuple[Lead, Findings]], rings: Rings, accepted: Sequence[Combination]
) -> list[tuple[Lead, Findings]]:
    """One finding per firm of n and accepted combination that it shows, the combinations in order."""
    return [_found(n, found, rings, one) for one in sorted(accepted)]


def _found(
    n: int, found: Sequence[tuple[Lead, Findings]], rings: Rings, one: Combination
) -> tuple[Lead, Findings]:
    lead = lead_of(_PREFIX + "+".join(one.facts))
    if lead is None:
        raise ValueError(f"{one.facts}: a combination is of known facts")
    holds = np.all([shown(fact, n, found, rings) for fact in one.facts], axis=0)
    firm = np.flatnonzero(holds).astype(np.int32)
    count = len(firm)

    def each(value: float) -> Floats:
        return np.full(count, value)

    return lead, Findings(
        SubjectKind.FIRM,
        firm,
        np.arange(count + 1, dtype=np.int64),
        firm,
        each(one.lift),
        each(1.0),
        each(max(math.log(one.lift_low), 0.0)),
        each(1.0),
        np.zeros(count, np.uint32),
        {"support": each(one.support), "lift": each(one.lift), "lift_low": each(one.lift_low)},
    )
