"""Every error is problem details that say what is wrong, where, and what to do."""

import json
import re
from typing import Any

import httpx
import pytest

from api.protection import MAX_BODY
from tests.api import town


def problem(answer: httpx.Response, status: int, kind: str) -> dict[str, Any]:
    """The problem of an answer, its common parts checked."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    content: dict[str, Any] = answer.json()
    assert content["type"] == f"urn:ringwatch:problem:{kind}"
    assert content["status"] == status
    # Which address it was, and nothing that was sent.
    assert re.fullmatch(r"/|(/\w+|/\{\w+\})+", content["instance"])
    assert content["detail"] in (content["detail_zh"], content["detail_en"])
    assert content["detail_zh"] != content["detail_en"]
    assert "Traceback" not in answer.text
    return content


def fields(content: dict[str, Any]) -> list[str]:
    return [error["field"] for error in content["errors"]]


@pytest.mark.parametrize(
    "path",
    [
        "/v1/firms/none",
        "/v1/firms/none/graph",
        "/v1/rings/none",
        "/v1/rings/none/graph",
        "/v1/rings/none/members",
        "/v1/findings/none",
        "/v1/keys/none",
        "/v1/nowhere",
        "/nowhere.js",
    ],
)
def test_what_is_not_there(http: httpx.Client, path: str) -> None:
    problem(http.get(path), 404, "not-found")


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/v1/rings?limit=0", "limit"),
        ("/v1/rings?limit=201", "limit"),
        ("/v1/rings?limit=many", "limit"),
        ("/v1/rings?min_score=1.1", "min_score"),
        ("/v1/rings?min_score=nan", "min_score"),
        ("/v1/rings?family=blood", "family"),
        ("/v1/rings?min_scor=0.5", "min_scor"),
        ("/v1/rings?cursor=abc", "cursor"),
        ("/v1/rings?cursor=%00", "cursor"),
        ("/v1/search", "q"),
        ("/v1/search?q=", "q"),
        ("/v1/search?q=a", "q"),
        (f"/v1/search?q={'x' * 101}", "q"),
        (f"/v1/firms/{town.firm_id(0)}/graph?hops=4", "hops"),
        (f"/v1/rings/{town.ring_id(1)}/graph?limit=1000", "limit"),
        (f"/v1/rings/{town.ring_id(1)}/members?page=2", "page"),
    ],
)
def test_a_bad_parameter_is_named(http: httpx.Client, path: str, field: str) -> None:
    assert fields(problem(http.get(path), 422, "invalid-input")) == [field]


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, ["firm"]),
        ({"firm_id": "x", "firm": {"name": "测试有限公司"}}, ["firm"]),
        ({"firm": {}}, ["firm.name"]),
        ({"firm": {"name": " "}}, ["firm.name"]),
        ({"firm": {"name": "测试", "registered_on": "2019-02-30"}}, ["firm.registered_on"]),
        ({"firm": {"name": "测试", "capital": -1}}, ["firm.capital"]),
        ({"firm": {"name": "测试"}, "roles": [{"person_name": "甲", "role": "king"}]}, ["roles.0.role"]),
        ({"firm": {"name": "测试"}, "holdings": [{"holder_type": "firm", "holder_name": "甲", "share": 1.5}]},
         ["holdings.0.share"]),
        ({"firm": {"name": "测试"}, "contacts": [{"kind": "pigeon"}]},
         ["contacts.0.kind", "contacts.0.value"]),
        ({"firm": {"name": "测试"}, "role": []}, ["role"]),
        ({"firm": {"name": "测试"}, "contacts": [{"kind": "phone", "value": "1"}] * 501}, ["contacts"]),
        ([], ["body"]),
    ],
)  # fmt: skip
def test_a_bad_application_is_told_field_by_field(http: httpx.Client, body: object, named: list[str]) -> None:
    answer = http.post("/v1/precheck", json=body)
    assert fields(problem(answer, 422, "invalid-input")) == named


def test_a_refused_value_is_not_repeated(http: httpx.Client) -> None:
    secret = "11010519491231002X" * 4
    body = {"firm": {"name": "测试"}, "roles": [{"person_name": "甲", "role": "agent", "person_id": secret}]}
    answer = http.post("/v1/precheck", json=body)
    assert fields(problem(answer, 422, "invalid-input")) == ["roles.0.person_id"]
    assert "19491231" not in answer.text


def test_broken_json(http: httpx.Client) -> None:
    answer = http.post("/v1/precheck", content=b'{"firm":', headers={"Content-Type": "application/json"})
    assert fields(problem(answer, 422, "invalid-input")) == ["body"]


def test_not_json(http: httpx.Client) -> None:
    problem(
        http.post("/v1/precheck", content=b"a=b", headers={"Content-Type": "text/plain"}), 415, "not-json"
    )


@pytest.mark.parametrize("declared", [True, False])
def test_a_body_too_large(http: httpx.Client, declared: bool) -> None:
    body = json.dumps({"firm": {"name": "x" * MAX_BODY}}).encode()
    content = body if declared else iter([body[:1000], body[1000:]])
    answer = http.post("/v1/precheck", content=content, headers={"Content-Type": "application/json"})
    problem(answer, 413, "too-large")


def test_the_wrong_method(http: httpx.Client) -> None:
    answer = http.post("/v1/rings", json={})
    problem(answer, 405, "method-not-allowed")
    assert answer.headers["allow"] == "GET"


@pytest.mark.parametrize(
    ("accepts", "lang"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB", "en"),
        ("fr", "en"),
        ("en;q=0.3, zh;q=0.4", "zh"),
        ("zh;q=x", "en"),
    ],
)
def test_the_callers_language(http: httpx.Client, accepts: str, lang: str) -> None:
    answer = http.get("/v1/rings?limit=0", headers={"Accept-Language": accepts})
    content = problem(answer, 422, "invalid-input")
    assert content["detail"] == content[f"detail_{lang}"]
    assert content["errors"][0]["detail"] == content["errors"][0][f"detail_{lang}"]
    assert answer.headers["content-language"] == lang


def test_a_body_in_another_encoding_is_told(http: httpx.Client) -> None:
    sent = '{"firm": {"name": "福州青禾贸易有限公司"}}'.encode("gb18030")
    answer = http.post("/v1/precheck", content=sent, headers={"Content-Type": "application/json"})
    problem(answer, 400, "bad-request")
    assert "not UTF-8" in answer.json()["detail_en"]


@pytest.mark.parametrize("path", ["/readyz", "/v1/rings", "/v1/firms/x", "/v1/search?q=ab"])
def test_before_anything_is_published(empty: httpx.Client, path: str) -> None:
    answer = empty.get(path)
    problem(answer, 503, "not-published")
    assert int(answer.headers["retry-after"]) > 0


def test_a_service_without_a_sweep_lives(empty: httpx.Client) -> None:
    assert empty.get("/healthz").status_code == 200
    assert empty.get("/v1/sweeps").json() == {"items": []}
    assert empty.get("/").status_code == 200
