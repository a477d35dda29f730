"""Combinations of facts that confirmed cases show far more often than the register, for a person to judge.

Frequent sets of facts among the confirmed (FP-growth, Han et al. 2000) with their lift over the whole
register. A proposal changes nothing: whoever accepts one writes a detector or a threshold for it. Needs
mlxtend (the extra `learn`).
"""

from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np

from detectors.learning import Cases
from detectors.rings.features import Feature
from graph.slice import Bools

LEAST_SUPPORT = 0.1  # of the confirmed cases
LEAST_CASES = 5  # confirmed cases that show it
LEAST_LIFT = 3.0  # over the register
MOST_FACTS, MOST = 3, 20  # facts of a combination; combinations proposed
COMMON = 0.2  # share of the register from which a fact says nothing
FLAGGED = 0.5  # score from which a firm is flagged as it is
OUTCOMES = (Feature.CONFIRMED, Feature.LOST)  # what is known afterwards proposes nothing


@dataclass(frozen=True)
class Proposal:
    """`facts` that firms show together. `support` is the share of the confirmed that do, `lift` that over the
    share of the register; `firms` of the register show them, of which `confirmed` and `cleared` are decided
    so and `new` are neither decided nor flagged as it is."""

    facts: tuple[str, ...]
    support: float
    lift: float
    firms: int
    confirmed: int
    cleared: int
    new: int


def available() -> bool:
    """Whether what proposals are made with is installed."""
    return find_spec("mlxtend") is not None


def facts(cases: Cases) -> tuple[list[str], Bools]:
    """Names of facts, and which firms (n, facts) show them: findings by detector, features of its ring."""
    judged, n = cases.judged, len(cases.judged.register.firms)
    names, columns = [], []
    for detector, findings in judged.findings:
        shown = np.zeros(n, np.bool_)
        shown[findings.firm] = True
        names.append(detector.name)
        columns.append(shown)
    for feature in Feature:
        if feature not in OUTCOMES:
            shown = np.zeros(n, np.bool_)
            shown[judged.rings.groups.firm] = judged.rings.shows[:, feature]
            names.append(f"ring:{feature.name.lower()}")
            columns.append(shown)
    table = np.column_stack(columns)
    rare = table.any(axis=0) & (table.mean(axis=0) < COMMON)
    return [name for name, keep in zip(names, rare, strict=True) if keep], np.asarray(
        table[:, rare], np.bool_
    )


def proposals(cases: Cases) -> list[Proposal]:
    """The combinations that stand out, the highest lift first; of those that the same firms show, the
    shortest."""
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
    out: dict[bytes, Proposal] = {}
    for items in sorted((sorted(map(int, s)) for s in found["itemsets"]), key=lambda s: (len(s), s)):
        shown = np.asarray(table[:, items].all(axis=1), np.bool_)
        support = float(shown[confirmed].mean())
        lift = support / float(shown.mean())
        if len(items) >= 2 and lift >= LEAST_LIFT:
            said = Proposal(
                tuple(names[i] for i in items),
                support,
                lift,
                int(shown.sum()),
                int(shown[confirmed].sum()),
                int(shown[cleared].sum()),
                int((shown & ~known).sum()),
            )
            out.setdefault(np.packbits(shown).tobytes(), said)
    return sorted(out.values(), key=lambda p: (-p.lift, -p.support, p.facts))[:MOST]
