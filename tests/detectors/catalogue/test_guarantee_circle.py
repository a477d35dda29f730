"""T27: guarantee_circle."""

from itertools import combinations

from detectors.catalogue.guarantee_circle import GUARANTEE_CIRCLE
from tests.detectors.registers import PRESENT, City, city


def guaranteed(*pairs: tuple[str, str], amount: float = 100.0, **facts: object) -> City:
    """Firms a to h, and who guarantees whose debts."""
    story = city()
    for name in "abcdefgh":
        story.firm(name, 100, **facts)  # type: ignore[arg-type]
    for source, target in pairs:
        story.tie(source, "guarantee", target, amount=amount)
    return story


def test_firms_that_guarantee_each_other_are_a_circle() -> None:
    [found] = guaranteed(("a", "b"), ("b", "a")).found(GUARANTEE_CIRCLE)
    assert found.firms == {"a", "b"}
    assert (found.facts["guarantees"], found.facts["amount"]) == (2, 200)
    assert len(guaranteed(("a", "b"), ("b", "c"), ("c", "a")).flagged(GUARANTEE_CIRCLE)) == 1


def test_a_chain_and_a_star_are_none() -> None:
    chain = [("a", "b"), ("b", "c"), ("c", "d"), ("d", "e"), ("e", "f")]
    star = [("a", other) for other in "bcdefgh"]
    assert guaranteed(*chain).flagged(GUARANTEE_CIRCLE) == []
    assert guaranteed(*star).flagged(GUARANTEE_CIRCLE) == []


def test_five_firms_in_a_knot_are_found_without_any_circle_and_four_are_not() -> None:
    assert guaranteed(*combinations("abcde", 2)).flagged(GUARANTEE_CIRCLE) == [set("abcde")]
    assert guaranteed(*combinations("abcd", 2)).flagged(GUARANTEE_CIRCLE) == []


def test_what_merely_hangs_on_a_knot_is_not_in_it_but_a_circle_on_it_is() -> None:
    knot = [*combinations("abcde", 2), ("e", "f")]
    assert guaranteed(*knot).flagged(GUARANTEE_CIRCLE) == [set("abcde")]
    assert guaranteed(*knot, ("f", "e")).flagged(GUARANTEE_CIRCLE) == [set("abcdef")]


def test_a_guarantee_that_has_ended_closes_no_circle() -> None:
    for until, hit in ((PRESENT, False), (PRESENT + 1, True)):
        story = guaranteed(("a", "b"))
        story.tie("b", "guarantee", "a", until=until)
        assert bool(story.flagged(GUARANTEE_CIRCLE)) is hit


def test_other_ties_are_no_guarantees() -> None:
    story = guaranteed(("a", "b"))
    story.tie("b", "supply", "a")
    assert story.flagged(GUARANTEE_CIRCLE) == []


def test_amounts_that_nobody_recorded_count_as_nothing() -> None:
    [found] = guaranteed(("a", "b"), ("b", "a"), amount=float("nan")).found(GUARANTEE_CIRCLE)
    assert found.facts["amount"] == 0


def test_guarantees_within_one_group_have_their_excuse() -> None:
    story = guaranteed(("a", "b"), ("b", "a"), parent="holding")
    story.firm("holding", 0)
    [found] = story.found(GUARANTEE_CIRCLE)
    assert found.excuses == ("N5", "N18")
    assert GUARANTEE_CIRCLE.weight == 0
