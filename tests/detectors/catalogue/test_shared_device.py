"""T11: shared_device."""

from detectors.catalogue.shared_device import SHARED_DEVICE
from graph.model import HubKind, KeyKind, LinkRole
from tests.detectors.registers import City, city


def filed(*days: int, kind: KeyKind = KeyKind.DEVICE, **facts: object) -> City:
    story = city()
    for i, day in enumerate(days):
        story.link(story.firm(f"firm {i}", day, **facts), kind, "the device")  # type: ignore[arg-type]
    return story


def test_five_firms_from_one_device_within_a_month_are_found() -> None:
    [found] = filed(0, 7, 14, 21, 29).found(SHARED_DEVICE)
    assert found.subject == "the device"
    assert found.facts["people"] == 5


def test_four_firms_or_a_thirty_first_day_are_not() -> None:
    assert filed(0, 7, 14, 21).flagged(SHARED_DEVICE) == []
    assert filed(0, 7, 14, 21, 30).flagged(SHARED_DEVICE) == []


def test_a_kiosk_is_left_alone() -> None:
    story = filed(*range(20))
    story.hubs[KeyKind.DEVICE, "the device"] = HubKind.KIOSK_DEVICE
    assert story.flagged(SHARED_DEVICE) == []


def test_what_an_agent_files_from_its_own_device_says_nothing() -> None:
    story = city()
    for i in range(9):
        story.link(story.firm(f"client {i}", i), KeyKind.DEVICE, "the agent's", LinkRole.CONTACT_OF_AGENT)
    assert story.flagged(SHARED_DEVICE) == []


def test_an_agents_undeclared_device_weighs_less_and_a_typed_agents_nothing() -> None:
    story = filed(*range(6), agent="the agent")
    [found] = story.found(SHARED_DEVICE)
    assert found.excuses == ("N4",)
    story.hubs[KeyKind.AGENT, "the agent"] = HubKind.AGENT
    assert story.flagged(SHARED_DEVICE) == []


def test_a_network_address_says_less_than_a_device() -> None:
    assert (
        filed(*range(6), kind=KeyKind.IP).found(SHARED_DEVICE)[0].confidence
        < filed(*range(6)).found(SHARED_DEVICE)[0].confidence / 2
    )


def test_one_owners_own_firms_weigh_less_and_one_parents_nothing() -> None:
    assert (
        filed(*range(6), representative="the owner").found(SHARED_DEVICE)[0].confidence
        < filed(*range(6)).found(SHARED_DEVICE)[0].confidence
    )
    story = filed(*range(6), parent="parent")
    story.firm("parent", 0)
    assert story.flagged(SHARED_DEVICE) == []
