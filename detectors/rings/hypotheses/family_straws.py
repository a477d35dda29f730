"""Straws of one family or village stand in for a hidden owner. Its honest twin is the family business:
few firms, one surname, years apart."""

from detectors.rings.features import Feature
from detectors.rings.hypothesis import Claim, Hypothesis
from graph.words import Text

FAMILY_STRAWS = Hypothesis(
    name="family_straws",
    claim=Claim.FALSE,
    title=Text("同乡同族挂名", "Straws of one family or village"),
    prior=0.01,
    median=20.0,
    spread=1.0,
    predicts={
        Feature.SURNAME: 0.6,
        Feature.HOME: 0.85,
        Feature.STRAW: 0.4,
        Feature.REPEATED: 0.5,
        Feature.CONTACT: 0.4,
        Feature.DEVICE: 0.4,
        Feature.AGENT: 0.5,
        Feature.CAPITAL: 0.4,
        Feature.PEOPLE: 0.35,
        Feature.BURST: 0.4,
        Feature.LOST: 0.5,
        Feature.UNVERIFIED: 0.12,
        Feature.VIRTUAL: 0.12,
        Feature.FAULT: 0.25,
        Feature.CONFIRMED: 0.9,
    },
)
FAMILY_FIRMS = Hypothesis(
    name="family_firms",
    claim=Claim.ONE_HAND,
    title=Text("家族企业", "A family business"),
    prior=0.1,
    median=3.0,
    spread=0.3,
    predicts={
        Feature.SURNAME: 0.85,
        Feature.HOME: 0.7,
        Feature.ROOM: 0.6,
        Feature.PEOPLE: 0.5,
        Feature.CONTACT: 0.4,
        Feature.BURST: 0.25,
        Feature.YEAR: 0.3,
    },
    look_alike="N17",
)
