"""Which kind of ring a ring is taken for, and the runner-up.

Whether a group is a ring is the hypotheses' question; which kind, that of what sets kinds apart. Every kind
of ring shares people, phones and texts, so the kind that expects most of them would win every time. The
weights are learned from generated cities of random habits (`python -m bench.fit`) and lie in `weights.toml`.
Some kinds cannot be told apart where a register shows little (stolen identities look like any batch filed by
one agent): the probabilities say so, and what is read says "one of" instead of naming one.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from detectors.rings.features import Features
from detectors.rings.hypotheses import HYPOTHESES
from detectors.rings.hypothesis import Claim
from detectors.rings.lift import FORMS, LIFTED, forms, lifts
from detectors.rings.weights import NAMES
from graph.slice import Floats, Groups

KINDS = tuple(i for i, h in enumerate(HYPOTHESES) if h.claim == Claim.FALSE)
COLUMNS = (*(feature.name.lower() for feature in LIFTED), *FORMS, "rest")


# A kind is said when it is twice as likely as all others together: right for nine rings in ten of habits
# that nothing was learned from.
SAID = 2 / 3


def kinds(seen: Features, groups: Groups) -> Floats:
    """(groups, KINDS): probability of each kind, given that the group is a ring (multinomial logit)."""
    x = np.column_stack([lifts(seen)[:, list(LIFTED)], forms(groups), np.ones(len(groups))])
    weights = np.array([[NAMES[HYPOTHESES[i].name].get(column, 0.0) for column in COLUMNS] for i in KINDS])
    return np.asarray(softmax(x @ weights.T, axis=1), np.float64)


def named(likely: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The likeliest kind of each group and the next, as indices into HYPOTHESES."""
    order = np.argsort(-likely, axis=1, kind="stable")
    of = np.array(KINDS, np.int64)
    return of[order[:, 0]], of[order[:, 1]]


def possible(likely: Floats) -> list[int]:
    """One group's kinds that must be said, the likeliest first, as indices into HYPOTHESES.

    One where it is twice as likely as all others together; else the first two, and all that are likelier than
    a blind guess among the kinds.
    """
    order = np.argsort(-likely, kind="stable")
    if likely[order[0]] > SAID:
        return [KINDS[order[0]]]
    return [KINDS[k] for place, k in enumerate(order) if place < 2 or likely[k] > 1.0 / len(KINDS)]
