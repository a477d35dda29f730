"""What the registration desk gets back: never a refusal."""

from typing import Any, Literal

from pydantic import Field

from api.schemas.base import Answer, KeyRef, NotAssessed, Stamped, Words


class DeskReason(Answer):
    """One thing that speaks for (contribution above 0) or against (below 0) a closer look."""

    typology: str = Field(description="Typology T01-T28, or look-alike N1-N18 of counter-evidence.")
    family: str
    words: Words
    contribution: float = Field(
        description="Nats: natural-log odds added to the score; 0 for a lead of another kind."
    )


class Remark(Answer):
    """Something that the application does not say, or that cannot be right: to be asked, no suspicion."""

    field: str = Field(description="Dotted path in the application.")
    words: Words


class DeskAnswer(Stamped):
    """The pre-check of one application (section 6 of the domain notes)."""

    request_id: str
    decision: Literal["PASS", "ENHANCED_CHECK", "SUPERVISOR_REVIEW"] = Field(
        description="A lead for the clerk. Only a clerk refuses, under article 20 and with written reasons."
    )
    score: float = Field(description="Probability 0-1 that the registration would be false.")
    one_hand: float | None = Field(description="Probability 0-1 that it belongs to `near_ring`'s hand.")
    grade: str = Field(description="A (nothing found) to D (look first).")
    confidence: float = Field(description="0-1: how much the application gave to judge by.")
    reasons: list[DeskReason]
    counter_evidence: list[DeskReason]
    evidence: list[dict[str, Any]] = Field(description="The records and dates behind the reasons.")
    legal_basis: list[str]
    next_steps: list[Words]
    deadline: Words = Field(description="How long the desk has by law.")
    version: str = Field(description="Version of the rules and the model.")
    discounted_hubs: list[KeyRef] = Field(
        description="Shared things that count for little, being typed hubs."
    )
    not_assessed: list[NotAssessed] = Field(
        description="What the register has no data for: it speaks neither for nor against the firm."
    )
    remarks: list[Remark] = Field(
        description="What the application lacks and was not assessed for, and what in it cannot be right; "
        "the verdict does not depend on it."
    )
    cleared_by: list[Words] = Field(description="The fewest facts that would clear a flagged firm.")
    near_ring: str | None = Field(description="Ring that the application is close to.")
