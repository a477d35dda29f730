"""Which kind of ring a ring is taken for, and the runner-up.

Whether a group is a ring is the hypotheses' question; which kind, that of what sets kinds apart. Every kind
of ring shares people, phones and texts, so the kind that expects most of them would win every time. The
weights are learned from generated cities of random habits (`python -m bench.fit`) and lie in `weights.toml`.
"""

import numpy as np
from numpy.typing import NDArray

from detectors.rings.features import Features
from detectors.rings.hypotheses import HYPOTHESES
from detectors.rings.hypothesis import Claim
from detectors.rings.lift import FORMS, LIFTED, forms, lifts
from detectors.rings.weights import NAMES
from graph.slice import Groups

KINDS = tuple(i for i, h in enumerate(HYPOTHESES) if h.claim == Claim.FALSE)
COLUMNS = (*(feature.name.lower() for feature in LIFTED), *FORMS, "rest")


def named(seen: Features, groups: Groups) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The likeliest kind of each group and the next, as indices into HYPOTHESES."""
    x = np.column_stack([lifts(seen)[:, list(LIFTED)], forms(groups), np.ones(len(groups))])
    weights = np.array([[NAMES[HYPOTHESES[i].name].get(column, 0.0) for column in COLUMNS] for i in KINDS])
    order = np.argsort(-(x @ weights.T), axis=1, kind="stable")
    kinds = np.array(KINDS, np.int64)
    return kinds[order[:, 0]], kinds[order[:, 1]]
