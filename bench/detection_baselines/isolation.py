"""An isolation forest (Liu et al. 2008) over the flat features."""

import numpy as np
from sklearn.ensemble import IsolationForest

from bench.detection_baselines.flat import features
from graph.slice import Floats, RegisterSlice

TREES = 300


def isolation_forest(register: RegisterSlice) -> Floats:
    """How easily each firm is set apart; what the register does not say is the column's median."""
    columns = features(register)
    known = ~np.isnan(columns).all(axis=0)
    columns = columns[:, known]
    columns = np.where(np.isnan(columns), np.nanmedian(columns, axis=0), columns)
    forest = IsolationForest(n_estimators=TREES, random_state=0).fit(columns)
    return -np.asarray(forest.score_samples(columns), np.float64)
