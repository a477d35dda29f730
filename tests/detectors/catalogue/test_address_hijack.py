"""T22: address_hijack."""

import pytest

from detectors.catalogue.address_hijack import ADDRESS_HIJACK
from graph.flags import RESIDENTIAL
from graph.model import Country, HubKind, KeyKind
from tests.detectors.registers import City, city

UK = Country.UNITED_KINGDOM


def home(n: int = 10, *, days: int = 90, **facts: object) -> City:
    """`n` British companies at one home, registered within so many days."""
    story = city()
    for i in range(n):
        day = 500 + i * (days - 1) // max(n - 1, 1)
        story.firm(f"company {i:02}", day, **{"room": "the home", "country": UK, **facts})  # type: ignore[arg-type]
    story.flags[KeyKind.ROOM, "the home"] = RESIDENTIAL
    return story


def test_ten_companies_at_a_home_within_ninety_days_are_found_and_nine_are_not() -> None:
    [found] = home().found(ADDRESS_HIJACK)
    assert found.subject == "the home"
    assert (found.facts["n"], found.facts["people"]) == (10, 10)
    assert home(9).flagged(ADDRESS_HIJACK) == []
    assert home(days=91).flagged(ADDRESS_HIJACK) == []


def test_a_place_that_nobody_lives_in_is_another_matter() -> None:
    story = home()
    story.flags[KeyKind.ROOM, "another home"] = story.flags.pop((KeyKind.ROOM, "the home"))
    story.firm("at another home", 5, room="another home", country=UK)
    assert story.flagged(ADDRESS_HIJACK) == []


@pytest.mark.parametrize("country", [Country.CHINA, Country.OTHER])
def test_only_british_companies_are_meant(country: Country) -> None:
    story = home(country=country)
    story.firm("british", 5, country=UK)
    assert story.flagged(ADDRESS_HIJACK) == []


def test_a_house_counts_as_a_flat_does() -> None:
    story = home(room="", building="the house")
    story.flags[KeyKind.BUILDING, "the house"] = RESIDENTIAL
    assert len(story.flagged(ADDRESS_HIJACK)) == 1


def test_a_registered_provider_may_live_where_it_works() -> None:
    story = home()
    story.hubs[KeyKind.ROOM, "the home"] = HubKind.HOSTING_ADDRESS
    assert story.flagged(ADDRESS_HIJACK) == []


def test_one_groups_companies_count_once() -> None:
    story = home(parent="holding")
    story.firm("holding", 0)
    assert story.flagged(ADDRESS_HIJACK) == []
