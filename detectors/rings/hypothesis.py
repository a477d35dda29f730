"""What a group may be: a kind of ring, one honest hand, or strangers who only look alike."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from detectors.rings.features import Feature
from graph.words import Text


class Claim(IntEnum):
    """What a hypothesis says of the group."""

    FALSE = 0  # one hand, under false pretences
    ONE_HAND = 1  # one hand, honest
    STRANGERS = 2  # no common hand


@dataclass(frozen=True)
class Hypothesis:
    """One explanation of a group: which share of its members it expects to show each feature.

    A feature it does not name is expected at the ordinary rate and neither speaks for nor against it.
    `prior` is the share of such groups among all candidate groups; `median` and `spread` are those of a
    lognormal size (domain.md section 5). `firm` is how firmly the shares are meant: the weight of the
    beta distribution around each, in members.
    """

    name: str
    claim: Claim
    title: Text
    prior: float
    median: float
    spread: float
    predicts: Mapping[Feature, float]
    look_alike: str = ""  # the hard negative N1-N18 that an honest explanation stands for
    firm: float = 4.0

    def __post_init__(self) -> None:
        if not 0 < self.prior < 1 or not all(0 < share < 1 for share in self.predicts.values()):
            raise ValueError(f"{self.name}: prior and predicted shares lie between 0 and 1")

    def size_nats(self, size: float) -> float:
        """ln density of the lognormal size."""
        z = (math.log(size) - math.log(self.median)) / self.spread
        return -0.5 * z * z - math.log(size * self.spread)
