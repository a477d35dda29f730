"""T17: invoice_mill."""

from math import nan

import pytest

from detectors.catalogue.invoice_mill import INVOICE_MILL
from graph.model import HubKind, KeyKind
from tests.detectors.registers import City, city


def mill(n: int = 3, **facts: object) -> City:
    """`n` firms on one phone, born within weeks, each with the top quota after a week and no return."""
    story = city()
    story.firm("returns filed", 100, quota=1e4, quota_on=200, taxed_on=300)
    for i in range(n):
        story.firm(f"firm {i}", 600 + i, **{"phone": "the phone", "quota": 1e5, "quota_on": 607 + i, **facts})  # type: ignore[arg-type]
    return story


def test_three_new_firms_that_drew_the_top_quota_and_fell_silent_are_found() -> None:
    [found] = mill().found(INVOICE_MILL)
    assert found.subject == "the phone"
    assert found.firms == {"firm 0", "firm 1", "firm 2"}
    assert (found.facts["of"], found.facts["people"]) == (3, 3)
    assert mill(2).flagged(INVOICE_MILL) == []


@pytest.mark.parametrize(("on", "hit"), [(630, True), (633, False), (599, False)])
def test_the_quota_comes_within_a_month_of_birth(on: int, hit: bool) -> None:
    assert bool(mill(quota_on=on).flagged(INVOICE_MILL)) is hit


def test_a_usual_quota_or_none_is_nothing() -> None:
    assert mill(quota=99_999.0).flagged(INVOICE_MILL) == []
    assert mill(quota=nan, quota_on=None).flagged(INVOICE_MILL) == []


@pytest.mark.parametrize(("filed", "hit"), [(700, False), (608, False), (600, True)])
def test_a_return_after_the_quota_clears_a_firm(filed: int, hit: bool) -> None:
    assert bool(mill(quota_on=608, taxed_on=filed).flagged(INVOICE_MILL)) is hit


def test_nobody_is_blamed_before_a_return_is_due() -> None:
    story = mill()
    for firm in story.firms[-3:]:
        assert firm.day is not None
        firm.day, firm.quota_on = firm.day + 250, 880
    assert story.flagged(INVOICE_MILL) == []


def test_of_a_crowd_on_the_key_only_those_are_shown() -> None:
    story = mill()
    for i in range(4):
        story.firm(f"honest {i}", 600, phone="the phone", quota=1e5, quota_on=605, taxed_on=800)
    [found] = story.found(INVOICE_MILL)
    assert found.firms == {"firm 0", "firm 1", "firm 2"}
    assert found.facts["of"] == 7
    assert found.surprise < mill().found(INVOICE_MILL)[0].surprise


def test_where_no_quota_or_no_return_is_on_record_nothing_is_said() -> None:
    no_returns, no_quotas = mill(), mill()
    for firm in no_returns.firms:
        firm.taxed_on = None
    for firm in no_quotas.firms:
        firm.quota_on = None
    assert no_returns.flagged(INVOICE_MILL) == no_quotas.flagged(INVOICE_MILL) == []


def test_an_agencys_phone_binds_nobody() -> None:
    story = mill()
    story.hubs[KeyKind.PHONE, "the phone"] = HubKind.AGENCY_PHONE
    assert story.flagged(INVOICE_MILL) == []


def test_a_group_draws_invoices_as_one() -> None:
    story = mill(parent="holding")
    story.firm("holding", 0)
    assert story.flagged(INVOICE_MILL) == []
