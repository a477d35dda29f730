"""How well probabilities foretold decided cases."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.slice import Bools, Floats

LEAST_SCORE, BINS = 0.1, 10  # of the calibration error
LEAST = 1e-12  # what is divided by
SURE = 1e-6  # nearer to 0 or 1 than this no probability is taken at its word


@dataclass(frozen=True)
class Fit:
    """Figures of one set of cases. `log_loss` in nats per case; `ece`, the expected calibration error of
    probabilities of at least LEAST_SCORE in BINS bins of equal width; `average_precision` and `precision` (of
    those at 0.5 or more) are nan where there is nothing to measure."""

    log_loss: float
    brier: float
    ece: float
    average_precision: float
    precision: float


def measured(p: Floats, true: Bools, weight: Floats) -> Fit:
    """Figures of probabilities `p` (n,) for what came out `true` (n,), each case counting `weight`."""
    safe = np.clip(p, SURE, 1.0 - SURE)
    loss = -np.where(true, np.log(safe), np.log1p(-safe))
    sure = p >= 0.5
    return Fit(
        float(np.average(loss, weights=weight)),
        float(np.average((p - true) ** 2, weights=weight)),
        calibration_error(p, true, weight),
        average_precision(p, true, np.ones(len(p))),
        float(true[sure].mean()) if sure.any() else float("nan"),
    )


def reliability(p: Floats, true: Bools, weight: Floats) -> tuple[Floats, Floats, Floats]:
    """Per bin (BINS,): weight of its cases, their mean probability, the share that came out true; nan
    without any."""
    cell: NDArray[np.int64] = np.minimum((p * BINS).astype(np.int64), BINS - 1)
    total, said, was = (
        np.bincount(cell, weights=w, minlength=BINS) for w in (weight, weight * p, weight * true)
    )
    with np.errstate(invalid="ignore"):
        return np.asarray(total, np.float64), said / total, was / total


def calibration_error(p: Floats, true: Bools, weight: Floats) -> float:
    """Expected calibration error of the probabilities of at least LEAST_SCORE; 0 without any."""
    high = p >= LEAST_SCORE
    total, said, was = reliability(p[high], true[high], weight[high])
    some = total > 0
    return float((total[some] * np.abs(said[some] - was[some])).sum() / max(total.sum(), LEAST))


def average_precision(p: Floats, true: Bools, weight: Floats) -> float:
    """Area under precision over recall, in steps at distinct scores; nan without a true case."""
    total = float(weight[true].sum())
    if total == 0:
        return float("nan")
    order = np.argsort(-p, kind="stable")
    last = np.r_[np.flatnonzero(np.diff(p[order])), len(p) - 1]
    hits = np.cumsum((weight * true)[order])[last]
    seen = np.cumsum(weight[order])[last]
    gained = np.diff(np.r_[0.0, hits])
    return float((gained * hits / np.maximum(seen, LEAST)).sum() / total)


def concordance(p: Floats, true: Bools, weight: Floats) -> float:
    """Chance that a true case has the higher of two probabilities than one that is not, ties counting half;
    nan without cases of both."""
    _, place = np.unique(p, return_inverse=True)
    yes, no = np.bincount(place, weight * true), np.bincount(place, weight * ~true)
    both = float(yes.sum() * no.sum())
    below = np.cumsum(no) - no / 2.0
    return float((yes * below).sum() / both) if both > 0 else float("nan")
