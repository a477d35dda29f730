"""What the store answers with: plain, typed records.

Every id is a string that means the same from night to night. Days are `datetime.date`, None where the
register is silent. Scores are probabilities 0-1; contributions are nats (natural-log odds) and sum to the
score's log odds. Words are always in both languages.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from graph.slice import RegisterSlice
from graph.words import Text

T = TypeVar("T")
KeyHandle = int | str  # names a key within the view that gave it; means nothing elsewhere


@dataclass(frozen=True)
class SweepInfo:
    """One published sweep. `published_at` is ISO 8601 with offset, as the sweep was told it."""

    sweep_id: str
    snapshot_id: str
    as_of: date
    published_at: str
    version: str
    configuration: str
    firms: int
    keys: int
    links: int
    rings: int
    findings: int
    grades: dict[str, int] = field(default_factory=dict)  # firms per grade
    # detectors that could not run, and the data that the register has none of (graph.data)
    not_assessed: dict[str, list[str]] = field(default_factory=dict)
    key_check: str = ""  # of the secret that people's ids are keyed with (graph.key_check)
    live: bool = False


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows. `cursor` asks for the next page and belongs to one sweep; `total` counts all pages."""

    items: tuple[T, ...]
    cursor: str | None
    total: int


@dataclass(frozen=True)
class Reason:
    """One thing that speaks for (contribution > 0) or against (< 0) a claim.

    `code` is the typology (T10) or the look-alike (N4) where there is one; `finding_id` leads to the
    records.
    """

    family: str
    words: Text
    contribution: float
    code: str | None = None
    finding_id: str | None = None


@dataclass(frozen=True)
class Verdict:
    """What the sweep says of one firm; both claims are shown and never merged.

    `score` is the probability that the registration is false, `one_hand` that the firm belongs to its
    ring's hand (None without a ring), `strength` 0-1 how firmly it sits in the ring.
    """

    score: float
    one_hand: float | None
    grade: str
    rank: int
    decision: str
    ring_id: str | None
    strength: float | None
    reasons: tuple[Reason, ...]
    counter_evidence: tuple[Reason, ...]
    cleared_by: tuple[Text, ...]


@dataclass(frozen=True)
class KeyRef:
    """A key: something that firms can share. `firms` is its true degree in the whole register.

    `id` is public, `kind` a KeyKind name in lower case, `hub` a HubKind name in lower case ("none" where it
    is none).
    """

    id: str
    handle: KeyHandle = field(compare=False, repr=False)
    kind: str
    value: str
    label: str
    firms: int
    hub: str


@dataclass(frozen=True)
class KeyLink:
    """A firm's hold on a key; `role` is a LinkRole name in lower case."""

    key: KeyRef
    role: str
    since: date | None
    until: date | None
    strength: float


@dataclass(frozen=True)
class PersonCandidate:
    """A person of the register.

    `identity`: 3 by id, 2 name and a corroborating key, 1 rare name and place, 0 name in one firm.
    """

    key: KeyRef
    name: str
    birth_date: str | None
    home_region: str | None
    identity: int


@dataclass(frozen=True)
class Holding:
    """A share in the firm. `holder_id` is a firm id or a public key id."""

    holder_kind: str
    holder_id: str
    holder_name: str
    share: float | None
    subscribed: float | None
    verified: bool | None
    since: date | None
    until: date | None


@dataclass(frozen=True)
class Event:
    """Something that happened to the firm; `kind` is one of model.EVENT_KINDS."""

    kind: str
    on: date
    outcome: str | None
    until: date | None
    topic: str | None
    amount: float | None
    ref: str | None


@dataclass(frozen=True)
class Tie:
    """A declared tie with another firm; `outgoing` where this firm is its `from`."""

    kind: str
    firm_id: str
    firm_name: str
    outgoing: bool
    on: date | None
    until: date | None
    amount: float | None
    ref: str | None


@dataclass(frozen=True)
class FindingRow:
    """A finding without its records. `surprise` is nats against chance, severity 1-5, confidence 0-1."""

    finding_id: str
    detector: str
    typology: str
    family: str
    subject_kind: str
    subject_id: str
    ring_id: str | None
    firms: int
    severity: int
    confidence: float
    surprise: float
    reason: Text


@dataclass(frozen=True)
class FirmRef:
    """A firm by name, with what a list needs."""

    firm_id: str
    name: str
    registered_on: date | None
    status: str | None
    score: float
    grade: str
    ring_id: str | None


@dataclass(frozen=True)
class FindingProfile:
    """A finding with its records: `evidence` as the detector gave it, and at most `shown` of its firms."""

    row: FindingRow
    title: Text
    statistic: float
    expected: float
    evidence: dict[str, object]
    counter_evidence: tuple[Reason, ...]
    basis: tuple[str, ...]
    next_steps: tuple[Text, ...]
    cleared_by: tuple[Text, ...]
    firms: tuple[FirmRef, ...]
    scope: str  # local or global
    excuses: int  # bit n: look-alike Nn speaks for the firms


@dataclass(frozen=True)
class FirmFacts:
    """What the register says of a firm. Money is in units of `currency`."""

    firm_id: str
    name: str
    country: str | None
    status: str | None
    firm_type: str | None
    registered_on: date | None
    dissolved_on: date | None
    capital: float | None
    currency: str | None
    paid_in: float | None
    scope: str | None
    industry: str | None
    address: str | None
    region: str | None
    registry: str | None
    code_valid: bool | None
    code_kind: str | None
    office: str | None
    filing_no: int | None
    stream: str | None
    brand: str | None
    trade: str | None
    form: str | None
    province: str | None
    city: str | None
    district: str | None
    marker: str | None
    granularity: int


