"""Gradient boosting over the flat features, learned from the truth of other cities."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from bench.detection_baselines.flat import features
from graph.slice import Bools, Floats, RegisterSlice

TREES, LEAVES, RATE, LEAST = 300, 15, 0.05, 20
EVERY = 10  # of honest firms so many stand for one that is learned from; all false ones are


def labelled(register: RegisterSlice) -> Floats:
    """The flat features and what investigators decided, which a learner may use as we do."""
    return np.column_stack([features(register), register.firms.label])


@dataclass(frozen=True)
class Lesson:
    """Firms of one city to learn from: columns, truth, and how many firms each stands for."""

    x: Floats
    fake: Bools
    weight: Floats


def lesson(register: RegisterSlice, fake: Bools) -> Lesson:
    """What a city whose truth is known teaches."""
    rows = np.flatnonzero(fake | (np.arange(len(fake)) % EVERY == 0))
    weight = np.where(fake[rows], 1.0, float(EVERY))
    return Lesson(labelled(register)[rows], fake[rows], weight)


def learned(lessons: Sequence[Lesson]) -> HistGradientBoostingClassifier:
    """Trees grown on some cities."""
    return HistGradientBoostingClassifier(
        max_iter=TREES,
        max_leaf_nodes=LEAVES,
        learning_rate=RATE,
        min_samples_leaf=LEAST,
        l2_regularization=1.0,
        early_stopping=False,
        random_state=0,
    ).fit(
        np.concatenate([one.x for one in lessons]),
        np.concatenate([one.fake for one in lessons]),
        sample_weight=np.concatenate([one.weight for one in lessons]),
    )


def boosted(trees: HistGradientBoostingClassifier, register: RegisterSlice) -> Floats:
    """Probability that each firm is false."""
    return np.asarray(trees.predict_proba(labelled(register))[:, 1], np.float64)
