"""Whatever a caller sends, the service answers in its own words."""

import json
from collections.abc import Iterator

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.api import town

TEXT = st.text(st.characters(codec="utf-8"), max_size=120)
BROKEN = st.text(st.characters(exclude_categories=()), max_size=20)  # JSON can carry half a surrogate pair
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | BROKEN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(BROKEN, inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=30) as client:
        yield client


def in_its_own_words(answer: httpx.Response, *statuses: int) -> None:
    assert answer.status_code in statuses, answer.text
    if answer.status_code != 200:
        assert answer.headers["content-type"] == "application/problem+json"


@settings(deadline=None)
@given(text=TEXT)
def test_any_search(client: httpx.Client, text: str) -> None:
    in_its_own_words(client.get("/v1/search", params={"q": text}), 200, 422)


@settings(deadline=None)
@given(cursor=TEXT)
def test_any_cursor(client: httpx.Client, cursor: str) -> None:
    for path in ("/v1/rings", f"/v1/rings/{town.ring_id(1)}/members"):
        in_its_own_words(client.get(path, params={"cursor": cursor}), 422)


@settings(deadline=None)
@given(name=TEXT, value=TEXT)
def test_any_filter(client: httpx.Client, name: str, value: str) -> None:
    in_its_own_words(client.get("/v1/rings", params={name: value}), 200, 422)
    in_its_own_words(client.get("/v1/rings", params={"district": value}), 200, 422)


@settings(deadline=None)
@given(body=JSON)
def test_anything_but_an_application(client: httpx.Client, body: object) -> None:
    for sent in (body, {"firm": body, "roles": body}):
        headers = {"Content-Type": "application/json"}
        in_its_own_words(client.post("/v1/precheck", content=json.dumps(sent), headers=headers), 422)
