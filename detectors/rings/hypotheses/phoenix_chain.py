"""A phoenix chain: firms die with their debts and rise again on the same keys. Its honest twin is the owner
who closes one shop and opens the next."""

from detectors.rings.features import Feature
from detectors.rings.hypothesis import Claim, Hypothesis
from graph.words import Text

PHOENIX_CHAIN = Hypothesis(
    name="phoenix_chain",
    claim=Claim.FALSE,
    title=Text("换壳再注册", "Phoenix chain"),
    prior=0.006,
    median=20.0,
    spread=1.0,
    predicts={
        Feature.REBORN: 0.5,
        Feature.LOST: 0.5,
        Feature.PEOPLE: 0.45,
        Feature.CONTACT: 0.45,
        Feature.ROOM: 0.4,
        Feature.TRADE: 0.75,
        Feature.DEVICE: 0.3,
        Feature.YEAR: 0.4,
        Feature.AGENT: 0.4,
        Feature.CONFIRMED: 0.9,
    },
)
CLOSED_AND_REOPENED = Hypothesis(
    name="closed_and_reopened",
    claim=Claim.ONE_HAND,
    title=Text("歇业后重新开业", "Closed one shop, opened the next"),
    prior=0.06,
    median=3.0,
    spread=0.3,
    predicts={
        Feature.REBORN: 0.4,
        Feature.ONE_PERSON: 0.9,
        Feature.REPEATED: 0.9,
        Feature.ROOM: 0.6,
        Feature.TRADE: 0.8,
        Feature.CONTACT: 0.1,
    },
)
