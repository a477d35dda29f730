"""Rings: in the list, in full, and their members."""

from datetime import date
from typing import Literal

from pydantic import Field

from api.schemas.base import Answer, FindingRow, FirmRef, KeyRef, Reason, Stamped, Words


class RingRow(Answer):
    """A ring in the ranked list. Two claims, never merged."""

    ring_id: str
    rank: int
    score: float = Field(description="Probability 0-1 that it was registered under false pretences.")
    one_hand: float = Field(description="Probability 0-1 that one party filed these firms.")
    grade: str = Field(description="A (nothing found) to D (look first).")
    size: int = Field(description="Firms, count.")
    first_on: date | None = Field(description="First registration.")
    last_on: date | None = Field(description="Last registration.")
    district: str | None
    families: list[str]
    title: Words
    hypothesis: str = Field(description="Which picture of a ring fits best.")
    reasons: list[Reason]
    counter_evidence: list[Reason]


class Shortlist(Stamped):
    """The rings of which most will turn out true, and how many."""

    items: list[RingRow]
    listed: int = Field(description="Rings in the whole list, count.")
    decided: int = Field(description="Rings of these left out, at least half of their firms decided, count.")
    expected: float = Field(description="Expected number of true rings among these.")
    low: int = Field(description="Lower end of the 90 % interval of true rings, count.")
    high: int = Field(description="Upper end of it, count.")


class RingMember(Answer):
    """A firm in a ring."""

    firm: FirmRef
    strength: float = Field(description="How firmly it sits in the ring, 0-1.")


class RingEdge(Answer):
    """Why two members are thought to be of one hand."""

    a: str
    b: str
    weight: float = Field(description="Nats.")
    kinds: list[str]
    minimal: bool


class DiscountedHub(Answer):
    """Something the members share that says little, and why."""

    key: KeyRef
    members: int
    declared: bool
    why: Words


class Ring(RingRow, Stamped):
    """A ring with its case."""

    hypothesis_words: Words
    runner_up: str | None
    runner_up_words: Words | None
    cleared_by: list[Words]
    next_steps: list[Words]
    came_from: list[str] = Field(
        description="Earlier rings: its own id where it continues one, then those it merged with (half of "
        "their members are in it); without it, those it was split from (half of its members were in them)."
    )
    history: list[Words] = Field(description="The same in words.")
    members: list[RingMember] = Field(description="The strongest 100; /members pages through all.")
    findings: list[FindingRow]
    hubs: list[DiscountedHub]
    minimal_evidence: list[RingEdge] = Field(description="The fewest ties that still hold it together.")


class HeldKey(Answer):
    """Something that members share."""

    key: KeyRef
    members: int = Field(description="Members on it, count.")


class RolePlayer(Answer):
    """A person of the ring. A lead: who heads a firm may not know of it."""

    key: KeyRef
    members: int = Field(description="Member firms that the person has an office in, count.")
    role: Literal["organiser", "possible_victim", "head"]
    words: Words


class LinkedRing(Answer):
    """Another ring whose core has the same things, which hardly anybody else has: probably one operation."""

    ring_id: str
    keys: list[KeyRef]


class RingRoles(Stamped):
    """Who is who in a ring."""

    ring_id: str
    core: int = Field(description="Members that sit firmly in it, of the strongest 100.")
    fringe: int = Field(description="Members at its edge, of the strongest 100.")
    holds_together: list[HeldKey]
    people: list[RolePlayer]
    linked: list[LinkedRing]
    truncated: bool = Field(description="Whether there are more members or firms than were looked at.")


class District(Answer):
    """A district that has rings."""

    district: str
    rings: int = Field(description="Count.")


class Districts(Stamped):
    """Districts that have rings, most first."""

    items: list[District]
