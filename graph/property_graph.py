"""The register as a property graph: labels, relationship types and properties, written once.

The Neo4j store's constraints and indexes (`graph.store.neo4j.schema`) and the tables and picture of
docs/graph.md are made from what is declared here; the names are meant for whoever opens Neo4j Browser.
"""

from dataclasses import dataclass
from typing import Final

from graph.model import KeyKind, LinkRole

# Every kept version of a firm is a FirmVersion; the one in force is also a Firm. What is linked to a version
# never changes: a firm of which anything changes gets a new version.
VERSION: Final = "FirmVersion"
FIRM: Final = "Firm"
PENDING: Final = "Pending"
KEY: Final = "Key"  # on everything that two firms can share, besides its own label
HUB: Final = "Hub"  # on a key that says little or is too wide to walk; no traversal passes through it
NO_END: Final = 999_999_999  # `until_sweep` of a version in force: beyond every publication's number
LIVE: Final = "Live"  # the one node that says which sweep is live
SEARCHED: Final = (
    "searched"  # beside a text in its full-text index: the form in which any part of it is found
)

LABEL_OF: Final[dict[KeyKind, str]] = {
    KeyKind.ROOM: "Address",
    KeyKind.BUILDING: "Building",
    KeyKind.PERSON: "Person",
    KeyKind.PHONE: "Phone",
    KeyKind.EMAIL: "Email",
    KeyKind.DEVICE: "Device",
    KeyKind.IP: "IpAddress",
    KeyKind.ACCOUNT: "Account",
    KeyKind.AGENT: "Agent",
    KeyKind.OWNER: "Owner",
    KeyKind.SCOPE: "Scope",
    KeyKind.BRAND: "Brand",
}

REGISTERED_AT: Final = "REGISTERED_AT"
HOLDS_ROLE_IN: Final = "HOLDS_ROLE_IN"
USES: Final = "USES"
DESCRIBED_BY: Final = "DESCRIBED_BY"
HOLDS_SHARES: Final = "HOLDS_SHARES_IN"
# The types of the links between a firm and a key, with a role, since, until and strength each.
LINK_TYPES: Final = (REGISTERED_AT, HOLDS_ROLE_IN, USES, DESCRIBED_BY)
PEOPLE: Final = frozenset((KeyKind.PERSON, KeyKind.AGENT, KeyKind.OWNER))  # who acts: they point at the firm

TIE_TYPES: Final[dict[str, str]] = {
    "guarantee": "GUARANTEES",
    "supply": "SUPPLIES",
    "bid": "BIDS_WITH",
    "parent_branch": "HEAD_OF",
    "concert": "ACTS_WITH",
}


def link_type(role: LinkRole) -> str:
    """The relationship type of a link in this role."""
    match role:
        case LinkRole.ADDRESS:
            return REGISTERED_AT
        case LinkRole.CONTACT | LinkRole.CONTACT_OF_PERSON | LinkRole.CONTACT_OF_AGENT:
            return USES
        case LinkRole.TEXT:
            return DESCRIBED_BY
        case _:
            return HOLDS_ROLE_IN


