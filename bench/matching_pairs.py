"""Every method on one set of pairs: the scores of all, our verdicts, and the others' best threshold.

The threshold of another method is the one of its best F1 on pairs of the same kinds that nobody is measured
on. Ours has none: the verdict comes with the comparison.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from bench.matching_baselines.environments import NotInstalled
from bench.matching_measures import PairQuality, Scores, best_threshold, quality
from bench.matching_table import OURS, absent
from graph.matching.comparison import Verdict

HEADER = (
    "method", "average precision", "F1", "precision", "recall", "recall at precision 0.99",
    "different pairs most often called the same",
)  # fmt: skip
Method = Callable[[pl.DataFrame], Scores]


@dataclass(frozen=True)
class Measured:
    """The figures of every method that ran, ours first, and the rows of all."""

    ours: PairQuality
    others: dict[str, PairQuality]
    rows: list[list[str]]

    def of_others(self, figure: Callable[[PairQuality], float]) -> dict[str, float]:
        """One figure of each of the others."""
        return {name: figure(found) for name, found in self.others.items()}


def measure(
    test: pl.DataFrame, dev: pl.DataFrame, compared: pl.DataFrame, others: Mapping[str, Method]
) -> Measured:
    """Figures on `test`; both frames have `same` and `kind` beside what the methods read."""
    truth, kinds = test["same"].to_numpy(), test["kind"]
    verdict = compared["verdict"].to_numpy()
    ours = quality(truth, compared["score"].to_numpy(), verdict == Verdict.SAME, kinds)
    rows, found = [_row(OURS, ours)], {}
    for name, method in others.items():
        try:
            at = best_threshold(dev["same"].to_numpy(), method(dev))
            score = method(test)
        except NotInstalled:
            rows.append(absent(name, len(HEADER)))
            continue
        found[name] = quality(truth, score, score >= at, kinds)
        rows.append(_row(name, found[name]))
    return Measured(ours, found, rows)


def _row(method: str, q: PairQuality) -> list[str]:
    figures = (q.average_precision, q.f1, q.precision, q.recall, q.recall_at_99)
    kind, rate = q.worst
    return [method, *(f"{x:.3f}" for x in figures), f"{kind.replace('_', ' ')}: {rate:.1%}"]
