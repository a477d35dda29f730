"""RFC 9457 problem details."""

from pydantic import BaseModel, Field


class FieldProblem(BaseModel):
    """One field of the request that is wrong."""

    field: str = Field(description="Dotted path, such as roles.0.role.")
    detail: str
    detail_zh: str
    detail_en: str


class ProblemDetails(BaseModel):
    """What went wrong, where, and what to do."""

    type: str = Field(description="URN of the kind of problem.")
    title: str
    status: int
    detail: str = Field(description="In the language of Accept-Language (zh or en).")
    detail_zh: str
    detail_en: str
    instance: str = Field(
        description="Address with its parameters by name, as /v1/firms/{firm_id}; / for unknown ones."
    )
    errors: list[FieldProblem] = Field(default=[], description="The fields that are wrong.")
