"""docs/api.md and the OpenAPI document keep step with the service."""

import re
from pathlib import Path
from typing import Any

import httpx

from api.problems import Problem

DOCS = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")


def described(http: httpx.Client) -> dict[str, Any]:
    content: dict[str, Any] = http.get("/v1/openapi.json").json()
    return content


def test_every_route_is_in_the_documentation_and_none_else(http: httpx.Client) -> None:
    documented = set(re.findall(r"^\| `(GET|POST) (/\S*)` \|", DOCS, re.MULTILINE))
    routes = {(m.upper(), path) for path, methods in described(http)["paths"].items() for m in methods}
    assert documented == routes


def test_every_kind_of_problem_is_in_the_documentation() -> None:
    documented = set(re.findall(r"^\| `(urn:\S+)` \| (\d+) \|", DOCS, re.MULTILINE))
    assert documented == {(kind.type, str(kind.status)) for kind in Problem}


def test_the_description_promises_problems_and_holds_every_schema_it_names(http: httpx.Client) -> None:
    document = described(http)
    named = set(re.findall(r"#/components/schemas/([\w.]+)", str(document)))
    assert named <= set(document["components"]["schemas"])
    responses = document["paths"]["/v1/rings"]["get"]["responses"]
    assert {"200", "410", "422", "503"} <= set(responses)
    assert list(responses["422"]["content"]) == ["application/problem+json"]


def test_every_number_says_what_it_counts(http: httpx.Client) -> None:
    schemas = described(http)["components"]["schemas"]
    for schema, field in [("RingRow", "score"), ("RingRow", "one_hand"), ("Reason", "contribution")]:
        assert schemas[schema]["properties"][field]["description"]
