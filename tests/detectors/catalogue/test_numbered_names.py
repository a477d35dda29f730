"""T12: numbered_names."""

import pytest

from detectors.catalogue.numbered_names import NUMBERED_NAMES
from graph.model import KeyKind
from tests.detectors.registers import City, city


def series(n: int = 5, *, days: int = 30, **facts: object) -> City:
    """`n` firms at one room, born within so many days, under one brand with numbers."""
    story = city()
    for i in range(n):
        day = 600 + i * (days - 1) // max(n - 1, 1)
        told = {"room": "the room", "series": "brand", "brand": f"brand {i}", **facts}
        story.firm(f"firm {i}", day, **told)  # type: ignore[arg-type]
    return story


def test_five_numbered_firms_within_thirty_days_are_found_and_four_are_not() -> None:
    [found] = series().found(NUMBERED_NAMES)
    assert found.subject == "the room"
    assert found.firms == {f"firm {i}" for i in range(5)}
    assert (found.facts["of"], found.facts["people"]) == (5, 5)
    assert series(4).flagged(NUMBERED_NAMES) == []
    assert series(days=31).flagged(NUMBERED_NAMES) == []


def test_firms_elsewhere_or_of_another_series_do_not_count() -> None:
    assert series(room="").flagged(NUMBERED_NAMES) == []
    story = series(4)
    story.firm("other series", 610, room="the room", series="another", brand="another 1")
    story.firm("no series", 610, room="the room", brand="brand")
    assert story.flagged(NUMBERED_NAMES) == []


def test_one_name_borne_many_times_is_no_series() -> None:
    assert series(brand="brand 1").flagged(NUMBERED_NAMES) == []


def test_one_owner_may_number_his_firms() -> None:
    assert series(8, representative="one founder").flagged(NUMBERED_NAMES) == []
    few = series(10)
    for link in few.links:
        if link.key[1] in {f"head of firm {i}" for i in range(8)}:
            link.key = (link.key[0], "one founder")
    assert len(few.flagged(NUMBERED_NAMES)) == 1


@pytest.mark.parametrize("kind", [KeyKind.PHONE, KeyKind.DEVICE, KeyKind.AGENT])
def test_any_shared_key_will_do(kind: KeyKind) -> None:
    story = series(room="")
    for i in range(5):
        story.link(f"firm {i}", kind, "shared")
    assert len(story.flagged(NUMBERED_NAMES)) == 1


def test_the_special_purpose_firms_of_one_parent_are_numbered_for_a_reason() -> None:
    story = series(8, parent="holding")
    story.firm("holding", 0)
    assert story.flagged(NUMBERED_NAMES) == []


def test_numbered_names_among_others_are_less_surprising() -> None:
    story = series()
    for i in range(5):
        story.firm(f"plain {i}", 610, room="the room", brand=f"plain {i}")
    [found] = story.found(NUMBERED_NAMES)
    assert found.facts["of"] == 10
    assert found.surprise < series().found(NUMBERED_NAMES)[0].surprise
    assert NUMBERED_NAMES.weight <= 0.5
