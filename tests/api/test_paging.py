"""Pages hang together, also while the next sweep is published."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.app import create_app
from bootstrap.settings import Settings
from sweeps.publish import publish
from tests.api import town
from tests.api.conftest import serving


def pages(http: httpx.Client, path: str, limit: int, **query: str) -> Iterator[list[dict[str, object]]]:
    asked = {**query, "limit": str(limit)}
    while True:
        answer = http.get(path, params=asked)
        assert answer.status_code == 200, answer.text
        yield answer.json()["items"]
        if answer.json()["cursor"] is None:
            return
        asked["cursor"] = answer.json()["cursor"]


@pytest.mark.parametrize("limit", [1, 5, 12, 13])
def test_pages_hold_every_ring_once_and_in_order(http: httpx.Client, limit: int) -> None:
    items = [ring for page in pages(http, "/v1/rings", limit) for ring in page]
    assert items == http.get("/v1/rings").json()["items"]


def test_pages_of_members(http: httpx.Client) -> None:
    found = [m for page in pages(http, f"/v1/rings/{town.ring_id(3)}/members", 2) for m in page]
    assert [m["strength"] for m in found] == sorted((m["strength"] for m in found), reverse=True)  # type: ignore[type-var]
    assert len(found) == town.EACH


def test_pages_of_search(http: httpx.Client) -> None:
    found = [hit for page in pages(http, "/v1/search", 20, q="福州") for hit in page]
    assert len({hit["id"] for hit in found}) == len(found) >= town.FIRMS


def test_a_publication_between_two_pages(tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    publish(Settings(workspace=workspace), town.publication(tmp_path / "register", "sweep-1"))
    with (
        serving(create_app(town.settings(workspace))) as base,
        httpx.Client(base_url=base, timeout=30) as http,
    ):
        first = http.get("/v1/rings", params={"limit": 5})
        publish(Settings(workspace=workspace), town.publication(tmp_path / "register", "sweep-2", rings=3))
        # The pages go on where they began, while a new request sees the new sweep.
        second = http.get("/v1/rings", params={"limit": 5, "cursor": first.json()["cursor"]})
        assert second.json()["sweep_id"] == "sweep-1"
        assert [ring["rank"] for ring in second.json()["items"]] == [6, 7, 8, 9, 10]
        fresh = http.get("/v1/rings", headers={"If-None-Match": first.headers["etag"]})
        assert (fresh.status_code, fresh.json()["sweep_id"], fresh.json()["total"]) == (200, "sweep-2", 3)

        publish(Settings(workspace=workspace), town.publication(tmp_path / "register", "sweep-3"))
        stale = http.get("/v1/rings", params={"cursor": first.json()["cursor"]})
        assert stale.status_code == 410
        assert stale.json()["type"] == "urn:ringwatch:problem:gone"
        assert "without cursor" in stale.json()["detail_en"]
