"""T21: deep_chain."""

import pytest

from detectors.catalogue.deep_chain import DEEP_CHAIN
from tests.detectors.registers import City, city

SINCE = 270  # the day two years before the register was drawn


def chain(n: int = 5, day: int = 100) -> City:
    """`n` firms, each the next one's owner, and somebody else who reports."""
    story = city()
    story.event("other 0000", "annual_report", 900)
    for i in range(n):
        story.firm(f"f{i}", day)
        if i:
            story.stake(f"f{i - 1}", f"f{i}", 1.0)
    return story


def test_five_silent_firms_one_above_the_other_are_found_and_four_are_not() -> None:
    [found] = chain().found(DEEP_CHAIN)
    assert found.firms == {f"f{i}" for i in range(5)}
    assert found.facts["levels"] == 5
    assert chain(4).flagged(DEEP_CHAIN) == []


@pytest.mark.parametrize(("on", "hit"), [(SINCE - 1, True), (SINCE, False), (900, False)])
def test_a_report_within_two_years_is_a_sign_of_life(on: int, hit: bool) -> None:
    story = chain()
    story.event("f2", "annual_report", on)
    assert bool(story.flagged(DEEP_CHAIN)) is hit


def test_a_tax_return_is_a_sign_of_life_too_and_a_complaint_is_none() -> None:
    story = chain()
    story.firms[-1].taxed_on = 900
    assert story.flagged(DEEP_CHAIN) == []
    story = chain()
    story.event("f2", "complaint", 900)
    assert len(story.flagged(DEEP_CHAIN)) == 1


@pytest.mark.parametrize(("day", "hit"), [(SINCE, True), (SINCE + 1, False)])
def test_a_young_firm_has_nothing_to_report_yet(day: int, hit: bool) -> None:
    assert bool(chain(day=day).flagged(DEEP_CHAIN)) is hit


def test_a_firm_that_has_ended_owns_nothing() -> None:
    story = chain()
    story.firms[-3].ended = 200
    assert story.flagged(DEEP_CHAIN) == []


def test_what_hangs_beside_a_deep_chain_is_not_in_it() -> None:
    story = chain()
    for owner, name in (("f0", "short arm"), ("f3", "other end")):
        story.firm(name, 100)
        story.stake(owner, name)
    [found] = story.found(DEEP_CHAIN)
    assert found.firms == {*(f"f{i}" for i in range(5)), "other end"}


def test_a_circle_is_no_chain() -> None:
    story = chain(5)
    story.stake("f4", "f0")
    assert story.flagged(DEEP_CHAIN) == []


def test_a_sold_stake_breaks_the_chain() -> None:
    story = chain()
    story.stakes[1] = (*story.stakes[1][:4], 500)
    assert story.flagged(DEEP_CHAIN) == []


def test_where_nobodys_reports_are_on_record_nothing_is_said() -> None:
    story = chain()
    story.events.clear()
    assert story.flagged(DEEP_CHAIN) == []


def test_the_deeper_the_more_surprising() -> None:
    assert chain(7).found(DEEP_CHAIN)[0].surprise > chain(5).found(DEEP_CHAIN)[0].surprise
    assert DEEP_CHAIN.weight == 0
