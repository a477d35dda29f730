"""Calibration: what a log-odds means in the light of decided cases, as a rising line through a few points.

A calibration never reorders: its curves rise strictly, so more evidence never lowers a calibrated score.
Without decided cases both curves are the identity, and a score means what its stated prior makes of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from graph.slice import Floats

Point = tuple[float, float]


@dataclass(frozen=True)
class Curve:
    """A map of log-odds through `points` (what comes in, what it becomes), straight between them and of slope
    1 outside; the identity without points. Both coordinates rise strictly, or ValueError."""

    points: tuple[Point, ...] = ()

    def __post_init__(self) -> None:
        table = np.array(self.points, np.float64).reshape(-1, 2)
        if not np.isfinite(table).all() or not (np.diff(table, axis=0) > 0).all():
            raise ValueError("the points of a calibration rise strictly in both coordinates")

    def __call__(self, log_odds: Floats) -> Floats:
        """The calibrated log-odds, of the same shape."""
        if not self.points:
            return np.asarray(log_odds, np.float64)
        at, becomes = np.array(self.points).T
        below, above = np.minimum(log_odds - at[0], 0.0), np.maximum(log_odds - at[-1], 0.0)
        return np.asarray(np.interp(log_odds, at, becomes) + below + above, np.float64)

    def inverse(self) -> "Curve":
        """What came in for what it became."""
        return Curve(tuple((becomes, at) for at, becomes in self.points))


IDENTITY = Curve()


@dataclass(frozen=True)
class Calibration:
    """The curve of the log-odds that a ring is false, and that of a firm's, which already holds its ring's
    calibrated one but no label."""

    rings: Curve = IDENTITY
    firms: Curve = IDENTITY

    def as_points(self) -> dict[str, list[list[float]]]:
        """As a configuration or a model file keeps it."""
        return {
            name: [list(point) for point in curve.points]
            for name, curve in (("rings", self.rings), ("firms", self.firms))
        }

    @classmethod
    def of_points(cls, kept: Mapping[str, Sequence[Sequence[Any]]]) -> "Calibration":
        """What `as_points` kept; what is missing is the identity. Raises ValueError for anything else."""

        def curve(name: str) -> Curve:
            try:
                return Curve(tuple((float(at), float(becomes)) for at, becomes in kept.get(name, ())))
            except TypeError:
                raise ValueError("a calibration is made of pairs of numbers") from None

        return cls(curve("rings"), curve("firms"))


UNCALIBRATED = Calibration()
