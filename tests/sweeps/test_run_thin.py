"""Registers are thin: a sweep finishes on any of the tables, and says nothing of what it cannot know."""

from pathlib import Path

import pytest

from bootstrap.compose import open_store
from bootstrap.settings import Settings
from tests.sweeps.test_run import COLUMNS
from tests.sweeps.whole_way import copied, swept, table

OTHERS = ("roles", "holdings", "contacts", "events", "ties", "hubs", "places", "labels")
# What no detector can say without a table.
NEEDS = {
    "contacts": {"shared_phone": ["phones"], "shared_device": ["devices"]},
    "roles": {"problem_agent": ["agents"], "shared_staff": ["staff"]},
    "holdings": {"unpaid_capital": ["holders"]},
}


@pytest.mark.parametrize("kept", [(), *((t,) for t in OTHERS)], ids=lambda kept: "+".join(("firms", *kept)))
def test_firms_alone_or_with_one_other_table(city: Path, tmp_path: Path, kept: tuple[str, ...]) -> None:
    _assert_swept(city, tmp_path, tuple(t for t in OTHERS if t not in kept))


@pytest.mark.parametrize("missing", OTHERS)
def test_one_table_missing(city: Path, tmp_path: Path, missing: str) -> None:
    _assert_swept(city, tmp_path, (missing,))


def test_only_the_two_required_columns(city: Path, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    table(city, "firms").select("firm_id", "name").write_csv(source / "firms.csv")
    done = swept(source, tmp_path)
    assert done.outcome.n_firms == 800
    assert set(done.file("firms")["grade"]) == {"A"}


def test_firms_filed_in_one_go_that_share_no_key_at_all(tmp_path: Path) -> None:
    """Codes and capital alone make them neighbours; nothing is there to look a key up in."""
    stem = "91350102MA2XN"
    rows = [f"{stem}{n:03d}{n % 10}{n % 7},有限公司,2020-05-06,7770000" for n in range(40)]
    source = tmp_path / "source"
    source.mkdir()
    text = "\n".join(["firm_id,name,registered_on,capital", *rows])
    (source / "firms.csv").write_text(text + "\n", encoding="utf-8")
    assert swept(source, tmp_path).outcome.n_firms == 40


def test_a_declared_hub_of_firms_without_dates(tmp_path: Path) -> None:
    source, where = tmp_path / "source", "福建省福州市鼓楼区东街1号101室"
    source.mkdir()
    firms = f"firm_id,name,address\nA1,甲有限公司,{where}\nB2,乙有限公司,{where}\n"
    (source / "firms.csv").write_text(firms, encoding="utf-8")
    (source / "hubs.csv").write_text(f"kind,value\nhosting_address,{where}\n", encoding="utf-8")
    done = swept(source, tmp_path)
    view = open_store(Settings(workspace=done.workspace)).view()
    firm = view.firm("A1")
    assert firm is not None
    (place,) = [view.key(link.key.id) for link in firm.of_kind("room")]
    assert place is not None
    assert place.why_hub is not None
    assert "登记日期不详" in place.why_hub.zh
    assert "registered on unknown days" in place.why_hub.en


def _assert_swept(city: Path, tmp_path: Path, without: tuple[str, ...]) -> None:
    done = swept(copied(city, tmp_path / "source", without), tmp_path)
    assert done.outcome.n_firms == 800
    for name, columns in COLUMNS.items():
        assert dict(done.file(name).schema) == columns
    firms = done.file("firms")
    assert firms["score"].is_between(0, 1).all()
    for name in without:
        for detector, lacks in NEEDS.get(name, {}).items():
            assert done.outcome.not_assessed[detector] == lacks
    assert set(done.outcome.not_assessed).isdisjoint(done.file("findings")["detector"])
