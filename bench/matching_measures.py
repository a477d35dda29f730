"""How good scores and verdicts of pairs are against the truth."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from sklearn.metrics import average_precision_score, precision_recall_curve

Flags = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.float64]


@dataclass(frozen=True)
class PairQuality:
    """Figures of one method on one set of pairs, shares 0-1.

    `recall_at_99`: the most recall at a precision of at least 0.99, over all thresholds. `worst`: of the
    kinds of different pairs, the one called the same most often, and how often.
    """

    average_precision: float
    f1: float
    precision: float
    recall: float
    recall_at_99: float
    worst: tuple[str, float]


def f1(truth: Flags, called: Flags) -> tuple[float, float, float]:
    """F1, precision and recall of what is called true."""
    right = int((truth & called).sum())
    found, there = int(called.sum()), int(truth.sum())
    return 2 * right / max(found + there, 1), right / max(found, 1), right / max(there, 1)


def quality(truth: Flags, score: Scores, called: Flags, kinds: pl.Series) -> PairQuality:
    """Figures of scores, and of the pairs that are called the same; `kinds` names each pair's kind."""
    precision, recall, _ = precision_recall_curve(truth, score)
    of_verdict = f1(truth, called)
    wrong = pl.DataFrame({"kind": kinds, "called": called}).filter(pl.Series(~truth))
    rates = wrong.group_by("kind").agg(pl.col("called").mean()).sort("called", "kind", descending=True)
    return PairQuality(
        float(average_precision_score(truth, score)),
        *of_verdict,
        float(recall[precision >= 0.99].max(initial=0.0)),
        rates.row(0) if len(rates) else ("–", 0.0),
    )


def best_threshold(truth: Flags, score: Scores) -> float:
    """The threshold of the best F1."""
    precision, recall, thresholds = precision_recall_curve(truth, score)
    scores = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
    return float(thresholds[int(np.argmax(scores[:-1]))])


def macro_f1(truth: npt.NDArray[np.int8], said: npt.NDArray[np.int8]) -> float:
    """The mean F1 over the classes of the truth."""
    return float(np.mean([f1(truth == c, said == c)[0] for c in np.unique(truth)]))
