"""Slow: one organiser adds firms for a year or more and rotates phones. Its honest twin is a family or a
circle of partners that grows over years."""

from detectors.rings.features import Feature
from detectors.rings.hypothesis import Claim, Hypothesis
from graph.words import Text

SLOW_ORGANISER = Hypothesis(
    name="slow_organiser",
    claim=Claim.FALSE,
    title=Text("同一组织者长期陆续登记", "One organiser, over months"),
    prior=0.015,
    median=20.0,
    spread=1.0,
    predicts={
        Feature.CONTACT: 0.55,
        Feature.DEVICE: 0.5,
        Feature.PEOPLE: 0.5,
        Feature.AGENT: 0.5,
        Feature.BURST: 0.2,
        Feature.YEAR: 0.6,
        Feature.STRAW: 0.35,
        Feature.CAPITAL: 0.35,
        Feature.SCOPE: 0.2,
        Feature.TRADE: 0.5,
        Feature.ODD_BRAND: 0.15,
        Feature.LOST: 0.5,
        Feature.UNVERIFIED: 0.15,
        Feature.FAULT: 0.3,
        Feature.VIRTUAL: 0.15,
        Feature.CONFIRMED: 0.9,
    },
)
PARTNERS = Hypothesis(
    name="partners",
    claim=Claim.ONE_HAND,
    title=Text("合伙人或家族陆续设立", "Partners or a family, over years"),
    prior=0.25,
    median=3.2,
    spread=0.45,
    predicts={
        Feature.PEOPLE: 0.8,
        Feature.REPEATED: 0.5,
        Feature.CONTACT: 0.3,
        Feature.ROOM: 0.4,
        Feature.SURNAME: 0.6,
        Feature.HOME: 0.6,
        Feature.BURST: 0.3,
        Feature.YEAR: 0.4,
        Feature.DEVICE: 0.1,
    },
    look_alike="N17",
)
