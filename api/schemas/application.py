"""What the registration desk sends: an application, in the names of the register layout, version 1."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from bootstrap.limits import MOST_ROWS, MOST_TEXT
from graph.model import CONTACT_KINDS, CONTACT_USERS, ROLES

Id = Annotated[str, Field(min_length=1, max_length=64)]
Name = Annotated[str, Field(min_length=1, max_length=300)]
Words = Annotated[str, Field(max_length=300)]
Money = Annotated[float, Field(ge=0, le=1e15, allow_inf_nan=False)]
PartialDate = Annotated[str, Field(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")]


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class AppliedFirm(_Sent):
    """The firm that applies."""

    firm_id: Id | None = Field(None, description="Credit code or company number, where one is known already.")
    name: Name = Field(description="Full firm name.")
    country: Words | None = Field(None, description="ISO 3166-1 code; default CN.")
    firm_type: Words | None = None
    registered_on: date | None = Field(
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
    since: date | None = None
    until: date | None = None


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
    since: date | None = None
    until: date | None = None


class AppliedContact(_Sent):
    """A way to reach the firm, or the device it filed from."""

    kind: Literal[*CONTACT_KINDS]  # type: ignore[valid-type]
    value: Words
    used_by: Literal[*CONTACT_USERS] | None = None  # type: ignore[valid-type]
    since: date | None = None
    until: date | None = None


class Application(_Sent):
    """Either `firm` with its rows, or the `firm_id` of a firm already in the register."""

    firm_id: Id | None = Field(None, description="A firm in the register, checked as it stands there.")
    firm: AppliedFirm | None = None
    roles: list[AppliedRole] = Field(default=[], max_length=MOST_ROWS)
    holdings: list[AppliedHolding] = Field(default=[], max_length=MOST_ROWS)
    contacts: list[AppliedContact] = Field(default=[], max_length=MOST_ROWS)
