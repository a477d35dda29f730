"""The fakes among a busy agent's clients. Its honest twin is the agent whose clients are ordinary."""

from detectors.rings.features import Feature
from detectors.rings.hypothesis import Claim, Hypothesis
from graph.words import Text

BAD_AGENT = Hypothesis(
    name="bad_agent",
    claim=Claim.FALSE,
    title=Text("问题代理人经办", "A bad agent's clients"),
    prior=0.01,
    median=20.0,
    spread=1.0,
    predicts={
        Feature.AGENT: 0.95,
        Feature.LOST: 0.5,
        Feature.DEVICE: 0.5,
        Feature.CONTACT: 0.35,
        Feature.PEOPLE: 0.2,
        Feature.UNVERIFIED: 0.15,
        Feature.FAULT: 0.3,
        Feature.VIRTUAL: 0.15,
        Feature.CAPITAL: 0.4,
        Feature.BURST: 0.3,
        Feature.STRAW: 0.2,
        Feature.CONFIRMED: 0.9,
    },
)
ORDINARY_AGENT = Hypothesis(
    name="ordinary_agent",
    claim=Claim.STRANGERS,
    title=Text("普通代理机构的客户", "An ordinary agent's clients"),
    prior=0.08,
    median=6.0,
    spread=0.9,
    predicts={
        Feature.AGENT: 0.95,
        Feature.DEVICE: 0.25,
        Feature.CONTACT: 0.15,
        Feature.PEOPLE: 0.04,
        Feature.REPEATED: 0.1,
        Feature.BURST: 0.3,
    },
    look_alike="N4",
)
