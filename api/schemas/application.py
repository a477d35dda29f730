"""What the registration desk sends: an application, in the names of the register layout, version 1."""

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Literal

import polars as pl
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bootstrap.limits import MOST_ROWS, MOST_TEXT
from graph.model import CONTACT_KINDS, CONTACT_USERS, ROLES
from graph.normalise.dates import days, partial_dates

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def _read_with(reader: Callable[[pl.Series], pl.DataFrame], column: str) -> Callable[[object], object]:
    """A date as a register may write it (2019.3.1, 2019年3月1日), as ISO 8601; anything else as it is."""

    def iso(sent: object) -> object:
        if not isinstance(sent, str) or _ISO.fullmatch(sent):
            return sent
        read = reader(pl.Series([sent]))[column].cast(pl.String)[0]
        return sent if read is None else read

    return iso


Day = Annotated[date, BeforeValidator(_read_with(days, "date"))]
Id = Annotated[str, Field(min_length=1, max_length=64)]
Name = Annotated[str, Field(min_length=1, max_length=300)]
Words = Annotated[str, Field(max_length=300)]
Money = Annotated[float, Field(ge=0, le=1e15, allow_inf_nan=False)]
PartialDate = Annotated[
    str,
    BeforeValidator(_read_with(partial_dates, "value")),
    Field(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"),
]


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class AppliedFirm(_Sent):
    """The firm that applies."""

    firm_id: Id | None = Field(None, description="Credit code or company number, where one is known already.")
    name: Name = Field(description="Full firm name.")
    country: Words | None = Field(None, description="ISO 3166-1 code; default CN.")
    firm_type: Words | None = None
    registered_on: Day | None = Field(
        None, description="Day of the application, ISO 8601; default the server's today."
    )
    capital: Money | None = Field(None, description="Subscribed capital, in units of `currency`.")
    currency: Words | None = Field(None, description="ISO 4217 code; default the country's.")
    paid_in: Money | None = Field(None, description="Paid-in capital, in units of `currency`.")
    scope: Annotated[str, Field(max_length=MOST_TEXT)] | None = Field(
        None, description="Business scope, free text."
    )
    industry: Words | None = None
    address: Annotated[str, Field(max_length=500)] | None = Field(
        None, description="Full address in one line."
    )
    region: Words | None = None
    registry: Words | None = Field(None, description="Filing office.")


class AppliedRole(_Sent):
    """A person in a role."""

    person_name: Name
    role: Literal[*ROLES]  # type: ignore[valid-type]
    person_id: Id | None = Field(None, description="Resident id; used as a keyed hash only, never kept.")
    birth_date: PartialDate | None = Field(None, description="Year, month or day, ISO 8601.")
    home_region: Words | None = None
    nationality: Words | None = None
    since: Day | None = None
    until: Day | None = None


class AppliedHolding(_Sent):
    """A share in the firm."""

    holder_type: Literal["firm", "person"]
    holder_id: Id | None = None
    holder_name: Name
    share: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] | None = Field(
        None, description="0 to 1."
    )
    subscribed: Money | None = None
    verified: bool | None = Field(None, description="Whether the holder proved its identity.")
    since: Day | None = None
    until: Day | None = None


class AppliedContact(_Sent):
    """A way to reach the firm, or the device it filed from."""

    kind: Literal[*CONTACT_KINDS]  # type: ignore[valid-type]
    value: Words
    used_by: Literal[*CONTACT_USERS] | None = None  # type: ignore[valid-type]
    since: Day | None = None
    until: Day | None = None


class Application(_Sent):
    """Either `firm` with its rows, or the `firm_id` of a firm already in the register."""

    firm_id: Id | None = Field(None, description="A firm in the register, checked as it stands there.")
    firm: AppliedFirm | None = None
    roles: list[AppliedRole] = Field(default=[], max_length=MOST_ROWS)
    holdings: list[AppliedHolding] = Field(default=[], max_length=MOST_ROWS)
    contacts: list[AppliedContact] = Field(default=[], max_length=MOST_ROWS)
