"""The service on a real Neo4j server that comes and goes."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from pydantic import SecretStr

from api.app import create_app
from bootstrap.settings import Settings
from graph.store.neo4j.connection import Neo4jSettings
from graph.store.neo4j.local_server import Installation, LocalServer
from sweeps.publish import publish
from tests.api import town
from tests.api.conftest import serving
from tests.neo4j_server import installation
from tests.quick_java import PASSWORD, QUICK

UNAVAILABLE = "urn:ringwatch:problem:store-unavailable"
NOTHING_YET = "urn:ringwatch:problem:not-published"
APPLICATION = {
    "firm": {"name": "福州青禾贸易有限公司", "address": town.HOST, "registered_on": "2024-12-30"},
    "roles": [{"person_name": "测试甲", "role": "legal_representative", "person_id": "P-new"}],
}
PATHS = (
    "/v1/rings",
    "/v1/districts",
    "/v1/shortlist?capacity=3",
    f"/v1/rings/{town.ring_id(2)}",
    f"/v1/rings/{town.ring_id(2)}/graph",
    f"/v1/rings/{town.ring_id(2)}/members",
    f"/v1/firms/{town.firm_id(7)}",
    f"/v1/firms/{town.firm_id(7)}/graph",
    f"/v1/firms/{town.firm_id(7)}/paths/{town.firm_id(8)}",
    "/v1/findings/finding-2",
    f"/v1/search?q={town.name_of(3)}",
    "/v1/sweeps",
)


@pytest.fixture
def servers() -> Iterator[ExitStack]:
    """The servers that a test starts; they stop when it ends."""
    with ExitStack() as started:
        yield started


def start(home: Path, jars: Installation, port: int = 0) -> LocalServer:
    return LocalServer.start(
        home, PASSWORD, port=port, heap="512m", pagecache="64m", options=QUICK, installation=jars
    )


def settings(uri: str, workspace: Path, password: str = PASSWORD, user: str = "neo4j") -> Settings:
    secret = SecretStr(password)
    return Settings(
        workspace=workspace,
        store=uri,
        neo4j_user=user,
        neo4j_password=secret,
        neo4j_timeout=5,
        id_key=SecretStr(town.ID_KEY.decode()),
    )


@contextmanager
def client(service: Settings) -> Iterator[httpx.Client]:
    with serving(create_app(service)) as base, httpx.Client(base_url=base, timeout=60) as http:
        yield http


def refused(answer: httpx.Response, kind: str) -> dict[str, str]:
    """The problem of an answer that says: not now."""
    assert answer.status_code == 503, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert int(answer.headers["retry-after"]) > 0
    content: dict[str, str] = answer.json()
    assert content["type"] == kind
    assert content["detail_zh"] != content["detail_en"]
    return content


def served(http: httpx.Client) -> dict[str, str]:
    """Everything that was asked for, as it was answered."""
    answers = {path: http.get(path) for path in PATHS}
    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(PATHS, 200)
    assert http.post("/v1/precheck", json=APPLICATION).status_code == 200
    return {path: answer.text for path, answer in answers.items()}


def test_a_server_that_comes_and_goes(servers: ExitStack, tmp_path: Path) -> None:
    home, jars = tmp_path / "server", installation()
    server = servers.enter_context(start(home, jars))
    service = settings(server.uri, tmp_path / "workspace")
    with client(service) as http:
        told = refused(http.get("/readyz"), NOTHING_YET)
        assert server.uri in told["detail_en"]
        assert server.uri in told["detail_zh"]
        refused(http.get("/v1/rings"), NOTHING_YET)
        assert http.get("/v1/sweeps").json()["items"] == []

        publish(service, town.publication(tmp_path / "register"))
        assert http.get("/readyz").json() == {"status": "ready", "sweep_id": "sweep-1"}
        before = served(http)
        tag = http.get("/v1/rings").headers["etag"]

        server.kill()
        for path in (*PATHS, "/readyz"):
            told = refused(http.get(path, headers={"Accept-Language": "zh"}), UNAVAILABLE)
            assert told["detail"] == told["detail_zh"]
            assert server.uri in told["detail"]
            assert "neo4j.exceptions" not in str(told)
        refused(http.post("/v1/precheck", json=APPLICATION), UNAVAILABLE)
        assert http.get("/healthz").status_code == 200

        # A service that starts meanwhile waits for the server too.
        with client(service) as late:
            refused(late.get("/v1/rings"), UNAVAILABLE)
            servers.enter_context(start(home, jars, port=urlsplit(server.uri).port or 0))
            assert late.get("/readyz").status_code == 200
            assert served(late) == before
        assert served(http) == before
        assert http.get("/v1/rings", headers={"If-None-Match": tag}).status_code == 304

    with client(settings(server.uri, tmp_path / "workspace", "not-the-password")) as http:
        told = refused(http.get("/v1/rings"), UNAVAILABLE)
        assert "RINGWATCH_NEO4J_PASSWORD" in told["detail_en"]
        assert "not-the-password" not in str(told)


def test_pages_go_on_through_a_publication(neo4j_empty: Neo4jSettings, tmp_path: Path) -> None:
    service = settings(neo4j_empty.uri, tmp_path / "workspace", neo4j_empty.password, neo4j_empty.user)
    with client(service) as http:
        publish(service, town.publication(tmp_path / "register", "sweep-a"))
        first = http.get("/v1/rings", params={"limit": 5})
        asked = {"limit": "5", "cursor": first.json()["cursor"]}
        publish(service, town.publication(tmp_path / "register", "sweep-b", rings=3))
        second = http.get("/v1/rings", params=asked)
        assert second.json()["sweep_id"] == "sweep-a"
        assert [ring["rank"] for ring in second.json()["items"]] == [6, 7, 8, 9, 10]
        fresh = http.get("/v1/rings", headers={"If-None-Match": first.headers["etag"]})
        assert (fresh.status_code, fresh.json()["sweep_id"], fresh.json()["total"]) == (200, "sweep-b", 3)

        publish(service, town.publication(tmp_path / "register", "sweep-c"))
        stale = http.get("/v1/rings", params=asked)
        assert (stale.status_code, stale.json()["type"]) == (410, "urn:ringwatch:problem:gone")
        assert "without cursor" in stale.json()["detail_en"]
