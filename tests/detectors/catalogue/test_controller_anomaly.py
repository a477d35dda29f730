"""T23: controller_anomaly."""

from collections.abc import Callable
from itertools import combinations

import pytest

from detectors.catalogue.controller_anomaly import CONTROLLER_ANOMALY, NAMES
from detectors.words import sentence
from graph.model import Country, KeyKind, LinkRole
from tests.detectors.registers import City, city

UK = Country.UNITED_KINGDOM


def company() -> City:
    story = city()
    story.event("other 0000", "annual_report", 900)
    story.firm("the company", 500, country=UK)
    story.link("the company", KeyKind.PERSON, "the controller", LinkRole.BENEFICIAL_OWNER)
    story.birth_year["the controller"] = 1970
    return story


def foreign(story: City) -> None:
    story.foreign = {"the controller"}


def _owned_by(story: City, owner: str) -> None:
    story.link("the company", KeyKind.OWNER, owner, LinkRole.SHAREHOLDER)
    story.stake(owner, "the company", 0.6)


def dormant(story: City) -> None:
    story.firm("sleeper", 100, country=UK)
    _owned_by(story, "sleeper")


def circular(story: City) -> None:
    story.firm("daughter", 400, country=UK)
    story.event("daughter", "annual_report", 900)
    _owned_by(story, "daughter")
    story.stake("the company", "daughter", 0.6)


def impossible(story: City) -> None:
    story.birth_year["the controller"] = 1890


def many(story: City) -> None:
    for i in range(100):
        story.link(story.firm(f"other company {i}", 300), KeyKind.PERSON, "the controller", LinkRole.DIRECTOR)


SIGNS: dict[str, Callable[[City], None]] = {
    "foreign": foreign,
    "dormant": dormant,
    "circular": circular,
    "impossible": impossible,
    "many": many,
}


def of_the_company(story: City) -> list[dict[str, float]]:
    return [f.facts for f in story.found(CONTROLLER_ANOMALY) if f.subject == "the company"]


@pytest.mark.parametrize("sign", SIGNS)
def test_one_sign_is_not_enough(sign: str) -> None:
    story = company()
    SIGNS[sign](story)
    assert of_the_company(story) == []


@pytest.mark.parametrize("pair", list(combinations(SIGNS, 2)), ids="+".join)
def test_any_two_signs_are_found_and_named(pair: tuple[str, str]) -> None:
    story = company()
    for sign in pair:
        SIGNS[sign](story)
    [facts] = of_the_company(story)
    assert facts["signs"] == 2
    assert {name for name in NAMES if facts[name]} == set(pair)


def test_an_owner_outside_the_register_may_be_next_door() -> None:
    """A holding with more than a hundred companies, whose own row the extract lacks."""
    story = company()
    for i in range(101):
        story.firm(f"subsidiary {i}", 300, country=UK)
        story.link(f"subsidiary {i}", KeyKind.OWNER, "the holding", LinkRole.SHAREHOLDER)
    assert story.found(CONTROLLER_ANOMALY) == []


@pytest.mark.parametrize(("year", "hit"), [(1909, True), (1910, False), (2004, False), (2005, True)])
def test_who_is_too_old_or_too_young_to_be(year: int, hit: bool) -> None:
    story = company()  # registered in 2020
    foreign(story)
    story.birth_year["the controller"] = year
    assert bool(of_the_company(story)) is hit


def test_a_hundred_companies_of_one_name_are_nobodys() -> None:
    story = company()
    foreign(story)
    many(story)
    story.identity["the controller"] = 1
    assert of_the_company(story) == []


def test_only_living_british_companies_are_meant() -> None:
    for facts in ({"country": Country.CHINA}, {"country": UK, "ended": 800}):
        story = company()
        story.firm("british", 1, country=UK)
        foreign(story)
        impossible(story)
        firm = next(f for f in story.firms if f.name == "the company")
        for name, value in facts.items():
            setattr(firm, name, value)
        assert of_the_company(story) == []


def test_an_owner_of_unknown_age_is_not_dormant() -> None:
    story = company()
    impossible(story)
    dormant(story)
    next(f for f in story.firms if f.name == "sleeper").day = None
    assert of_the_company(story) == []


def test_only_the_signs_that_there_are_are_told() -> None:
    story = company()
    foreign(story)
    dormant(story)
    [facts] = of_the_company(story)
    words = sentence(CONTROLLER_ANOMALY.reason, {**facts, "signs": 2})
    assert words.en == (
        "2 of five signs about its controllers; one is foreign; one is a dormant or ended company."
    )
    assert words.zh == "五项控制人异常中有 2 项；控制人在境外；控制人为休眠或已终止的公司。"
