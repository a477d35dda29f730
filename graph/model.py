"""The model, written once: the register layout (version 1) and the graph that comes of it.

The readers, the validation, the snapshot's Parquet schemas, the SQLite tables and the documentation
tables are all derived from what is declared here.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

LAYOUT_VERSION = 1


class Type(StrEnum):
    """What a column of the register layout holds."""

    ID = "id"  # an identifier: trimmed, never empty where required
    TEXT = "text"
    CHOICE = "choice"  # one of `choices`
    DATE = "date"  # ISO 8601 day
    PARTIAL_DATE = "partial_date"  # day, month or year
    MONEY = "money"  # decimal, in the unit of `currency`
    SHARE = "share"  # 0 to 1
    NUMBER = "number"
    BOOL = "bool"


@dataclass(frozen=True)
class Column:
    """One column of the register layout."""

    name: str
    type: Type = Type.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    personal: bool = False  # personal data: its value is never put into a reject, a log or a report


@dataclass(frozen=True)
class Table:
    """One table of the register layout; `firm_refs` are the columns that must name a known firm."""

    name: str
    columns: tuple[Column, ...]
    firm_refs: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns if c.required)


STATUSES = ("active", "dissolved", "revoked", "abnormal", "unknown")
ROLES = (
    "legal_representative",
    "director",
    "supervisor",
    "manager",
    "secretary",
    "liaison",
    "finance_officer",
    "agent",
    "beneficial_owner",
)
CONTACT_KINDS = ("phone", "email", "device", "ip", "account")
CONTACT_USERS = ("firm", "liaison", "agent", "finance_officer", "legal_representative")
EVENT_KINDS = (
    "licence",
    "annual_report",
    "inspection",
    "sampling",
    "complaint",
    "penalty",
    "opinion",
    "abnormal_listed",
    "abnormal_cleared",
    "serious_violation",
    "revoked",
    "address_changed",
    "representative_changed",
    "shareholders_changed",
    "invoice_quota",
    "tax_filing",
)
TIE_KINDS = ("guarantee", "supply", "bid", "parent_branch", "concert")
DECLARED_HUBS = (
    "hosting_address",
    "incubator",
    "market",
    "agent",
    "agency_phone",
    "group",
    "state_root",
    "kiosk_device",
    "liaison",
)
PLACE_USES = ("residential", "office", "shop", "industrial", "hosting")
LABELS = ("confirmed_fake", "cleared")


def _id(name: str, *, required: bool = True, personal: bool = False) -> Column:
    return Column(name, Type.ID, required=required, personal=personal)


def _date(name: str, *, required: bool = False) -> Column:
    return Column(name, Type.DATE, required=required)


def _choice(name: str, choices: tuple[str, ...], *, required: bool = False) -> Column:
    return Column(name, Type.CHOICE, required=required, choices=choices)


REGISTER = (
    Table(
        "firms",
        (
            _id("firm_id"),
            Column("name", required=True),
            Column("country"),
            _choice("status", STATUSES),
            Column("firm_type"),
            _date("registered_on"),
            _date("dissolved_on"),
            Column("capital", Type.MONEY),
            Column("currency"),
            Column("paid_in", Type.MONEY),
            Column("scope"),
            Column("industry"),
            Column("address"),
            Column("region"),
            Column("registry"),
        ),
    ),
    Table(
        "roles",
        (
            _id("firm_id"),
            Column("person_name", required=True, personal=True),
            _choice("role", ROLES, required=True),
            _id("person_id", required=False, personal=True),
            Column("birth_date", Type.PARTIAL_DATE, personal=True),
            Column("home_region", personal=True),
            Column("nationality", personal=True),
            _date("since"),
            _date("until"),
        ),
        firm_refs=("firm_id",),
    ),
    Table(
        "holdings",
        (
            _id("firm_id"),
            _choice("holder_type", ("firm", "person"), required=True),
            _id("holder_id", required=False, personal=True),
            Column("holder_name", required=True, personal=True),
            Column("share", Type.SHARE),
            Column("subscribed", Type.MONEY),
            Column("verified", Type.BOOL),
            _date("since"),
            _date("until"),
        ),
        firm_refs=("firm_id",),
    ),
    Table(
        "contacts",
        (
            _id("firm_id"),
            _choice("kind", CONTACT_KINDS, required=True),
            Column("value", required=True, personal=True),
            _choice("used_by", CONTACT_USERS),
            _date("since"),
            _date("until"),
        ),
        firm_refs=("firm_id",),
    ),
    Table(
        "events",
        (
            _id("firm_id"),
            _choice("kind", EVENT_KINDS, required=True),
            _date("on", required=True),
            Column("outcome"),
            _date("until"),
            Column("topic"),
            Column("amount", Type.MONEY),
            Column("detail"),
            Column("ref"),
            Column("source"),
        ),
        firm_refs=("firm_id",),
    ),
    Table(
        "ties",
        (
            _id("from_id"),
            _id("to_id"),
            _choice("kind", TIE_KINDS, required=True),
            _date("on"),
            _date("until"),
            Column("amount", Type.MONEY),
            Column("ref"),
        ),
        firm_refs=("from_id", "to_id"),
    ),
    Table(
        "hubs",
        (
            _choice("kind", DECLARED_HUBS, required=True),
            Column("value", required=True, personal=True),
            Column("name"),
            Column("capacity", Type.NUMBER),
            _date("since"),
            _date("until"),
        ),
    ),
    Table(
        "places",
        (
            Column("address", required=True),
            Column("room_known", Type.BOOL),
            _choice("use", PLACE_USES),
            Column("exists", Type.BOOL),
        ),
    ),
    Table(
        "labels",
        (
            _id("firm_id"),
            _choice("label", LABELS, required=True),
            Column("typology"),
            _date("decided_on"),
            Column("ref"),
        ),
        firm_refs=("firm_id",),
    ),
)
TABLES = {table.name: table for table in REGISTER}


class KeyKind(IntEnum):
    """What two firms can share. The number is what columns hold."""

    ROOM = 0  # room or workstation; never a building
    BUILDING = 1
    PERSON = 2
    PHONE = 3
    EMAIL = 4
    DEVICE = 5
    IP = 6
    ACCOUNT = 7
    AGENT = 8  # a person in the role of agent: kept apart, since an agent serves strangers
    OWNER = 9  # a firm that holds shares
    SCOPE = 10  # identical business-scope text
    BRAND = 11  # identical brand (字号)


class LinkRole(IntEnum):
    """In which role a firm is linked to a key."""

    ADDRESS = 0
    LEGAL_REPRESENTATIVE = 1
    DIRECTOR = 2
    SUPERVISOR = 3
    MANAGER = 4
    SECRETARY = 5
    LIAISON = 6
    FINANCE_OFFICER = 7
    AGENT = 8
    BENEFICIAL_OWNER = 9
    SHAREHOLDER = 10
    CONTACT = 11  # a contact of the firm itself, or of nobody named
    CONTACT_OF_PERSON = 12  # used by its liaison, finance officer or legal representative
    CONTACT_OF_AGENT = 13
    TEXT = 14


class HubKind(IntEnum):
    """A legitimate reason for many firms to share a key (domain.md section 3); 0 is none."""

    NONE = 0
    HOSTING_ADDRESS = 1  # N1
    INCUBATOR = 2  # N2
    MARKET = 3  # N3
    AGENT = 4  # N4
    GROUP = 5  # N5
    STATE_ROOT = 6  # N7
    LIAISON = 7  # N8
    AGENCY_PHONE = 8  # N10
    COLLECTIVE = 9  # N11: village, university
    KIOSK_DEVICE = 10
    COARSE_PLACE = 11  # N12: a building or less, so the room is unknown
    TEMPLATE_TEXT = 12  # a scope text or brand that half a trade uses


BRITISH = ("GB", "UK")  # how registers write the country of British firms


class Country(IntEnum):
    """Whose law a firm is under, as far as detectors tell countries apart."""

    OTHER = 0
    CHINA = 1
    UNITED_KINGDOM = 2


class Granularity(IntEnum):
    """The finest level an address names, coarse to fine."""

    NONE = 0
    PROVINCE = 1
    CITY = 2
    DISTRICT = 3
    TOWN = 4
    COMMUNITY = 5
    ROAD = 6
    NUMBER = 7
    PARK = 8
    BUILDING = 9
    UNIT = 10
    FLOOR = 11
    ROOM = 12
    WORKSTATION = 13
