"""How common rings are in this register: the prior adapted to it without a label.

Weights are learned where one firm in 200 is false. In a register with fewer rings, or more, the same evidence
means less, or more: what is expected of the rings found, summed, says how many there are, and by Bayes' rule
that changes what each is worth (expectation maximisation after Saerens, Latinne and Decaestecker 2002, drawn
towards the usual by a few rings' worth). Only where outcomes are known: poor data make rings look doubtful
however many there are, and would pass for few.
"""

import numpy as np

from graph.slice import Floats

USUAL = 3.3e-4  # rings per firm expected where 0.5 % of firms are false (bench.detection)
FIRM = 10.0  # rings' worth of the usual rate
LEAST, MOST = -2.0, 1.0  # nats
ROUNDS = 50


def prevalence(log_odds: Floats, firms: int) -> float:
    """Nats to add to the log-odds of a register's disjoint candidates."""
    nats = 0.0
    for _ in range(ROUNDS):
        expected = float((1.0 / (1.0 + np.exp(-np.sort(log_odds) - nats))).sum())
        rate = (expected + FIRM) / (firms + FIRM / USUAL)
        nats = float(np.clip(np.log(rate / USUAL), LEAST, MOST))
    return nats
