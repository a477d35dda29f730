"""Findings, search hits, sweeps, drawings of the graph, and the state of the service."""

from datetime import date
from typing import Any

from pydantic import Field

from api.schemas.base import Answer, FindingRow, FirmRef, NotAssessed, Reason, Stamped, Words


class Finding(FindingRow, Stamped):
    """A finding with its records."""

    title: Words
    statistic: float
    expected: float = Field(description="What the statistic would usually be here.")
    evidence: dict[str, Any] = Field(description="The records, as the detector gave them.")
    counter_evidence: list[Reason]
    basis: list[str] = Field(description="Codes of the legal basis.")
    next_steps: list[Words]
    cleared_by: list[Words]
    members: list[FirmRef] = Field(description="The first 100 firms that it shows.")


class SearchHit(Answer):
    """Something that the text was found in."""

    kind: str = Field(description="ring, firm, person, address or contact.")
    id: str
    label: str
    title: Words | None = Field(description="Of a ring: its label in both languages; null otherwise.")
    firms: int = Field(description="Firms of the ring or on the key, count.")
    score: float | None = Field(description="Probability 0-1, of rings and firms.")
    ring_id: str | None


class Node(Answer):
    """A firm or a key of a drawing."""

    id: str
    kind: str
    label: str
    degree: int = Field(description="True degree in the register: firms on a key, keys of a firm.")
    hub: str
    score: float | None
    grade: str | None
    ring_id: str | None


class Edge(Answer):
    """A firm (`source`) and a key it holds (`target`)."""

    source: str
    target: str
    role: str
    since: date | None
    until: date | None
    strength: float


class Graph(Stamped):
    """A part of the graph."""

    nodes: list[Node]
    edges: list[Edge]
    truncated: dict[str, int] = Field(description="Nodes not followed to the end, id to true degree.")


class Path(Answer):
    """One way from a firm to another: firm, key, firm … firm, with every link on it."""

    nodes: list[Node]
    edges: list[Edge]


class Paths(Stamped):
    """The shortest ways between two firms, all of one length; none where nothing joins them."""

    items: list[Path]
    truncated: bool = Field(description="Whether there may be other ways as short.")


class Sweep(Answer):
    """One published sweep."""

    sweep_id: str
    snapshot_id: str
    as_of: date
    published_at: str = Field(description="ISO 8601 with offset.")
    version: str
    configuration: str
    firms: int
    keys: int
    links: int
    rings: int
    findings: int
    grades: dict[str, int] = Field(description="Firms per grade, count.")
    not_assessed: list[NotAssessed] = Field(
        description="Detectors that could not run for want of data, and what they lacked."
    )
    live: bool = Field(description="Whether it is the one being served.")


class Sweeps(Answer):
    """Published sweeps, newest first."""

    items: list[Sweep]


class State(Answer):
    """The state of the service."""

    status: str
    sweep_id: str | None = None
