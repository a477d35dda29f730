"""Firms and the keys they hold."""

from datetime import date

from pydantic import Field

from api.schemas.base import Answer, FindingRow, FirmRef, KeyRef, Reason, Stamped, Words


class FirmFacts(Answer):
    """What the register says of a firm."""

    firm_id: str
    name: str
    country: str | None
    status: str | None
    firm_type: str | None
    registered_on: date | None
    dissolved_on: date | None
    capital: float | None = Field(description="Subscribed, in units of `currency`.")
    currency: str | None
    paid_in: float | None = Field(description="Paid in, in units of `currency`.")
    scope: str | None
    industry: str | None
    address: str | None
    region: str | None
    registry: str | None
    code_valid: bool | None = Field(description="Whether the check digits of the id are right.")
    code_kind: str | None
    office: str | None = Field(description="Issuing office, six digits of the credit code.")
    filing_no: int | None = Field(description="Position in the filing order of `stream`.")
    stream: str | None
    brand: str | None
    trade: str | None
    form: str | None
    province: str | None
    city: str | None
    district: str | None
    marker: str | None = Field(description="Marker in the address, such as 集群注册.")


class Verdict(Answer):
    """The sweep's judgement. Two claims, never merged."""

    score: float = Field(description="Probability 0-1 that the registration is false.")
    one_hand: float | None = Field(
        description="Probability 0-1 that it belongs to its ring's hand; null without one."
    )
    grade: str = Field(description="A (nothing found) to D (look first).")
    rank: int = Field(
        description="1 and the firms to look at before; those of which nothing is said share one."
    )
    decision: str
    ring_id: str | None
    strength: float | None = Field(description="How firmly it sits in its ring, 0-1.")
    reasons: list[Reason]
    counter_evidence: list[Reason]
    cleared_by: list[Words]


class KeyLink(Answer):
    """A firm's hold on a key."""

    key: KeyRef
    role: str
    since: date | None
    until: date | None
    strength: float = Field(description="0-1; 1 is a legal or declared fact.")


class Holding(Answer):
    """A share in the firm."""

    holder_kind: str
    holder_id: str
    holder_name: str
    share: float | None = Field(description="0-1.")
    subscribed: float | None
    verified: bool | None
    since: date | None
    until: date | None


class Event(Answer):
    """Something that happened to the firm."""

    kind: str
    on: date
    outcome: str | None
    until: date | None
    topic: str | None
    amount: float | None
    ref: str | None


class Tie(Answer):
    """A declared tie with another firm."""

    kind: str
    firm_id: str
    firm_name: str
    outgoing: bool = Field(description="Whether this firm is the `from` of the tie.")
    on: date | None
    until: date | None
    amount: float | None
    ref: str | None


class Firm(Stamped):
    """Everything known of one firm."""

    facts: FirmFacts
    verdict: Verdict
    links: list[KeyLink]
    holdings: list[Holding]
    events: list[Event]
    ties: list[Tie]
    findings: list[FindingRow]


class Key(Stamped):
    """A key and the first firms that hold it."""

    key: KeyRef
    why_hub: Words | None
    firms: list[FirmRef]