@dataclass(frozen=True)
class FirmProfile:
    """Everything known of one firm. `links` hold its addresses, people, contacts and texts."""

    facts: FirmFacts
    verdict: Verdict
    links: tuple[KeyLink, ...]
    holdings: tuple[Holding, ...]
    events: tuple[Event, ...]
    ties: tuple[Tie, ...]
    findings: tuple[FindingRow, ...]

    def of_kind(self, *kinds: str) -> tuple[KeyLink, ...]:
        """Its links to keys of these kinds, e.g. `of_kind("phone", "email")`."""
        return tuple(link for link in self.links if link.key.kind in kinds)


@dataclass(frozen=True)
class KeyProfile:
    """A key and the first firms that hold it (in filing order; `key.firms` is the true count)."""

    key: KeyRef
    why_hub: Text | None
    firms: tuple[FirmRef, ...]


@dataclass(frozen=True)
class Node:
    """A node of a drawing. `kind` is "firm" or a KeyKind name in lower case.

    `degree` is the true one: firms on a key, keys of a firm.
    """

    id: str
    kind: str
    label: str
    degree: int
    hub: str = "none"
    score: float | None = None
    grade: str | None = None
    ring_id: str | None = None


@dataclass(frozen=True)
class Edge:
    """A firm (`source`) and what it is linked to; `role` is a LinkRole name in lower case."""

    source: str
    target: str
    role: str
    since: date | None
    until: date | None
    strength: float


@dataclass(frozen=True)
class Subgraph:
    """A part of the graph. `truncated`: nodes that were not followed to the end, id to true degree."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    truncated: dict[str, int]


@dataclass(frozen=True)
class Path:
    """How two firms hang together: firm, key, firm … firm, and every link between neighbours on the way."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True)
class Paths:
    """The shortest ways between two firms, all of one length. `truncated`: there may be others like them."""

    found: tuple[Path, ...]
    truncated: bool


@dataclass(frozen=True)
class RingRow:
    """A ring in a list. `score` is the probability that it is false, `one_hand` that one party filed it."""

    ring_id: str
    rank: int
    score: float
    one_hand: float
    grade: str
    size: int
    first_on: date | None
    last_on: date | None
    district: str | None
    families: tuple[str, ...]
    title: Text
    hypothesis: str
    reasons: tuple[Reason, ...]
    counter_evidence: tuple[Reason, ...]


@dataclass(frozen=True)
class RingMember:
    """A firm in a ring; `strength` 0-1."""

    firm: FirmRef
    strength: float


@dataclass(frozen=True)
class RingEdge:
    """Why two members are thought to be of one hand: `weight` nats, `kinds` what they share.

    `minimal` marks the smallest set of edges that still holds the ring together.
    """

    a: str
    b: str
    weight: float
    kinds: tuple[str, ...]
    minimal: bool


@dataclass(frozen=True)
class DiscountedHub:
    """A key that members share and that says little, with the reason."""

    key: KeyRef
    members: int
    declared: bool
    why: Text


@dataclass(frozen=True)
class RingProfile:
    """A ring with its case. Hypothesis words say what it looks like, `runner_up` what it may be instead."""

    row: RingRow
    hypothesis_words: Text
    runner_up: str | None
    runner_up_words: Text | None
    cleared_by: tuple[Text, ...]
    next_steps: tuple[Text, ...]
    came_from: tuple[str, ...]  # its own id where it continues an earlier ring; then others
    members: tuple[RingMember, ...]  # the strongest 100; `ring_members` pages through all
    findings: tuple[FindingRow, ...]
    hubs: tuple[DiscountedHub, ...]
    minimal_evidence: tuple[RingEdge, ...]


@dataclass(frozen=True)
class SearchHit:
    """Something the text was found in. `kind`: firm, ring, person, address or contact.

    `title` is a ring's, in both languages; other labels stand in the register as they are.
    """

    kind: str
    id: str
    label: str
    firms: int
    score: float | None
    ring_id: str | None
    title: Text | None = None


@dataclass(frozen=True)
class Neighbourhood:
    """Some firms, everyone who shares a key of at most `cap` firms with them, and all links of these.

    Row `i` of `register.firms` is `firm_ids[i]`; ids ascend. Row `i` of `register.keys` is the key
    `key_handles[i]`; they ascend by kind, then value. `register.keys.complete` is false where firms of the
    key are missing. Codes ascend with their texts, -1 none; of trades they are the sweep's.
    """

    register: RegisterSlice
    firm_ids: tuple[str, ...]
    key_handles: tuple[KeyHandle, ...]
    ring_ids: tuple[str | None, ...]  # of each firm
    strengths: tuple[float | None, ...]  # in that ring
    skipped: dict[str, int]  # keys of the asked firms too large to follow: id to true degree
    codes: tuple[int, ...] = ()  # of the texts asked, -1 for one that occurs nowhere in it


@dataclass(frozen=True)
class Judged:
    """What the sweep decided of a firm, for whoever judges it again from its neighbourhood."""

    verdict: Verdict
    ring: RingRow | None
    findings: tuple[FindingProfile, ...]


@dataclass(frozen=True)
class PrecheckRecord:
    """One pre-check as it is kept: no personal data, only what was decided. `at` is ISO 8601."""

    request_id: str
    at: str
    sweep_id: str
    firm_id: str | None
    decision: str
    score: float
    grade: str
    codes: tuple[str, ...]
