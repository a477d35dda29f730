"""T15: age_skew."""

import pytest

from detectors.catalogue.age_skew import AGE_SKEW
from tests.detectors.registers import City, city

YEAR = 2020  # of the firms' registration


def aged(*ages: int, shared: bool = True) -> City:
    """Firms on one phone, whose heads were so old when they were registered; the rest of the city is 40."""
    story = city()
    for firm in story.firms:
        story.birth_year[f"head of {firm.name}"] = 1980
    for i, age in enumerate(ages):
        story.firm(f"firm {i}", 400 + i, phone="the phone" if shared else f"phone of firm {i}")
        story.birth_year[f"head of firm {i}"] = YEAR - age
    return story


@pytest.mark.parametrize("age", [18, 22, 25, 65, 80])
def test_five_heads_of_one_extreme_age_are_found(age: int) -> None:
    [found] = aged(*[age] * 5).found(AGE_SKEW)
    assert found.firms == {f"firm {i}" for i in range(5)}
    assert (found.facts["youngest"], found.facts["oldest"]) == (age, age)
    assert aged(*[age] * 4).flagged(AGE_SKEW) == []
    assert aged(*[age] * 5, shared=False).flagged(AGE_SKEW) == []


@pytest.mark.parametrize("age", [17, 26, 40, 64])
def test_other_ages_are_ordinary_or_another_matter(age: int) -> None:
    assert aged(*[age] * 6).flagged(AGE_SKEW) == []


def test_three_fifths_of_those_whose_age_is_known_are_enough() -> None:
    assert len(aged(*[20] * 6, *[40] * 4).flagged(AGE_SKEW)) == 1
    assert aged(*[20] * 5, *[40] * 4).flagged(AGE_SKEW) == []
    story = aged(*[20] * 5, *[40] * 4)
    for i in range(5, 9):
        del story.birth_year[f"head of firm {i}"]
    assert len(story.flagged(AGE_SKEW)) == 1


def test_the_young_and_the_old_do_not_add_up() -> None:
    assert aged(*[20] * 4, *[70] * 4).flagged(AGE_SKEW) == []


def test_one_persons_firms_are_no_crowd() -> None:
    story = aged(*[20] * 6)
    for link in story.links:
        if link.key[1].startswith("head of firm"):
            link.key = (link.key[0], "one young founder")
    story.birth_year["one young founder"] = YEAR - 20
    assert story.flagged(AGE_SKEW) == []


def test_where_half_the_city_is_young_nobody_stands_out() -> None:
    story = aged(*[20] * 5)
    usual = story.found(AGE_SKEW)[0].surprise
    for firm in story.firms[:40]:
        story.birth_year[f"head of {firm.name}"] = 1998
    assert story.found(AGE_SKEW)[0].surprise < usual


def test_it_supports_and_never_convicts() -> None:
    assert AGE_SKEW.weight <= 0.5
    assert not AGE_SKEW.hard


def test_heads_who_came_to_the_firm_later_were_not_so_young_when_it_was_registered() -> None:
    changed = aged(*[20] * 5)
    changed.event("firm 0", "representative_changed", 700)
    assert changed.flagged(AGE_SKEW) == []
    dated = aged(*[20] * 5)
    next(m for m in dated.links if m.key[1] == "head of firm 0").since = 700
    assert dated.flagged(AGE_SKEW) == []


def test_a_head_who_left_is_still_the_one_who_founded_the_firm() -> None:
    story = aged(*[20] * 5)
    next(m for m in story.links if m.key[1] == "head of firm 0").until = 700
    story.event("firm 0", "representative_changed", 703)
    assert len(story.flagged(AGE_SKEW)) == 1
