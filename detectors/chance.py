"""How surprising a count is: log-likelihood ratios against what is normal. All in nats, never negative."""

import numpy as np
from numpy.typing import NDArray

from graph.slice import Floats

# When one hand is at work, how likely each further firm falls on the same key [E].
SAME_HAND = 0.6


def surprise_of_sharing(sizes: NDArray[np.int64], rate: float) -> Floats:
    """Evidence that `n` firms on one key are one hand: each beyond the first is the key's usual
    sharing rate by chance and `SAME_HAND` by design, damped by n^0.6 since members are not independent
    (detection-notes item 6)."""
    further = np.maximum(np.asarray(sizes, np.float64) - 1.0, 0.0) ** 0.6
    return np.asarray(further * max(np.log(SAME_HAND / rate), 0.0), np.float64)


def poisson_surprise(count: NDArray[np.generic], expected: Floats) -> Floats:
    """Log-likelihood ratio of `count` under its own rate against the expected rate, for counts above it:
    n ln(n / e) - (n - e) (Poisson deviance / 2)."""
    n = np.asarray(count, np.float64)
    e = np.maximum(np.asarray(expected, np.float64), 1e-9)
    with np.errstate(divide="ignore", invalid="ignore"):
        deviance = np.where(n > e, n * np.log(np.maximum(n, 1e-9) / e) - (n - e), 0.0)
    return np.asarray(deviance, np.float64)


def binomial_surprise(hits: NDArray[np.generic], of: NDArray[np.generic], rate: Floats | float) -> Floats:
    """Log-likelihood ratio of `hits` out of `of` under its own share against `rate`, for shares above it
    (binomial deviance / 2)."""
    k, n = np.asarray(hits, np.float64), np.maximum(np.asarray(of, np.float64), 1e-9)
    r = np.clip(np.asarray(rate, np.float64), 1e-6, 1 - 1e-6)
    share = np.clip(k / n, 1e-9, 1 - 1e-9)
    ratio = k * np.log(share / r) + (n - k) * np.log((1 - share) / (1 - r))
    return np.asarray(np.where(k / n > r, ratio, 0.0), np.float64)
