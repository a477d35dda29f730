"""T07: many_firms_one_person."""

from detectors.catalogue.many_firms_one_person import MANY_FIRMS_ONE_PERSON
from graph.model import HubKind, KeyKind, LinkRole
from tests.detectors.registers import City, city


def firms_of(n: int, *, every: int, **facts: object) -> City:
    story = city()
    for i in range(n):
        story.firm(f"firm {i}", i * every, representative="the person", **facts)  # type: ignore[arg-type]
    return story


def test_ten_living_firms_of_one_person_are_found_and_nine_are_not() -> None:
    [found] = firms_of(10, every=80).found(MANY_FIRMS_ONE_PERSON)
    assert found.subject == "the person"
    assert found.facts["n"] == 10
    assert firms_of(9, every=80).flagged(MANY_FIRMS_ONE_PERSON) == []


def test_five_new_in_half_a_year_are_found_and_four_are_not() -> None:
    assert len(firms_of(5, every=44).flagged(MANY_FIRMS_ONE_PERSON)) == 1  # days 0 to 176
    assert firms_of(5, every=45).flagged(MANY_FIRMS_ONE_PERSON) == []  # the fifth on day 180
    assert firms_of(4, every=1).flagged(MANY_FIRMS_ONE_PERSON) == []


def test_firms_that_ended_are_history() -> None:
    story = firms_of(9, every=80)
    story.firm("the tenth", 0, ended=10, representative="the person")
    assert story.flagged(MANY_FIRMS_ONE_PERSON) == []


def test_a_name_alone_makes_no_person() -> None:
    by_id = firms_of(6, every=10).found(MANY_FIRMS_ONE_PERSON)[0]
    by_name = firms_of(6, every=10)
    by_name.identity["the person"] = 1
    namesakes = by_name.found(MANY_FIRMS_ONE_PERSON)[0]
    assert namesakes.excuses == ("N9",)
    assert namesakes.confidence < 0.1 < by_id.confidence


def test_a_groups_director_is_ordinary() -> None:
    story = firms_of(12, every=10, parent="holding")
    story.firm("holding", 0)
    assert story.flagged(MANY_FIRMS_ONE_PERSON) == []


def test_a_liaison_governs_nothing() -> None:
    story = city()
    for i in range(12):
        story.firm(f"client {i}", i, liaison="the liaison")
    assert story.flagged(MANY_FIRMS_ONE_PERSON) == []


def test_roles_of_any_governing_kind_add_up_and_each_firm_counts_once() -> None:
    story = city()
    roles = (LinkRole.LEGAL_REPRESENTATIVE, LinkRole.DIRECTOR, LinkRole.SUPERVISOR, LinkRole.SHAREHOLDER)
    for i, role in enumerate(roles):
        story.link(story.firm(f"firm {i}", i), KeyKind.PERSON, "the person", role)
    story.link("firm 0", KeyKind.PERSON, "the person", LinkRole.DIRECTOR)
    assert story.flagged(MANY_FIRMS_ONE_PERSON) == []
    story.link(story.firm("firm 4", 4), KeyKind.PERSON, "the person", LinkRole.MANAGER)
    assert story.flagged(MANY_FIRMS_ONE_PERSON) == [{f"firm {i}" for i in range(5)}]


def test_a_typed_hub_is_left_alone() -> None:
    story = firms_of(20, every=1)
    story.hubs[KeyKind.PERSON, "the person"] = HubKind.STATE_ROOT
    assert story.flagged(MANY_FIRMS_ONE_PERSON) == []
