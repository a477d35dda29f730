"""The description of the interface, with the problems that any route may answer."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.problems import MEDIA_TYPE, Problem
from api.schemas.problems import ProblemDetails

DESCRIPTION = """
Rings of firms that one hand may have registered under false pretences, from a sweep of the register.

**Every answer is a lead for a person to check, never a finding of guilt** (线索，不是结论).
`score` is the probability that a registration is false, `one_hand` the probability that one party filed
the firms; they are two claims and are never merged. Days are ISO 8601, contributions are nats. Whatever a
person reads is in Chinese and English.

Answers carry an ETag that changes with the sweep. A cursor belongs to the sweep it was given out for, and is
good until that sweep is no longer kept. Errors are RFC 9457 problem details in the language of
Accept-Language, and in both.
"""
ANYWHERE = (Problem.INVALID_INPUT, Problem.NOT_PUBLISHED, Problem.FAILED)
FOR_ONE = (Problem.NOT_FOUND,)
FOR_PAGES = (Problem.GONE,)
FOR_POST = (Problem.TOO_LARGE, Problem.NOT_JSON)


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, built once."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title, version=app.version, description=DESCRIPTION, routes=app.routes
        )
        schemas = document["components"]["schemas"]
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        problems = ProblemDetails.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(problems.pop("$defs"))
        schemas["ProblemDetails"] = problems
        for path, methods in document["paths"].items():
            for method, operation in methods.items():
                operation["responses"] |= {
                    str(kind.status): _response(kind) for kind in _problems(path, method, operation)
                }
        app.openapi_schema = document
    return app.openapi_schema


def _problems(path: str, method: str, operation: dict[str, Any]) -> tuple[Problem, ...]:
    pages = any(p["name"] == "cursor" for p in operation.get("parameters", []))
    return (
        *ANYWHERE,
        *(FOR_ONE if "{" in path or method == "post" else ()),
        *(FOR_PAGES if pages else ()),
        *(FOR_POST if method == "post" else ()),
    )


def _response(kind: Problem) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/ProblemDetails"}
    return {"description": kind.title.en, "content": {MEDIA_TYPE: {"schema": schema}}}
