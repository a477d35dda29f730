"""T05: same_room."""

from detectors.catalogue.same_room import SAME_ROOM, Params
from graph.model import HubKind, KeyKind, LinkRole
from tests.detectors.registers import City, city


def room_of(n: int, *, every: int, **facts: object) -> City:
    story = city()
    for i in range(n):
        story.firm(f"tenant {i}", i * every, room="8-801", **facts)  # type: ignore[arg-type]
    return story


def test_five_living_tenants_of_one_room_are_found() -> None:
    [found] = room_of(5, every=100).found(SAME_ROOM)
    assert found.subject == "8-801"
    assert found.firms == {f"tenant {i}" for i in range(5)}
    assert found.surprise > 0


def test_four_tenants_over_years_are_not() -> None:
    assert room_of(4, every=100).flagged(SAME_ROOM) == []


def test_three_within_ninety_days_are_found_and_the_day_after_is_too_late() -> None:
    def three(last: int) -> City:
        story = city()
        for name, day in (("first", 0), ("second", 40), ("third", last)):
            story.firm(name, day, room="8-801")
        return story

    assert three(89).flagged(SAME_ROOM) == [{"first", "second", "third"}]
    assert three(90).flagged(SAME_ROOM) == []


def test_tenants_who_left_do_not_crowd_a_room() -> None:
    story = room_of(4, every=100)
    story.firm("gone", 0, ended=50, room="8-801")
    assert story.flagged(SAME_ROOM) == []
    story = room_of(4, every=100)
    story.firm("moved out", 0)
    story.link("moved out", KeyKind.ROOM, "8-801", LinkRole.ADDRESS, until=600)
    assert story.flagged(SAME_ROOM) == []


def test_a_typed_host_is_left_alone() -> None:
    story = room_of(30, every=2)
    story.hubs[KeyKind.ROOM, "8-801"] = HubKind.HOSTING_ADDRESS
    assert story.flagged(SAME_ROOM) == []


def test_one_parents_companies_count_once() -> None:
    story = room_of(8, every=1, parent="headquarters")
    story.firm("headquarters", 0, room="8-801")
    assert story.flagged(SAME_ROOM) == []


def test_a_parent_that_nobody_proved_excuses_nothing() -> None:
    story = room_of(8, every=1, parent="famous group", unverified=1)
    story.firm("famous group", 0)
    assert len(story.flagged(SAME_ROOM)) == 1


def test_strangers_coming_one_by_one_look_like_a_host_and_weigh_less() -> None:
    one_by_one = room_of(9, every=100).found(SAME_ROOM)[0]
    at_once = room_of(9, every=1).found(SAME_ROOM)[0]
    assert one_by_one.excuses == ("N1",)
    assert at_once.excuses == ()
    assert one_by_one.confidence < at_once.confidence


def test_stalls_of_sole_traders_weigh_less() -> None:
    stalls, firms = room_of(6, every=1, kind=2).found(SAME_ROOM), room_of(6, every=1).found(SAME_ROOM)
    assert "N3" in stalls[0].excuses
    assert stalls[0].confidence < firms[0].confidence


def test_more_tenants_than_the_cap_are_not_judged() -> None:
    story = room_of(12, every=1)
    assert len(story.flagged(SAME_ROOM, Params(max_firms=12))) == 1
    assert story.flagged(SAME_ROOM, Params(max_firms=11)) == []
