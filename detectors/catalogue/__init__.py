"""Every detector, in the order in which results list them. To add one, write its file and name it here."""

from detectors.catalogue.address_hijack import ADDRESS_HIJACK
from detectors.catalogue.age_skew import AGE_SKEW
from detectors.catalogue.agent_as_liaison import AGENT_AS_LIAISON
from detectors.catalogue.barred_person import BARRED_PERSON
from detectors.catalogue.borrowed_owner import BORROWED_OWNER
from detectors.catalogue.burst import BURST
from detectors.catalogue.capital_pattern import CAPITAL_PATTERN
from detectors.catalogue.circular_holding import CIRCULAR_HOLDING
from detectors.catalogue.controller_anomaly import CONTROLLER_ANOMALY
from detectors.catalogue.deep_chain import DEEP_CHAIN
from detectors.catalogue.default_address import DEFAULT_ADDRESS
from detectors.catalogue.discarded_shell import DISCARDED_SHELL
from detectors.catalogue.false_address import FALSE_ADDRESS
from detectors.catalogue.far_home_county import FAR_HOME_COUNTY
from detectors.catalogue.fast_firms_one_person import FAST_FIRMS_ONE_PERSON
from detectors.catalogue.filing_run import FILING_RUN
from detectors.catalogue.guarantee_circle import GUARANTEE_CIRCLE
from detectors.catalogue.hidden_counterparty import HIDDEN_COUNTERPARTY
from detectors.catalogue.invoice_mill import INVOICE_MILL
from detectors.catalogue.llp_factory import LLP_FACTORY
from detectors.catalogue.many_firms_one_person import MANY_FIRMS_ONE_PERSON
from detectors.catalogue.name_series import NAME_SERIES
from detectors.catalogue.numbered_names import NUMBERED_NAMES
from detectors.catalogue.phoenix import PHOENIX
from detectors.catalogue.problem_agent import PROBLEM_AGENT
from detectors.catalogue.related_bidders import RELATED_BIDDERS
from detectors.catalogue.same_room import SAME_ROOM
from detectors.catalogue.shared_device import SHARED_DEVICE
from detectors.catalogue.shared_phone import SHARED_PHONE
from detectors.catalogue.shared_staff import SHARED_STAFF
from detectors.catalogue.stolen_identity import STOLEN_IDENTITY
from detectors.catalogue.underage_officer import UNDERAGE_OFFICER
from detectors.catalogue.unmanaged_host import UNMANAGED_HOST
from detectors.catalogue.unpaid_capital import UNPAID_CAPITAL
from detectors.detector import Detector

DETECTORS: tuple[Detector, ...] = (
    BARRED_PERSON,
    UNDERAGE_OFFICER,
    STOLEN_IDENTITY,
    FAST_FIRMS_ONE_PERSON,
    MANY_FIRMS_ONE_PERSON,
    SHARED_STAFF,
    AGENT_AS_LIAISON,
    BORROWED_OWNER,
    FALSE_ADDRESS,
    SAME_ROOM,
    SHARED_PHONE,
    SHARED_DEVICE,
    PROBLEM_AGENT,
    BURST,
    FILING_RUN,
    PHOENIX,
    DISCARDED_SHELL,
    INVOICE_MILL,
    NAME_SERIES,
    NUMBERED_NAMES,
    FAR_HOME_COUNTY,
    AGE_SKEW,
    CAPITAL_PATTERN,
    UNPAID_CAPITAL,
    CIRCULAR_HOLDING,
    DEEP_CHAIN,
    RELATED_BIDDERS,
    HIDDEN_COUNTERPARTY,
    GUARANTEE_CIRCLE,
    UNMANAGED_HOST,
    ADDRESS_HIJACK,
    DEFAULT_ADDRESS,
    CONTROLLER_ANOMALY,
    LLP_FACTORY,
)
