"""T08: shared_staff."""

from detectors.catalogue.shared_staff import SHARED_STAFF
from graph.model import HubKind, KeyKind, LinkRole
from tests.detectors.registers import City, city


def served(n: int, **facts: object) -> City:
    story = city()
    for i in range(n):
        story.firm(f"firm {i}", i * 10, liaison="the liaison", **facts)  # type: ignore[arg-type]
    return story


def test_a_liaison_of_three_unrelated_firms_is_found_and_of_two_is_not() -> None:
    [found] = served(3).found(SHARED_STAFF)
    assert found.subject == "the liaison"
    assert found.facts["people"] == 3
    assert served(2).flagged(SHARED_STAFF) == []


def test_liaison_and_finance_officer_add_up() -> None:
    story = served(2)
    story.link(story.firm("third", 30), KeyKind.PERSON, "the liaison", LinkRole.FINANCE_OFFICER)
    assert story.flagged(SHARED_STAFF) == [{"firm 0", "firm 1", "third"}]


def test_a_founder_may_keep_the_books_of_the_founders_own_firms() -> None:
    assert served(5, representative="the liaison").flagged(SHARED_STAFF) == []
    assert served(5, representative="one founder").flagged(SHARED_STAFF) == []


def test_a_job_after_the_other_is_a_career() -> None:
    story = city()
    for i in range(4):
        story.firm(f"firm {i}", i * 100)
        story.link(
            f"firm {i}", KeyKind.PERSON, "the liaison", LinkRole.LIAISON, since=i * 100, until=i * 100 + 90
        )
    assert story.flagged(SHARED_STAFF) == []


def test_a_professional_liaison_is_left_alone() -> None:
    story = served(30)
    story.hubs[KeyKind.PERSON, "the liaison"] = HubKind.LIAISON
    assert story.flagged(SHARED_STAFF) == []


def test_a_liaison_whom_clients_join_one_by_one_looks_professional_and_weighs_less() -> None:
    story = city()
    for i in range(8):
        story.firm(f"firm {i}", i * 100, liaison="the liaison")
    assert story.found(SHARED_STAFF)[0].excuses == ("N8",)
    assert served(8).found(SHARED_STAFF)[0].excuses == ()


def test_a_group_has_one_finance_department() -> None:
    story = served(6, parent="holding")
    story.firm("holding", 0)
    assert story.flagged(SHARED_STAFF) == []


def test_a_family_with_few_firms_over_the_years_weighs_less() -> None:
    story = city()
    for i, day in enumerate((0, 300, 700)):
        story.firm(f"firm {i}", day, representative=f"cousin {i}", liaison="the aunt")
        story.surname[f"cousin {i}"] = "陈"
    [found] = story.found(SHARED_STAFF)
    assert found.excuses == ("N17",)


def test_a_name_alone_makes_no_person() -> None:
    story = served(4)
    story.identity["the liaison"] = 1
    assert "N9" in story.found(SHARED_STAFF)[0].excuses
