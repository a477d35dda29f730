from datetime import date
from typing import Any

import pytest

from api.desk import application_of
from bootstrap.application_remarks import remarks

TODAY = date(2025, 1, 6)
RESIDENT_ID = "11010519491231002X"  # the standard's own example


def told(sent: dict[str, Any]) -> dict[str, str]:
    """Field to what is said of it, of an application as the desk reads it."""
    as_read = application_of(sent).model_dump(mode="json", exclude_none=True)
    return {remark.field: remark.words.en for remark in remarks(as_read, TODAY)}


def full(**changes: Any) -> dict[str, Any]:
    """An application in which nothing is missing or wrong."""
    firm = {"name": "甲", "address": "福州市东街1号", "scope": "销售。", "registered_on": "2025-01-06"}
    person = {"person_name": "乙", "role": "supervisor", "person_id": RESIDENT_ID, "birth_date": "1949-12"}
    holder = {"holder_type": "person", "holder_name": "乙", "holder_id": RESIDENT_ID, "share": 1}
    return {
        "firm": firm | changes.pop("firm", {}),
        "roles": [person | changes.pop("role", {})],
        "holdings": [holder | changes.pop("holding", {})],
        "contacts": [{"kind": "phone", "value": "13900000001"} | changes.pop("contact", {})],
    }


def test_nothing_to_remark() -> None:
    assert told(full()) == {}
    assert told({"firm_id": "91350100MA2Y00000X"}) == {}


def test_what_is_missing_was_not_assessed() -> None:
    said = told({"firm": {"name": "甲"}})
    assert set(said) == {"firm.address", "firm.scope", "roles", "holdings", "contacts"}
    assert all("not assessed" in words or "was assessed" in words for words in said.values())


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"firm": {"registered_on": "2025-01-07"}}, "firm.registered_on", "in the future"),
        ({"firm": {"registered_on": "2026年1月2日"}}, "firm.registered_on", "in the future"),
        ({"firm": {"firm_id": "91350100MA2Y00000X"}}, "firm.firm_id", "check digits"),
        ({"firm": {"capital": 1.0, "paid_in": 2.0}}, "firm.paid_in", "More capital"),
        ({"role": {"person_id": "110105194912310021"}}, "roles.0.person_id", "fails its check"),
        ({"role": {"person_id": "1101051949123100"}}, "roles.0.person_id", "fails its check"),
        ({"role": {"person_id": "110105********002X"}}, "roles.0.person_id", "masked"),
        ({"role": {"person_id": None}}, "roles.0.person_id", "No id number"),
        ({"role": {"birth_date": "1950"}}, "roles.0.birth_date", "not the one in the id"),
        ({"role": {"since": "2025.2.1"}}, "roles.0.since", "in the future"),
        ({"holding": {"holder_id": "110105194912310021"}}, "holdings.0.holder_id", "fails its check"),
    ],
)
def test_what_cannot_be_right(changes: dict[str, Any], field: str, said: str) -> None:
    assert told(full(**changes)).keys() == {field}
    assert said in told(full(**changes))[field]


def test_ids_of_other_systems_are_not_measured_by_ours() -> None:
    assert told(full(role={"person_id": "E12345678", "birth_date": None})) == {}


def test_shares_of_more_than_the_whole() -> None:
    sent = full()
    sent["holdings"] = [row | {"share": 0.6} for row in sent["holdings"] * 2]
    assert "more than 100 %" in told(sent)["holdings"]
    sent["holdings"][0]["until"] = "2024-12-31"
    assert told(sent) == {}
