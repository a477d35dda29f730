"""An address mill: a room for each firm in one building, or rooms that do not exist. Its honest twins are
the host or incubator and the market hall."""

from detectors.rings.features import Feature
from detectors.rings.hypothesis import Claim, Hypothesis
from graph.words import Text

ADDRESS_MILL = Hypothesis(
    name="address_mill",
    claim=Claim.FALSE,
    title=Text("虚构住所批量登记", "Address mill"),
    prior=0.01,
    median=20.0,
    spread=1.0,
    predicts={
        Feature.BUILDING: 0.8,
        Feature.FAULT: 0.5,
        Feature.LOST: 0.5,
        Feature.CONTACT: 0.35,
        Feature.DEVICE: 0.4,
        Feature.PEOPLE: 0.25,
        Feature.AGENT: 0.5,
        Feature.CAPITAL: 0.4,
        Feature.STRAW: 0.25,
        Feature.BURST: 0.4,
        Feature.UNVERIFIED: 0.12,
        Feature.VIRTUAL: 0.15,
        Feature.CONFIRMED: 0.9,
    },
)
HOSTED_STRANGERS = Hypothesis(
    name="hosted_strangers",
    claim=Claim.STRANGERS,
    title=Text("托管地址或园区内的企业", "Clients of one host or park"),
    prior=0.08,
    median=8.0,
    spread=1.0,
    predicts={
        Feature.HOSTED: 0.9,
        Feature.BUILDING: 0.8,
        Feature.ROOM: 0.3,
        Feature.PEOPLE: 0.03,
        Feature.CONTACT: 0.05,
        Feature.DEVICE: 0.06,
        Feature.REPEATED: 0.08,
        Feature.BURST: 0.25,
    },
    look_alike="N1",
)
MARKET_HALL = Hypothesis(
    name="market_hall",
    claim=Claim.STRANGERS,
    title=Text("市场摊位经营者", "Stalls of one market"),
    prior=0.03,
    median=10.0,
    spread=1.0,
    predicts={
        Feature.SOLE: 0.9,
        Feature.BUILDING: 0.9,
        Feature.TRADE: 0.6,
        Feature.PEOPLE: 0.03,
        Feature.CONTACT: 0.03,
        Feature.DEVICE: 0.05,
        Feature.REPEATED: 0.06,
    },
    look_alike="N3",
)
OFFICE_TOWER = Hypothesis(
    name="office_tower",
    claim=Claim.STRANGERS,
    title=Text("同一写字楼的企业", "Neighbours in one building"),
    prior=0.04,
    median=5.0,
    spread=0.7,
    predicts={
        Feature.BUILDING: 0.95,
        Feature.PEOPLE: 0.03,
        Feature.CONTACT: 0.03,
        Feature.DEVICE: 0.05,
        Feature.REPEATED: 0.1,
        Feature.BURST: 0.2,
        Feature.YEAR: 0.35,
    },
    look_alike="N12",
)