@dataclass(frozen=True)
class NodeType:
    """A label: what it stands for, the properties that name one node, what is indexed beside them.

    `full_text` is an index through the `cjk` analyzer and the property that it searches, beside SEARCHED.
    """

    label: str
    says: str
    unique: tuple[str, ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()
    full_text: tuple[str, str] | None = None  # index, property


@dataclass(frozen=True)
class RelationshipType:
    """A relationship type with the labels at its ends and its properties."""

    type: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    says: str
    properties: tuple[str, ...] = ()
    indexes: tuple[str, ...] = ()


_KEYS = tuple(LABEL_OF.values())
_PEOPLE = tuple(LABEL_OF[kind] for kind in KeyKind if kind in PEOPLE)
_LINK = ("role", "since", "until", "strength")

NODES: Final = (
    NodeType(
        VERSION,
        "a firm as it stood from one sweep to another",
        unique=("id", "from_sweep"),
        indexes=(("until_sweep",),),
        full_text=("firm_names", "name"),
    ),
    # No index on names: one takes values of 8 kB at most, and a register may hold a longer name.
    NodeType(FIRM, "the version of a firm that is in force", indexes=(("id",),)),
    NodeType(PENDING, "a version of a firm that is being published"),
    NodeType(KEY, "whatever two firms can share", unique=("id",), indexes=(("changed_in",),)),
    NodeType("Address", "a room or workstation", full_text=("addresses", "label")),
    NodeType("Building", "a building", full_text=("addresses", "label")),
    NodeType("Person", "a person", indexes=(("keyed_id",),), full_text=("person_names", "name")),
    NodeType(
        "Agent", "a person who files for others", indexes=(("keyed_id",),), full_text=("person_names", "name")
    ),
    NodeType("Phone", "a telephone number", indexes=(("value",),)),
    NodeType("Email", "an e-mail address"),
    NodeType("Device", "the device an application came from"),
    NodeType("IpAddress", "the network address an application came from"),
    NodeType("Account", "a bank account"),
    NodeType("Owner", "a firm that holds shares"),
    NodeType("Scope", "a business-scope text"),
    NodeType("Brand", "the distinctive part of a name"),
    NodeType(HUB, "a key that many firms share with good reason, or more than can be walked"),
    NodeType("Unused", "a key that no firm holds any more, about to be removed"),
    NodeType("Region", "a province, city, district or other registration region", unique=("id",)),
    NodeType("Sweep", "one publication of a sweep", unique=("number",), indexes=(("id",),)),
    NodeType("Score", "what a sweep says of a firm it has something to say of", indexes=(("sweep",),)),
    NodeType(
        "Ring",
        "firms that a sweep takes for one hand's",
        unique=("sweep", "id"),
        indexes=(("sweep", "row"),),
    ),
    NodeType("Finding", "what one detector found", unique=("sweep", "id")),
    NodeType("Detector", "what a detector of a sweep says of itself", unique=("sweep", "name")),
    NodeType(LIVE, "the one node that says which sweep is live", unique=("name",)),
    NodeType(
        "Precheck", "one pre-check of the registration desk", unique=("request_id",), indexes=(("at",),)
    ),
    NodeType("Lookup", "who looked at what"),
)
FULL_TEXT: Final = frozenset(node.full_text[0] for node in NODES if node.full_text)  # the indexes
RELATIONSHIPS: Final = (
    RelationshipType(REGISTERED_AT, (VERSION,), ("Address", "Building"), "its registered address", _LINK),
    RelationshipType(HOLDS_ROLE_IN, _PEOPLE, (VERSION,), "acts in, files for or owns", _LINK),
    RelationshipType(
        USES, (VERSION,), ("Phone", "Email", "Device", "IpAddress", "Account"), "a contact it gave", _LINK
    ),
    RelationshipType(DESCRIBED_BY, (VERSION,), ("Scope", "Brand"), "its scope text and its brand", _LINK),
    RelationshipType(
        HOLDS_SHARES,
        ("Person", "Owner"),
        (VERSION,),
        "one shareholding",
        ("share", "subscribed", "verified", "since", "until", "place", "holder_firm"),
    ),
    *(
        RelationshipType(
            type_,
            (VERSION,),
            (VERSION,),
            f"a declared tie: {kind}",
            ("on", "until", "amount", "ref", "place"),
        )
        for kind, type_ in TIE_TYPES.items()
    ),
    RelationshipType("PART_OF", ("Address", "Region"), ("Building", "Region"), "the larger place it lies in"),
    RelationshipType("LOCATED_IN", (VERSION,), ("Region",), "the finest region its address names"),
    RelationshipType("HAS_SCORE", (VERSION,), ("Score",), "what a sweep says of it"),
    RelationshipType("HAS_MEMBER", ("Ring",), (VERSION,), "belongs to the ring", ("strength",)),
    RelationshipType("RESTS_ON", ("Ring",), ("Finding",), "a finding on the ring's members"),
    RelationshipType(
        "DISCOUNTS", ("Ring",), _KEYS, "a hub that members share and that says little", ("members",)
    ),
    RelationshipType("ABOUT", ("Finding",), (VERSION,), "a firm that the finding is about"),
    RelationshipType(
        "SAME_HAND",
        (VERSION,),
        (VERSION,),
        "the least evidence that holds a ring together",
        ("sweep", "ring", "weight", "kinds"),
        indexes=("sweep",),
    ),
)


def begins_at_key(type_: str) -> bool:
    """Whether relationships of this type point from a key at the firm: those of people and owners do."""
    return all(
        VERSION not in relationship.source for relationship in RELATIONSHIPS if relationship.type == type_
    )
