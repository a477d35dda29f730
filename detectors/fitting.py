"""Fitting a calibration: a Bayesian update of the stated prior with few decided cases, Platt's with many.

The line slope · log-odds + shift is a logistic regression (Platt 1999) under a normal prior around "scores
mean what they say": with few cases it hardly moves, with more the cases decide, so one formula serves both.
A curve of more freedom would take more decided rings than any team comes by.

Decided cases are no random sample: investigators look at the top. Which were looked at depends on the
score, so the share of fakes *at a score* is learned without bias; where nobody looked nothing is learned,
and the curve of firms is tied to the prior there.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from detectors.calibration import Curve, Point
from graph.slice import Bools, Floats

RINGS_SPREAD = (0.3, 0.75)  # of the prior of slope and shift, in slopes and nats: how far cities differ [E]
FIRMS_SPREAD = (0.25, 0.5)
LEAST_SLOPE = 0.05  # scores stay in order
MANY = 150  # independent cases from which the prior is outvoted and the line is called Platt's
WIDEST = 8.0  # log-odds that scores never exceed
FADES = 2.0  # nats below the lowest decided ring in which what was learned fades away
STEP = 1e-3  # by which a strictly rising curve rises where cases see no rise
TOGETHER = 0.5  # correlation of the outcomes of one ring's members [E]


@dataclass(frozen=True)
class Line:
    """slope · log-odds + shift, and the covariance (2, 2) of both by Laplace's approximation."""

    slope: float
    shift: float
    covariance: Floats


def independent(group: NDArray[np.int64]) -> Floats:
    """What each case counts (n,): cases of one `group` tell nearly the same, 1 / (1 + (m - 1) TOGETHER)
    each (Kish)."""
    _, which, size = np.unique(group, return_inverse=True, return_counts=True)
    return np.asarray(1.0 / (1.0 + (size[which] - 1.0) * TOGETHER), np.float64)


def line(z: Floats, true: Bools, weight: Floats, spread: tuple[float, float]) -> Line:
    """The likeliest line for cases with log-odds `z` (n,) that came out `true`, under the prior of
    `spread`."""
    x = np.column_stack([z, np.ones(len(z))])
    sharp, start = 1.0 / np.square(spread), np.array([1.0, 0.0])

    def cost(w: Floats) -> tuple[float, Floats]:
        u = x @ w
        p = 1.0 / (1.0 + np.exp(-u))
        off = w - start
        loss = float(weight @ (np.logaddexp(0.0, u) - true * u)) + 0.5 * float(sharp @ off**2)
        return loss, x.T @ (weight * (p - true)) + sharp * off

    found = minimize(cost, start, jac=True, bounds=[(LEAST_SLOPE, None), (None, None)], method="L-BFGS-B")
    p = 1.0 / (1.0 + np.exp(-(x @ found.x)))
    information = (x * (weight * p * (1.0 - p))[:, None]).T @ x + np.diag(sharp)
    return Line(float(found.x[0]), float(found.x[1]), np.linalg.inv(information))


def rings_curve(z: Floats, true: Bools) -> tuple[Curve, Line]:
    """The curve of rings with log-odds `z` (n,), and the line that says how sure it is."""
    found = line(z, true, np.ones(len(z)), RINGS_SPREAD)
    low = float(z.min(initial=WIDEST))
    points = [(at, found.slope * at + found.shift) for at in (low, WIDEST) if low < WIDEST]
    unseen = min(low - FADES, points[0][1] - STEP) if points else -WIDEST
    return Curve(tuple((round(a, 6), round(b, 6)) for a, b in [(unseen, unseen), *points])), found


def firms_curve(z: Floats, true: Bools, weight: Floats, prior: float) -> Curve:
    """The curve of firms; `prior` (log-odds) is what nothing is said of, and stays what it is."""
    if len(z) == 0:
        return Curve()
    found = line(z, true, weight, FIRMS_SPREAD)
    low = max(float(np.quantile(z, 0.02)), prior + 1.0)
    rising: list[Point] = [(round(prior, 6), round(prior, 6))]
    for at in (low, max(WIDEST, low + 1.0)):
        becomes = found.slope * at + found.shift
        rising.append((round(at, 6), round(max(becomes, rising[-1][1] + STEP), 6)))
    return Curve(tuple(rising))
