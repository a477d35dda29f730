"""Fitting a calibration: a Bayesian update of the stated prior with few decided cases, isotonic with many.

The line slope · log-odds + shift is a logistic regression (Platt 1999) under a normal prior around "scores
mean what they say": with few cases it hardly moves, with more the cases decide, so one formula serves both.
With very many the line gives way to isotonic regression (Zadrozny and Elkan 2002), strictly rising so that
nothing is reordered.

Decided cases are no random sample: investigators look at the top. Which were looked at depends on the
score, so the share of fakes *at a score* is learned without bias; where nobody looked nothing is learned,
and the curve of firms is tied to the prior there.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression, minimize

from detectors.calibration import Curve, Point
from graph.slice import Bools, Floats

RINGS_SPREAD = (0.3, 0.75)  # of the prior of slope and shift, in slopes and nats: how far cities differ [E]
FIRMS_SPREAD = (0.25, 0.5)
LEAST_SLOPE = 0.05  # scores stay in order
MANY = 150  # independent cases from which the prior is outvoted and the line is called Platt's
ISOTONIC = 1000  # independent cases from which the curve is isotonic
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
    weight = np.ones(len(z))
    found = line(z, true, weight, RINGS_SPREAD)
    if len(z) >= ISOTONIC:
        return Curve(_isotonic(z, true, weight)), found
    low = float(z.min(initial=WIDEST))
    points = [(at, found.slope * at + found.shift) for at in (low, WIDEST) if low < WIDEST]
    unseen = min(low - FADES, points[0][1] - STEP) if points else -WIDEST
    return Curve(tuple((round(a, 6), round(b, 6)) for a, b in [(unseen, unseen), *points])), found


def firms_curve(z: Floats, true: Bools, weight: Floats, prior: float) -> Curve:
    """The curve of firms; `prior` (log-odds) is what nothing is said of, and stays what it is."""
    if len(z) == 0:
        return Curve()
    if weight.sum() >= ISOTONIC:
        points = _isotonic(z, true, weight)
    else:
        found = line(z, true, weight, FIRMS_SPREAD)
        low = max(float(np.quantile(z, 0.02)), prior + 1.0)
        points = tuple((at, found.slope * at + found.shift) for at in (low, max(WIDEST, low + 1.0)))
    rising: list[Point] = [(round(prior, 6), round(prior, 6))]
    for at, becomes in points:
        if at > rising[-1][0]:
            rising.append((round(at, 6), round(max(becomes, rising[-1][1] + STEP), 6)))
    return Curve(tuple(rising))


def _isotonic(z: Floats, true: Bools, weight: Floats) -> tuple[Point, ...]:
    """Isotonic regression as a strictly rising line through the middles of its blocks, each with half a
    case of either outcome added, so that no score becomes a certainty."""
    order = np.argsort(z, kind="stable")
    z, y, w = z[order], true[order].astype(np.float64), weight[order]
    starts = isotonic_regression(y, weights=w).blocks[:-1]
    total = np.add.reduceat(w, starts)
    hits = np.add.reduceat(w * y, starts)
    odds = (hits + 0.5) / (total - hits + 0.5)
    becomes = np.maximum.accumulate(np.log(odds))
    middle = np.add.reduceat(w * z, starts) / total
    at = np.asarray(np.round(np.maximum.accumulate(middle), 6), np.float64)
    distinct = np.r_[True, np.diff(at) > 0]
    at, becomes = at[distinct], becomes[distinct] + STEP * np.arange(int(distinct.sum()))
    return tuple((float(a), round(float(b), 6)) for a, b in zip(at, becomes, strict=True))
