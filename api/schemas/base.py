"""Parts that several answers share."""

from dataclasses import fields
from datetime import date
from typing import Any, Generic, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from graph.store.records import SweepInfo

T = TypeVar("T")


class Answer(BaseModel):
    """Made from the store's records, attribute by attribute."""

    model_config = ConfigDict(from_attributes=True)

    @classmethod
    def of(cls, *records: Any, **more: Any) -> Self:
        """From dataclasses laid over one another, the later ones winning, and single values."""
        content: dict[str, Any] = {}
        for record in records:
            content |= {f.name: getattr(record, f.name) for f in fields(record)}
        return cls.model_validate(content | more)


class Stamped(Answer):
    """An answer that says which sweep it is from."""

    sweep_id: str = Field(description="Sweep that the answer comes from.")
    as_of: date = Field(description="Last day that the register of this sweep speaks of.")


class Words(Answer):
    """One sentence in both languages."""

    zh: str
    en: str


class Reason(Answer):
    """One thing that speaks for a claim (contribution above 0) or against it (below 0)."""

    family: str = Field(
        description="Family of evidence: person, place, contact, device, time, name, behaviour."
    )
    code: str | None = Field(description="Typology (T01-T28), or look-alike (N1-N18) of counter-evidence.")
    words: Words
    contribution: float = Field(description="Nats: natural-log odds added to the score.")
    finding_id: str | None = Field(description="Finding that holds the records.")


class KeyRef(Answer):
    """Something that firms can share: a room, a person, a phone."""

    id: str = Field(description="Public id, the same from night to night.")
    kind: str = Field(
        description="room, building, person, phone, email, device, ip, account, agent, owner, scope, brand."
    )
    label: str
    firms: int = Field(description="Firms on it in the whole register, count.")
    hub: str = Field(description="Which kind of legitimate hub it is; none where it is none.")


class FirmRef(Answer):
    """A firm in a list."""

    firm_id: str
    name: str
    registered_on: date | None
    status: str | None
    score: float = Field(description="Probability 0-1 that the registration is false.")
    grade: str = Field(description="A (nothing found) to D (look first).")
    ring_id: str | None


class FindingRow(Answer):
    """A finding in a list."""

    finding_id: str
    detector: str
    typology: str
    family: str
    subject_kind: str
    subject_id: str
    ring_id: str | None
    firms: int = Field(description="Firms that it shows, count.")
    severity: int = Field(description="1-5.")
    confidence: float = Field(description="0-1.")
    surprise: float = Field(description="Log-likelihood ratio against chance, nats.")
    reason: Words


class NotAssessed(Answer):
    """A detector that could not run, since the register has none of the data it needs: neither a suspicion
    nor a clearance."""

    detector: str
    typologies: list[str] = Field(description="What it would have found, T01-T28.")
    title: Words
    lacks: list[str] = Field(description="The kinds of data that are not there, by their names.")
    words: Words


class PageOf(Stamped, Generic[T]):
    """Some rows of a list."""

    items: list[T]
    cursor: str | None = Field(description="Pass it as `cursor` for the next page; null on the last one.")
    total: int = Field(description="Rows on all pages, count.")


def stamp(info: SweepInfo) -> dict[str, Any]:
    """The fields of Stamped."""
    return {"sweep_id": info.sweep_id, "as_of": info.as_of}
