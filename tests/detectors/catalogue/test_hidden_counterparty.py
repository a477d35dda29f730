"""T26: hidden_counterparty."""

import pytest

from detectors.catalogue.hidden_counterparty import HIDDEN_COUNTERPARTY
from graph.model import HubKind, KeyKind, LinkRole
from tests.detectors.registers import City, city


def partners(**facts: object) -> City:
    """A supplier and its customer, who give one phone and one room."""
    story = city()
    for name in ("supplier", "customer"):
        story.firm(name, 100, **{"phone": "the phone", "room": "the room", **facts})  # type: ignore[arg-type]
    story.tie("supplier", "supply", "customer")
    return story


def test_two_kinds_of_soft_links_are_found_and_one_is_not() -> None:
    [found] = partners().found(HIDDEN_COUNTERPARTY)
    assert found.firms == {"supplier", "customer"}
    assert found.facts["kinds"] == 2
    assert partners(phone="").flagged(HIDDEN_COUNTERPARTY) == []


def test_two_phones_are_one_kind() -> None:
    story = partners(room="")
    for name in ("supplier", "customer"):
        story.link(name, KeyKind.PHONE, "another phone")
    assert story.flagged(HIDDEN_COUNTERPARTY) == []


def test_firms_that_do_not_trade_are_not_this_ones_business() -> None:
    story = partners()
    story.ties.clear()
    story.tie("supplier", "supply", "other 0000")
    assert story.flagged(HIDDEN_COUNTERPARTY) == []


def test_trade_in_both_directions_is_one_finding() -> None:
    story = partners()
    story.tie("customer", "supply", "supplier")
    story.tie("supplier", "supply", "customer", lot="another contract")
    assert len(story.found(HIDDEN_COUNTERPARTY)) == 1


@pytest.mark.parametrize(("owner", "owned"), [("supplier", "customer"), ("customer", "supplier")])
def test_a_stake_that_the_register_shows_is_not_hidden(owner: str, owned: str) -> None:
    story = partners()
    story.stake(owner, owned, 0.1)
    assert story.flagged(HIDDEN_COUNTERPARTY) == []


def test_a_common_owner_is_not_hidden_either_but_a_common_supervisor_is() -> None:
    assert partners(owner="the owner").flagged(HIDDEN_COUNTERPARTY) == []
    story = partners(phone="")
    for name in ("supplier", "customer"):
        story.link(name, KeyKind.PERSON, "the supervisor", LinkRole.SUPERVISOR)
    assert len(story.flagged(HIDDEN_COUNTERPARTY)) == 1
    story.identity["the supervisor"] = 1
    assert story.flagged(HIDDEN_COUNTERPARTY) == []


def test_a_common_parent_is_declared() -> None:
    story = partners(parent="holding")
    story.firm("holding", 0)
    assert story.flagged(HIDDEN_COUNTERPARTY) == []


def test_a_host_and_an_agencys_phone_count_for_nothing() -> None:
    for kind, value, hub in (
        (KeyKind.ROOM, "the room", HubKind.HOSTING_ADDRESS),
        (KeyKind.PHONE, "the phone", HubKind.AGENCY_PHONE),
    ):
        story = partners()
        story.hubs[kind, value] = hub
        assert story.flagged(HIDDEN_COUNTERPARTY) == []


def test_more_kinds_are_surer() -> None:
    two, three = partners(), partners(device="the device")
    assert three.found(HIDDEN_COUNTERPARTY)[0].confidence > two.found(HIDDEN_COUNTERPARTY)[0].confidence
    assert three.found(HIDDEN_COUNTERPARTY)[0].surprise > two.found(HIDDEN_COUNTERPARTY)[0].surprise
    assert HIDDEN_COUNTERPARTY.weight == 0
