"""Who looked at what is kept; what was asked for in vain is neither kept nor repeated."""

import sqlite3
from pathlib import Path

import httpx
import pytest

from api.app import create_app
from bootstrap.settings import Settings
from sweeps.publish import publish
from tests.api import town
from tests.api.conftest import serving

NOBODY = "11010519491231002X"  # the example of GB 11643


def kept(workspace: Path) -> list[tuple[str, str]]:
    """(what, id) of every look-up in the store, in order."""
    out: list[tuple[str, str]] = []
    for file in workspace.rglob("*.sqlite"):
        with sqlite3.connect(file) as store:
            if store.execute(
                "SELECT 1 FROM sqlite_master WHERE name = 'lookups' AND sql LIKE '%subject%'"
            ).fetchone():
                out += store.execute("SELECT what, subject FROM lookups ORDER BY rowid").fetchall()
    return out


def test_only_what_was_found_is_in_the_audit(tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    publish(Settings(workspace=workspace), town.publication(tmp_path / "register"))
    with serving(create_app(town.settings(workspace))) as base, httpx.Client(base_url=base) as http:
        known = town.firm_id(0)
        for path in ("firms/{}", "firms/{}/graph", "rings/{}", "rings/{}/members", "keys/{}", "findings/{}",
                     f"firms/{{}}/paths/{known}", f"firms/{known}/paths/{{}}"):  # fmt: skip
            assert http.get("/v1/" + path.format(NOBODY)).status_code == 404
        assert http.get(f"/v1/firms/{town.firm_id(0)}").status_code == 200
        assert http.get(f"/v1/rings/{town.ring_id(1)}/members").status_code == 200
        assert http.get(f"/v1/firms/{town.firm_id(1)}/paths/{town.firm_id(2)}").status_code == 200
    firms = [("firm", town.firm_id(n)) for n in range(3)]
    assert kept(workspace) == [firms[0], ("ring", town.ring_id(1)), *firms[1:]]
    assert not any(NOBODY.encode() in file.read_bytes() for file in workspace.rglob("*") if file.is_file())


@pytest.mark.parametrize(
    "path",
    ["firms/{0}", "firms/{0}/graph", "firms/{0}/graph?hops=9", "firms/{0}/paths/{0}",
     "firms/{0}/paths/{0}?keys=9", "rings/{0}", "rings/{0}/graph", "rings/{0}/members", "keys/{0}",
     "findings/{0}", "{0}", "rings?cursor={0}"],
)  # fmt: skip
def test_what_was_asked_for_is_not_repeated(http: httpx.Client, path: str) -> None:
    answer = http.get("/v1/" + path.format(NOBODY))
    assert answer.status_code in (404, 422)
    assert NOBODY not in answer.text


def test_an_unknown_firm_at_the_desk_is_not_repeated(http: httpx.Client) -> None:
    answer = http.post("/v1/precheck", json={"firm_id": NOBODY})
    assert answer.status_code == 404
    assert NOBODY not in answer.text


def test_a_problem_names_the_address_without_its_values(http: httpx.Client) -> None:
    for path, named in (
        (f"/v1/firms/{NOBODY}/graph", "/v1/firms/{firm_id}/graph"),
        ("/v1/rings?limit=0", "/v1/rings"),
        (f"/v1/{NOBODY}", "/"),
    ):
        assert http.get(path).json()["instance"] == named
