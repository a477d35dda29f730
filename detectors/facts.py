"""Facts of a firm that may be combined: the detectors that found it, and what it shows of its ring."""

from collections.abc import Sequence

import numpy as np

from detectors.catalogue import DETECTORS
from detectors.detector import Lead
from detectors.findings import Findings
from detectors.rings.features import Feature
from detectors.rings.ring import Rings
from detectors.words import FEATURES
from graph.slice import Bools
from graph.words import Text

OF_RING = "ring:"
OUTCOMES = (Feature.CONFIRMED, Feature.LOST)  # what is known afterwards proposes nothing
_OF_DETECTOR = {detector.name: detector.title for detector in DETECTORS}
_FEATURES = {f"{OF_RING}{f.name.lower()}": f for f in Feature if f not in OUTCOMES}
KNOWN = (*_OF_DETECTOR, *_FEATURES)


def words(name: str) -> Text:
    """A fact as a user reads it. Raises KeyError for a name not in KNOWN."""
    if name in _FEATURES:
        told = FEATURES[_FEATURES[name]]
        return Text(f"团伙中{told.zh}", f"its ring's firms {told.en}")
    return _OF_DETECTOR[name]


def shown(name: str, n: int, found: Sequence[tuple[Lead, Findings]], rings: Rings) -> Bools:
    """Which of n firms show a fact of KNOWN."""
    out = np.zeros(n, np.bool_)
    if name in _FEATURES:
        out[rings.groups.firm] = rings.shows[:, _FEATURES[name]]
    for lead, findings in found:
        if lead.name == name:
            out[findings.firm] = True
    return out
