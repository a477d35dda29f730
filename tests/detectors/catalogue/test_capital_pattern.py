"""T13: capital_pattern."""

from math import nan

from detectors.catalogue.capital_pattern import CAPITAL_PATTERN
from graph.model import HubKind, KeyKind
from tests.detectors.registers import City


def at_one_room(*capital: float) -> City:
    story = City()
    story.others(200, every=3, capital=1e6)
    for i, amount in enumerate(capital):
        story.firm(f"firm {i}", i, room="8-801", capital=amount)
    return story


def test_five_firms_of_one_unusual_capital_are_found() -> None:
    [found] = at_one_room(*[3.28e6] * 5).found(CAPITAL_PATTERN)
    assert found.firms == {f"firm {i}" for i in range(5)}
    assert found.facts["capital"] == 3.28e6
    assert found.expected < 1


def test_four_are_too_few() -> None:
    assert at_one_room(*[3.28e6] * 4).flagged(CAPITAL_PATTERN) == []


def test_four_fifths_must_be_the_same_and_only_those_are_shown() -> None:
    [found] = at_one_room(*[3.28e6] * 8, 1e5, 2e5).found(CAPITAL_PATTERN)
    assert found.facts["n"] == 8
    assert found.facts["of"] == 10
    assert at_one_room(*[3.28e6] * 8, 1e5, 2e5, 3e5).flagged(CAPITAL_PATTERN) == []


def test_everybodys_capital_is_no_pattern() -> None:
    assert at_one_room(*[1e6] * 9).flagged(CAPITAL_PATTERN) == []


def test_unknown_capital_is_neither_same_nor_different() -> None:
    assert at_one_room(*[nan] * 9).flagged(CAPITAL_PATTERN) == []
    assert len(at_one_room(*[3.28e6] * 5, nan, nan, nan).flagged(CAPITAL_PATTERN)) == 1


def test_a_typed_market_is_left_alone() -> None:
    story = at_one_room(*[3.28e6] * 9)
    story.hubs[KeyKind.ROOM, "8-801"] = HubKind.MARKET
    assert story.flagged(CAPITAL_PATTERN) == []


def test_leasing_companies_of_one_parent_count_once() -> None:
    story = at_one_room(*[1e5] * 9)
    story.firm("lessor", 0)
    for firm in story.firms:
        if firm.name.startswith("firm"):
            firm.parent = "lessor"
    assert story.flagged(CAPITAL_PATTERN) == []
