"""How surprising a count is: log-likelihood ratios against what is normal. All in nats, never negative."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammainc

from graph.slice import Floats

# When one hand is at work, how likely the next firm is like the one before in any one respect [E].
SAME_HAND = 0.6
# Firms of one group do not tell independent stories: n of them count as DAMP n^POWER, and beyond
# MOST_COUNTED no more at all (detection-notes item 6).
DAMP, POWER, MOST_COUNTED = 1.5, 0.6, 30


def effective(n: NDArray[np.generic]) -> Floats:
    """How many independent firms a group of `n` counts for, never more than `n`."""
    sizes = np.asarray(n, np.float64)
    return np.asarray(np.minimum(sizes, DAMP * np.minimum(sizes, MOST_COUNTED) ** POWER), np.float64)


def surprise_of_sharing(sizes: NDArray[np.generic], sharing: Floats) -> Floats:
    """Surprise of so many firms on one key: -ln of the share of firms that share a key of its kind with
    as many or more. `sharing` is one kind's row of `Baselines.sharing`."""
    return np.asarray(-np.log(sharing[np.minimum(sizes, len(sharing) - 1)]), np.float64)


def poisson_surprise(count: NDArray[np.generic], expected: Floats) -> Floats:
    """Log-likelihood ratio of `count` under its own rate against the expected rate, for counts above it:
    n ln(n / e) - (n - e) (Poisson deviance / 2)."""
    n = np.asarray(count, np.float64)
    e = np.maximum(np.asarray(expected, np.float64), 1e-9)
    with np.errstate(divide="ignore", invalid="ignore"):
        deviance = np.where(n > e, n * np.log(np.maximum(n, 1e-9) / e) - (n - e), 0.0)
    return np.asarray(deviance, np.float64)


def poisson_tail(count: NDArray[np.generic], expected: Floats) -> Floats:
    """Probability of at least `count` (>= 1) events where `expected` are usual: the regularised lower
    incomplete gamma function P(count, expected)."""
    return np.asarray(gammainc(np.asarray(count, np.float64), np.maximum(expected, 1e-12)), np.float64)


def binomial_surprise(hits: NDArray[np.generic], of: NDArray[np.generic], rate: Floats | float) -> Floats:
    """Log-likelihood ratio of `hits` out of `of` under its own share against `rate`, for shares above it
    (binomial deviance / 2)."""
    k, n = np.asarray(hits, np.float64), np.maximum(np.asarray(of, np.float64), 1e-9)
    r = np.clip(np.asarray(rate, np.float64), 1e-6, 1 - 1e-6)
    share = np.clip(k / n, 1e-9, 1 - 1e-9)
    ratio = k * np.log(share / r) + (n - k) * np.log((1 - share) / (1 - r))
    return np.asarray(np.where(k / n > r, ratio, 0.0), np.float64)


def group_surprise(hits: NDArray[np.generic], of: NDArray[np.generic], rate: Floats | float) -> Floats:
    """`binomial_surprise` of a group whose members are not independent: `of` counts as `effective(of)`."""
    damping = effective(of) / np.maximum(np.asarray(of, np.float64), 1.0)
    return np.asarray(binomial_surprise(hits, of, rate) * damping, np.float64)


def wilson_lower(hits: NDArray[np.generic], of: NDArray[np.generic], z: float) -> Floats:
    """Lower end of the Wilson score interval (Wilson 1927) of a share; `z` is the normal quantile."""
    n = np.maximum(np.asarray(of, np.float64), 1e-9)
    share = np.asarray(hits, np.float64) / n
    centre = share + z**2 / (2 * n)
    spread = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return np.asarray((centre - spread) / (1 + z**2 / n), np.float64)


def damped_sum(group: NDArray[np.int64], nats: Floats, groups: int) -> Floats:
    """Sum of each group's nats (>= 0), the k-th largest weighing k^0.6 - (k - 1)^0.6: what comes on top
    never lowers the sum, and many small facts never weigh like as many independent ones."""
    order = np.lexsort((-nats, group))
    group, nats = group[order], nats[order]
    place = np.arange(len(group)) - np.searchsorted(group, group) + 1.0
    weight = place**POWER - (place - 1.0) ** POWER
    return np.asarray(np.bincount(group, weights=nats * weight, minlength=groups), np.float64)
