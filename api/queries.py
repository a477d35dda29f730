"""Query parameters of the lists. An unknown one is an error: a filter misspelt must not filter nothing."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Cursor = Annotated[str, Field(max_length=1000)]
FamilyName = Literal["person", "place", "contact", "device", "time", "name", "behaviour"]


class PageQuery(BaseModel):
    """Which part of a list."""

    model_config = ConfigDict(extra="forbid")

    cursor: Cursor | None = Field(None, description="`cursor` of the page before.")
    limit: int = Field(50, ge=1, le=200, description="Rows on a page, count.")


class RingQuery(PageQuery):
    """Which rings."""

    min_score: float = Field(0.0, ge=0, le=1, description="Least probability that the ring is false, 0-1.")
    min_size: int = Field(0, ge=0, description="Least firms, count.")
    district: str | None = Field(None, min_length=1, max_length=100, description="As /v1/districts names it.")
    family: FamilyName | None = Field(None, description="Rings with evidence of this family.")


class CapacityQuery(BaseModel):
    """How much time there is."""

    model_config = ConfigDict(extra="forbid")

    capacity: int = Field(10, ge=1, le=200, description="Rings that there is time for, count.")


class SearchQuery(PageQuery):
    """What to look for."""

    q: str = Field(
        min_length=2,
        max_length=100,
        description="The start of an id, or any two or more characters of a name, address or number.",
    )


class GraphQuery(BaseModel):
    """How much of the graph."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(200, ge=1, le=200, description="Most nodes, count.")


class FirmGraphQuery(GraphQuery):
    """How far from the firm."""

    hops: int = Field(1, ge=1, le=3, description="Rounds of firms that share a key, count.")


class PathQuery(BaseModel):
    """How far apart two firms may be, and how many ways are told."""

    model_config = ConfigDict(extra="forbid")

    keys: int = Field(3, ge=1, le=3, description="Most keys on the way, count.")
    limit: int = Field(3, ge=1, le=20, description="Most ways, count.")


class KeyQuery(BaseModel):
    """How many firms of a key."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(100, ge=1, le=200, description="Firms shown, count.")
