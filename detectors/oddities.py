"""Firms unlike the rest: a reason to look, which never changes a score. Needs scikit-learn (the extra
`learn`)."""

import numpy as np

from detectors.combinations import FLAGGED
from detectors.learning import Cases
from graph.slice import Ints

MOST = 20


def oddest(cases: Cases) -> Ints:
    """Rows of the firms that an isolation forest (Liu et al. 2008) sets apart first, by what their findings
    say, of those that are neither decided nor flagged and of which something is said; the oddest first."""
    from sklearn.ensemble import IsolationForest

    own, scores = cases.own, cases.judged.scores
    columns = np.column_stack([own.by_family, own.hard, np.log1p(own.count)])
    open_ = (own.count > 0) & (scores.score < FLAGGED)
    open_[cases.firm] = False
    rows = np.flatnonzero(open_)
    if len(rows) < MOST:
        return rows.astype(np.int32)
    forest = IsolationForest(random_state=0).fit(columns[rows])
    normal = forest.score_samples(columns[rows])
    return rows[np.lexsort((rows, normal))[:MOST]].astype(np.int32)
