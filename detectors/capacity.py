"""With time for so many rings: how many of those looked at will turn out to be true.

The number of true ones among independent leads of different probabilities follows the Poisson binomial
distribution (Poisson, Recherches sur la probabilité des jugements, 1837); its probabilities are convolved
exactly. The interval is that of chance alone: it takes the probabilities to be right.
"""

from dataclasses import dataclass

import numpy as np

from graph.slice import Floats

LEVEL = 0.9  # of the interval


@dataclass(frozen=True)
class Expected:
    """True leads among those looked at: the mean, and the ends of a central interval of `LEVEL`, counts."""

    mean: float
    low: int
    high: int


def expected_true(probabilities: Floats) -> Expected:
    """What to expect of leads with these probabilities (0-1) of being true."""
    distribution = np.ones(1)
    for p in np.sort(probabilities):  # in one order, so that the same leads give the same bits
        distribution = np.convolve(distribution, (1.0 - p, p))
    cumulative = np.cumsum(distribution)
    tail = (1.0 - LEVEL) / 2
    last = len(probabilities)
    low = min(int(np.searchsorted(cumulative, tail)), last)
    high = min(int(np.searchsorted(cumulative, 1.0 - tail)), last)
    return Expected(float(np.sum(probabilities)), low, high)
