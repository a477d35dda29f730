"""Every hypothesis of what a group is. To add one, write its file and name it here."""

from detectors.rings.hypotheses.address_mill import ADDRESS_MILL, HOSTED_STRANGERS, MARKET_HALL, OFFICE_TOWER
from detectors.rings.hypotheses.bad_agent import BAD_AGENT, ORDINARY_AGENT
from detectors.rings.hypotheses.family_straws import FAMILY_FIRMS, FAMILY_STRAWS
from detectors.rings.hypotheses.other_explanations import (
    ACQUAINTANCES,
    COINCIDENCE,
    CORPORATE_GROUP,
    FRANCHISE,
)
from detectors.rings.hypotheses.phoenix_chain import CLOSED_AND_REOPENED, PHOENIX_CHAIN
from detectors.rings.hypotheses.quick_batch import (
    AGENCY_BATCH,
    GENUINE_BATCH,
    IN_ONE_QUEUE,
    POLICY_BURST,
    QUICK_BATCH,
    SERIAL_FOUNDER,
)
from detectors.rings.hypotheses.resold_shells import RESOLD_SHELLS, SOLD_BUSINESSES
from detectors.rings.hypotheses.slow_organiser import PARTNERS, SLOW_ORGANISER
from detectors.rings.hypotheses.stolen_identities import AGENCY_CONTACT, STOLEN_IDENTITIES
from detectors.rings.hypothesis import Hypothesis

HYPOTHESES: tuple[Hypothesis, ...] = (
    QUICK_BATCH,
    SERIAL_FOUNDER,
    AGENCY_BATCH,
    POLICY_BURST,
    IN_ONE_QUEUE,
    GENUINE_BATCH,
    SLOW_ORGANISER,
    PARTNERS,
    ADDRESS_MILL,
    HOSTED_STRANGERS,
    MARKET_HALL,
    OFFICE_TOWER,
    FAMILY_STRAWS,
    FAMILY_FIRMS,
    RESOLD_SHELLS,
    SOLD_BUSINESSES,
    PHOENIX_CHAIN,
    CLOSED_AND_REOPENED,
    BAD_AGENT,
    ORDINARY_AGENT,
    STOLEN_IDENTITIES,
    AGENCY_CONTACT,
    CORPORATE_GROUP,
    FRANCHISE,
    COINCIDENCE,
    ACQUAINTANCES,
)
