"""T02: fast_firms_one_person."""

from detectors.catalogue.fast_firms_one_person import FAST_FIRMS_ONE_PERSON
from graph.model import KeyKind, LinkRole
from tests.detectors.registers import City, city


def straw(*days: int, **facts: object) -> City:
    story = city()
    for i, day in enumerate(days):
        story.firm(f"firm {i}", day, representative="the straw", owner="the straw", **facts)  # type: ignore[arg-type]
    return story


def test_three_single_handed_firms_within_sixty_days_are_found() -> None:
    [found] = straw(0, 30, 59).found(FAST_FIRMS_ONE_PERSON)
    assert found.subject == "the straw"
    assert found.firms == {"firm 0", "firm 1", "firm 2"}
    assert found.facts["last_on"] - found.facts["first_on"] == 59


def test_two_firms_or_a_sixty_first_day_are_not() -> None:
    assert straw(0, 30).flagged(FAST_FIRMS_ONE_PERSON) == []
    assert straw(0, 30, 60).flagged(FAST_FIRMS_ONE_PERSON) == []


def test_only_the_fast_ones_are_shown() -> None:
    assert straw(0, 500, 510, 520).flagged(FAST_FIRMS_ONE_PERSON) == [{"firm 1", "firm 2", "firm 3"}]


def test_a_second_owner_makes_it_no_single_hand() -> None:
    story = straw(0, 10, 20)
    story.link("firm 1", KeyKind.PERSON, "a partner", LinkRole.SHAREHOLDER)
    assert story.flagged(FAST_FIRMS_ONE_PERSON) == []


def test_a_firm_as_owner_makes_it_no_single_hand() -> None:
    story = straw(0, 10, 20)
    story.link("firm 1", KeyKind.OWNER, "an investor", LinkRole.SHAREHOLDER)
    assert story.flagged(FAST_FIRMS_ONE_PERSON) == []


def test_without_owners_the_only_manager_is_the_hand_and_a_supervisor_does_not_count() -> None:
    story = city()
    for i in range(3):
        story.firm(f"firm {i}", i, representative="the straw")
        story.link(f"firm {i}", KeyKind.PERSON, f"supervisor {i}", LinkRole.SUPERVISOR)
    assert len(story.flagged(FAST_FIRMS_ONE_PERSON)) == 1
    story.link("firm 2", KeyKind.PERSON, "another director", LinkRole.DIRECTOR)
    assert story.flagged(FAST_FIRMS_ONE_PERSON) == []


def test_namesakes_weigh_little_and_one_parents_companies_nothing() -> None:
    story = straw(0, 1, 2)
    story.identity["the straw"] = 0
    [found] = story.found(FAST_FIRMS_ONE_PERSON)
    assert "N9" in found.excuses
    assert found.confidence < 0.1
    leased = straw(0, 1, 2, 3, parent="lessor")
    leased.firm("lessor", 0)
    assert leased.flagged(FAST_FIRMS_ONE_PERSON) == []


def test_three_stalls_of_one_trader_weigh_less() -> None:
    assert "N3" in straw(0, 1, 2, kind=2).found(FAST_FIRMS_ONE_PERSON)[0].excuses
