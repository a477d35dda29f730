"""T10: shared_phone."""

from detectors.catalogue.shared_phone import SHARED_PHONE
from graph.model import HubKind, KeyKind, LinkRole
from tests.detectors.registers import City, city


def callers(n: int, *, every: int = 50, **facts: object) -> City:
    story = city()
    for i in range(n):
        story.firm(f"firm {i}", i * every, phone="+8613912345670", **facts)  # type: ignore[arg-type]
    return story


def test_five_firms_on_one_number_are_found_and_four_are_not() -> None:
    [found] = callers(5).found(SHARED_PHONE)
    assert found.firms == {f"firm {i}" for i in range(5)}
    assert found.facts["people"] == 5
    assert callers(4).flagged(SHARED_PHONE) == []


def test_an_agency_phone_is_left_alone() -> None:
    story = callers(40)
    story.hubs[KeyKind.PHONE, "+8613912345670"] = HubKind.AGENCY_PHONE
    assert story.flagged(SHARED_PHONE) == []


def test_an_agents_number_on_its_clients_forms_says_nothing() -> None:
    story = city()
    for i in range(9):
        story.link(story.firm(f"client {i}", i), KeyKind.PHONE, "the agent's", LinkRole.CONTACT_OF_AGENT)
    assert story.flagged(SHARED_PHONE) == []


def test_a_number_handed_on_is_not_shared() -> None:
    def one_after_the_other(until: int) -> City:
        story = city()
        for i in range(6):
            story.firm(f"firm {i}", i * 100)
            story.link(f"firm {i}", KeyKind.PHONE, "recycled", since=i * 100, until=i * 100 + until)
        return story

    assert one_after_the_other(99).flagged(SHARED_PHONE) == []
    assert one_after_the_other(100).flagged(SHARED_PHONE) == []  # the day it changes hands
    assert len(one_after_the_other(101).flagged(SHARED_PHONE)) == 1


def test_a_virtual_operators_number_says_more() -> None:
    virtual = callers(5)
    virtual.flags[KeyKind.PHONE, "+8613912345670"] = 1
    assert virtual.found(SHARED_PHONE)[0].surprise > callers(5).found(SHARED_PHONE)[0].surprise


def test_one_owners_firms_on_the_owners_phone_weigh_less() -> None:
    assert (
        callers(5, representative="the owner").found(SHARED_PHONE)[0].confidence
        < callers(5, every=1).found(SHARED_PHONE)[0].confidence
    )


def test_strangers_coming_one_by_one_look_like_an_agencys_clients_and_weigh_less() -> None:
    one_by_one, together = callers(6).found(SHARED_PHONE)[0], callers(6, every=1).found(SHARED_PHONE)[0]
    assert one_by_one.excuses == ("N10",)
    assert together.excuses == ()
    assert one_by_one.confidence < together.confidence


def test_branches_of_one_parent_count_once() -> None:
    story = callers(9, parent="parent")
    story.firm("parent", 0)
    assert story.flagged(SHARED_PHONE) == []
