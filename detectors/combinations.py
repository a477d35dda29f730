"""Combinations of facts that confirmed cases show far more often than the register, for a person to judge.

Frequent sets of facts among the confirmed (FP-growth, Han et al. 2000) with their lift over the whole
register. A proposal changes nothing until a person accepts it (detectors.accepted). Needs mlxtend (the extra
`learn`).
"""

from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np

from detectors.facts import KNOWN, OF_RING, shown
from detectors.fitting import independent
from detectors.learning import Cases
from graph.slice import Bools, Floats

LEAST_SUPPORT = 0.1  # of the confirmed cases
LEAST_CASES = 5  # confirmed cases that show it
LEAST_LIFT = 3.0  # over the register
MOST_FACTS, MOST = 3, 20  # facts of a combination; combinations proposed
COMMON = 0.2  # share of the register from which a fact says nothing
FLAGGED = 0.5  # score from which a firm is flagged as it is
LEAST_RINGS = 3  # rings that its confirmed cases are of, or firms without one: never one ring's habit
DOUBT = 0.05  # that a lift lies below its lower limit


@dataclass(frozen=True)
class Proposal:
    """`facts` that firms show together. `support` is the share of the confirmed that do, `lift` that over the
    share of the register (with a feature of the ring among them: of the firms in rings), `lift_low` its lower
    confidence limit; `firms` of the register show them, of which `confirmed` and `cleared` are decided so and
    `new` are neither decided nor flagged as it is."""

    facts: tuple[str, ...]
    support: float
    lift: float
    lift_low: float
    firms: int
    confirmed: int
    cleared: int
    new: int


def available() -> bool:
    """Whether what proposals are made with is installed."""
    return find_spec("mlxtend") is not None


def facts(cases: Cases) -> tuple[list[str], Bools]:
    """Names of facts that some but not many firms show, and which firms (n, facts) do."""
    judged, n = cases.judged, len(cases.judged.register.firms)
    table = np.column_stack([shown(name, n, judged.findings, judged.rings) for name in KNOWN])
    rare = table.any(axis=0) & (table.mean(axis=0) < COMMON)
    names = [name for name, keep in zip(KNOWN, rare, strict=True) if keep]
    return names, np.asarray(table[:, rare], np.bool_)


def least_support(shown: Bools, weight: Floats, doubt: float) -> float:
    """The lower confidence limit of a share (Clopper and Pearson 1934) among cases that count `weight`
    each: `shown` (m,) marks those that count for it."""
    from scipy.stats import beta

    hits, of = float(weight[shown].sum()), float(weight.sum())
    return float(beta.ppf(doubt, hits, of - hits + 1.0)) if hits > 0 else 0.0


def proposals(cases: Cases) -> list[Proposal]:
    """The combinations that stand out beyond chance: first those that reach firms nobody looked at, the
    surest lift first; of those that the same firms show, the shortest."""
    import pandas as pd
    from mlxtend.frequent_patterns import fpgrowth

    confirmed, cleared = cases.firm[cases.true], cases.firm[~cases.true]
    if len(confirmed) < LEAST_CASES:
        return []
    names, table = facts(cases)
    least = max(LEAST_SUPPORT, LEAST_CASES / len(confirmed))
    found = fpgrowth(pd.DataFrame(table[confirmed]), min_support=least, max_len=MOST_FACTS)
    known = np.zeros(len(table), np.bool_)
    known[cases.firm] = True
    known |= cases.judged.scores.score >= FLAGGED
    group = cases.group[cases.true]
    weight = independent(group)  # members of one ring tell nearly the same
    sets = sorted((sorted(map(int, s)) for s in found["itemsets"] if len(s) >= 2), key=lambda s: (len(s), s))
    inside, of_ring = cases.judged.scores.ring >= 0, [name.startswith(OF_RING) for name in names]
    out: dict[bytes, Proposal] = {}
    for items in sets:
        holds = np.asarray(table[:, items].all(axis=1), np.bool_)
        support = float(holds[confirmed].mean())
        # what a ring shows is a reason to be in it: beyond that, it must tell rings apart
        usual = float(holds[inside if any(of_ring[i] for i in items) else slice(None)].mean())
        lift = support / usual
        rings = len(np.unique(group[holds[confirmed]]))
        if lift >= LEAST_LIFT and rings >= LEAST_RINGS:
            low = least_support(holds[confirmed], weight, DOUBT) / usual
            if low <= 1.0:
                continue  # chance may have made it
            said = Proposal(
                tuple(names[i] for i in items),
                support,
                lift,
                low,
                int(holds.sum()),
                int(holds[confirmed].sum()),
                int(holds[cleared].sum()),
                int((holds & ~known).sum()),
            )
            out.setdefault(np.packbits(holds).tobytes(), said)
    return sorted(out.values(), key=lambda p: (p.new == 0, -p.lift_low, -p.support, p.facts))[:MOST]
