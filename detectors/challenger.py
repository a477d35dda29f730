"""The challenger: boosted trees over the same evidence, monotone in every column, beside the additive model.

It is measured on the same held-out cases and told of; it never serves. What serves must explain itself in
reasons that add up, and the trees' sums do not. Needs scikit-learn (the extra `learn`).
"""

from importlib.util import find_spec

import numpy as np

from detectors.learning import Cases, held_out
from detectors.measures import Fit, measured
from detectors.rings.features import Feature
from graph.slice import Floats

TREES, LEAVES, LEAST = 100, 8, 10  # of the boosting: few and small, for few cases
RATE = 0.08
NOTHING = -20.0  # nats where no ring says anything: less than any says


def available() -> bool:
    """Whether what the challenger is made with is installed."""
    return find_spec("sklearn") is not None


def evidence(cases: Cases) -> Floats:
    """(n, columns): what the additive model adds up, for every firm: its ring's nats by feature and the rest
    of its log-odds, ln odds of its membership, its own findings' nats by family and of hard facts. A firm
    without a ring has less than any ring would say."""
    judged, own = cases.judged, cases.own
    rings, scores = judged.rings, judged.scores
    inside = scores.ring >= 0
    told = np.full((len(inside), len(Feature) + 1), NOTHING)
    told[inside] = np.column_stack([rings.by_feature, rings.rest])[scores.ring[inside]]
    strength = np.clip(scores.strength, 1e-6, 1.0 - 1e-6)
    return np.column_stack([told, np.log(strength / (1.0 - strength)), own.by_family, own.hard])


def boosted(taught: Cases, columns: Floats, asked: Floats) -> Floats:
    """Probability of each row of `asked` (m, columns) from trees grown on the cases, rows of `columns`."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    if taught.true.all() or not taught.true.any():
        return np.full(len(asked), float(taught.true.mean()))
    trees = HistGradientBoostingClassifier(
        max_iter=TREES,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=LEAST,
        learning_rate=RATE,
        monotonic_cst=np.ones(columns.shape[1], np.int8),
        early_stopping=False,
        random_state=0,
    ).fit(columns[taught.firm], taught.true, sample_weight=taught.weight)
    return np.asarray(trees.predict_proba(asked)[:, 1], np.float64)


def challenge(cases: Cases) -> Fit:
    """Figures of boosting on the cases, each foretold by trees that saw none of its ring."""
    columns = evidence(cases)
    p = held_out(cases, lambda others: boosted(others, columns, columns))
    return measured(p, cases.true, cases.weight)
