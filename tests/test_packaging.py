"""What an installation rests on: locked versions with hashes, and no machine's address in them."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

HOUSE = Path(__file__).parents[1]
LOCKS = ("dev.txt", "run.txt")


def pins(lock: str) -> set[str]:
    """Each `name==version` of a lock, with its environment marker."""
    text = (HOUSE / "requirements" / lock).read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z0-9][^\s;]*==[^\s\\]+(?: ; [^\\\n]+?)?) \\$", text, re.MULTILINE))


def names(lock: str) -> set[str]:
    return {pin.split("==")[0] for pin in pins(lock)}


def project() -> Any:
    return tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def wanted(requirements: list[str]) -> set[str]:
    return {re.split(r"[><=~!\[ ;]", requirement)[0] for requirement in requirements}


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_names_no_host(lock: str) -> None:
    text = (HOUSE / "requirements" / lock).read_text(encoding="utf-8")
    assert not re.search(r"://|--(extra-)?index|--find-links|--trusted-host", text)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_version_is_exact_and_hashed(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", (HOUSE / "requirements" / lock).read_text(encoding="utf-8").strip())
    assert len(entries) == len(pins(lock)) > 20
    assert all("--hash=sha256:" in entry for entry in entries)


def test_the_locks_hold_everything_asked_for() -> None:
    asked = project()
    assert wanted(asked["dependencies"]) <= names("run.txt")
    assert wanted(asked["dependencies"]) | wanted(asked["optional-dependencies"]["dev"]) <= names("dev.txt")


def test_users_run_the_versions_that_were_tested() -> None:
    assert {pin.split(" ;")[0] for pin in pins("run.txt")} <= {pin.split(" ;")[0] for pin in pins("dev.txt")}
