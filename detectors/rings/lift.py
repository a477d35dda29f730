"""What is learned of groups beside the hypotheses: how much commoner than usual each feature is, weighed.

The hypotheses' evidence is kept at a share, and each feature adds by its lift, ln of the group's share over
the ordinary one, and the group by its form: how many firms, over how long, under how many representatives.
The weights are learned from generated cities of random habits (`python -m bench.fit`) and lie in
`weights.toml`: none lets more evidence lower the score.
"""

from dataclasses import replace

import numpy as np

from detectors.rings.features import Feature, Features
from detectors.rings.weigh import Weighed
from detectors.rings.weights import RINGS
from graph.slice import NO_DAY, Floats, Groups

ORDINARY = 4.0  # members' worth of the ordinary share mixed into a group's
LEAST, MOST = -1.5, 3.0  # of a lift
LONGEST = 4000.0  # days from the first to the last filing that are told apart
# What is unknown counts as it is in most honest groups [E]: days of an undated group, heads of a firm.
UNDATED, UNNAMED = 730.0, 0.7
HONEST = (Feature.PARENT, Feature.HOSTED, Feature.SOLE)  # speak against
FORMS = ("ln_size", "ln_days", "heads")
LIFTED = tuple(feature for feature in Feature if feature != Feature.CONFIRMED)


def lifts(seen: Features) -> Floats:
    """(groups, features): ln of each feature's share over the ordinary one; 0 where nothing is known."""
    usual = ORDINARY * seen.base
    lift = np.log((seen.hits + usual) / ((seen.of + ORDINARY) * seen.base))
    lift = np.clip(lift, LEAST, MOST)
    lift[:, list(HONEST)] = np.maximum(lift[:, list(HONEST)], 0.0)  # having no excuse is no evidence
    return np.asarray(np.where(seen.of > 0, lift, 0.0), np.float64)


def forms(groups: Groups) -> Floats:
    """(groups, FORMS): ln of the size, of the days it took, and representatives per firm."""
    day = groups.register.firms.registered[groups.firm]
    dated = day != NO_DAY
    days = groups.most(day).astype(np.float64) - groups.least(np.where(dated, day, np.iinfo(np.int32).max))
    days = np.where(groups.total(dated) >= 2, np.clip(days, 0.0, LONGEST), UNDATED)
    head = groups.register.firms.representative[groups.firm]
    heads = groups.distinct(head) + UNNAMED * groups.total(head < 0)
    sizes = np.maximum(groups.sizes, 1)
    return np.column_stack([np.log(sizes), np.log1p(days), heads / sizes])


def learned(weighed: Weighed, seen: Features, groups: Groups) -> Weighed:
    """The groups weighed by hypotheses, with what is learned added to the claim that they are false."""
    weights = np.zeros(len(Feature))
    weights[list(LIFTED)] = [RINGS[feature.name.lower()] for feature in LIFTED]
    share = RINGS["hypotheses"]
    nats = share * weighed.nats + lifts(seen) * weights
    start = share * weighed.start + forms(groups) @ np.array([RINGS[name] for name in FORMS]) + RINGS["rest"]
    log_odds = nats.sum(axis=1) + start
    return replace(weighed, nats=nats, start=start, false=1.0 / (1.0 + np.exp(-log_odds)))
