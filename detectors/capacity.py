"""How many true rings a list of rings holds: the law of a sum of unequal coins, whose odds are not known
exactly."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detectors.calibration import Curve
from detectors.fitting import RINGS_SPREAD
from graph.slice import Floats

NODES = 9  # of the quadrature over slope and shift, in each
SURELY = 0.9  # of the interval


@dataclass(frozen=True)
class Yield:
    """Expected number of true rings, and the shortest central interval that holds it with probability
    SURELY."""

    expected: float
    low: int
    high: int


def poisson_binomial(p: Floats) -> Floats:
    """(n + 1,): probability of each number of successes in n independent trials of chances `p` (n,)."""
    law = np.ones(1)
    for chance in p:  # n is a week's work
        law = np.convolve(law, [1.0 - chance, chance])
    return np.asarray(law, np.float64)


def true_rings(log_odds: Floats, curve: Curve, covariance: Sequence[Sequence[float]] = ()) -> Yield:
    """What a list of rings with calibrated `log_odds` (k,) will turn out to hold.

    `curve` made them from what the evidence says; `covariance` (2, 2) is of its slope and shift, that of
    the stated prior where none is given. All rings share the error of the curve, so it does not average
    out: the law is a mixture of Poisson-binomials over it (Gauss-Hermite).
    """
    spread = np.array(covariance) if len(covariance) else np.diag(np.square(RINGS_SPREAD))
    root, weight = np.polynomial.hermite_e.hermegauss(NODES)
    weight = weight / weight.sum()
    half = np.linalg.cholesky(spread + 1e-12 * np.eye(2))
    said = curve.inverse()(log_odds)
    law = np.zeros(len(log_odds) + 1)
    for i in range(NODES):
        for j in range(NODES):
            slope, shift = half @ (root[i], root[j])
            moved = np.clip(log_odds + slope * said + shift, -30.0, 30.0)
            law += weight[i] * weight[j] * poisson_binomial(1.0 / (1.0 + np.exp(-moved)))
    below, tail = np.cumsum(law), (1.0 - SURELY) / 2.0
    number = np.arange(len(law))
    low, high = int(np.searchsorted(below, tail)), int(np.searchsorted(below, 1.0 - tail))
    return Yield(float(number @ law), low, min(high, len(log_odds)))
