"""Stolen identities: people with no earlier firm, from anywhere, under one phone, device and agent. Its
honest twin is the agency that files for strangers."""

from detectors.rings.features import Feature
from detectors.rings.hypothesis import Claim, Hypothesis
from graph.words import Text

STOLEN_IDENTITIES = Hypothesis(
    name="stolen_identities",
    claim=Claim.FALSE,
    title=Text("冒用他人身份登记", "Stolen identities"),
    prior=0.008,
    median=20.0,
    spread=1.0,
    predicts={
        Feature.CONTACT: 0.6,
        Feature.DEVICE: 0.6,
        Feature.AGENT: 0.7,
        Feature.PEOPLE: 0.1,
        Feature.STRAW: 0.2,
        Feature.REPEATED: 0.25,
        Feature.BURST: 0.5,
        Feature.VIRTUAL: 0.25,
        Feature.UNVERIFIED: 0.3,
        Feature.LOST: 0.5,
        Feature.FAULT: 0.3,
        Feature.CAPITAL: 0.4,
        Feature.CONFIRMED: 0.9,
    },
)
AGENCY_CONTACT = Hypothesis(
    name="agency_contact",
    claim=Claim.STRANGERS,
    title=Text("代理记账机构的电话", "Clients on an agency's phone"),
    prior=0.04,
    median=6.0,
    spread=0.9,
    predicts={
        Feature.CONTACT: 0.8,
        Feature.AGENT: 0.6,
        Feature.DEVICE: 0.25,
        Feature.PEOPLE: 0.03,
        Feature.REPEATED: 0.08,
        Feature.BURST: 0.2,
        Feature.YEAR: 0.35,
    },
    look_alike="N10",
)
