"""Honest explanations that are no particular ring's twin: corporate groups, chains, mere coincidence."""

from detectors.rings.features import Feature
from detectors.rings.hypothesis import Claim, Hypothesis
from graph.words import Text

CORPORATE_GROUP = Hypothesis(
    name="corporate_group",
    claim=Claim.ONE_HAND,
    title=Text("企业集团、分支或专项公司", "A corporate group, its branches or special-purpose firms"),
    prior=0.06,
    median=5.0,
    spread=0.9,
    predicts={
        Feature.PARENT: 0.92,
        Feature.SAME_BRAND: 0.7,
        Feature.PEOPLE: 0.7,
        Feature.ROOM: 0.5,
        Feature.BUILDING: 0.5,
        Feature.CONTACT: 0.5,
        Feature.DEVICE: 0.4,
        Feature.AGENT: 0.5,
        Feature.CAPITAL: 0.4,
        Feature.SCOPE: 0.4,
        Feature.BURST: 0.4,
        Feature.RUN: 0.3,
        Feature.REPEATED: 0.6,
    },
    look_alike="N5",
)
FRANCHISE = Hypothesis(
    name="franchise",
    claim=Claim.STRANGERS,
    title=Text("连锁加盟", "A franchise chain"),
    prior=0.03,
    median=6.0,
    spread=0.8,
    predicts={
        Feature.SAME_BRAND: 0.97,
        Feature.TRADE: 0.95,
        Feature.SCOPE: 0.5,
        Feature.CAPITAL: 0.4,
        Feature.PEOPLE: 0.03,
        Feature.CONTACT: 0.04,
        Feature.DEVICE: 0.05,
        Feature.REPEATED: 0.1,
        Feature.BURST: 0.2,
        Feature.YEAR: 0.35,
    },
    look_alike="N6",
)
COINCIDENCE = Hypothesis(
    name="coincidence",
    claim=Claim.STRANGERS,
    title=Text("偶然相连的普通企业", "Ordinary firms connected by coincidence"),
    prior=0.4,
    median=3.5,
    spread=0.6,
    predicts={},
)
ACQUAINTANCES = Hypothesis(
    name="acquaintances",
    claim=Claim.STRANGERS,
    title=Text("经熟人、亲友辗转相连的企业", "Firms of people who know one another, linked in a chain"),
    prior=0.08,
    median=12.0,
    spread=1.0,
    predicts={
        Feature.PEOPLE: 0.3,
        Feature.REPEATED: 0.5,
        Feature.CONTACT: 0.2,
        Feature.DEVICE: 0.15,
        Feature.STRAW: 0.25,
        Feature.BURST: 0.15,
        Feature.YEAR: 0.3,
        Feature.RUN: 0.1,
    },
)
