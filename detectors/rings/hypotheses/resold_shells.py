"""Shells kept, resold and abandoned: representative and holders replaced, then contact lost. Its honest
twin is the ordinary sale of small businesses."""

from detectors.rings.features import Feature
from detectors.rings.hypothesis import Claim, Hypothesis
from graph.words import Text

RESOLD_SHELLS = Hypothesis(
    name="resold_shells",
    claim=Claim.FALSE,
    title=Text("倒卖壳公司", "Resold shells"),
    prior=0.008,
    median=20.0,
    spread=1.0,
    predicts={
        Feature.RESOLD: 0.75,
        Feature.LOST: 0.55,
        Feature.AGENT: 0.5,
        Feature.CONTACT: 0.35,
        Feature.DEVICE: 0.35,
        Feature.PEOPLE: 0.35,
        Feature.CAPITAL: 0.4,
        Feature.BURST: 0.3,
        Feature.STRAW: 0.25,
        Feature.UNVERIFIED: 0.1,
        Feature.FAULT: 0.2,
        Feature.CONFIRMED: 0.9,
    },
)
SOLD_BUSINESSES = Hypothesis(
    name="sold_businesses",
    claim=Claim.STRANGERS,
    title=Text("正常转让的企业", "Businesses sold in the ordinary way"),
    prior=0.02,
    median=4.0,
    spread=0.5,
    predicts={
        Feature.RESOLD: 0.6,
        Feature.PEOPLE: 0.4,
        Feature.AGENT: 0.4,
        Feature.CONTACT: 0.1,
    },
)
