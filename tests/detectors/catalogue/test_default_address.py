"""T22: default_address."""

from detectors.catalogue.default_address import DEFAULT_ADDRESS
from graph import flags
from graph.model import Country, KeyKind
from tests.detectors.registers import City, city


def moved(day: int = 100, **facts: object) -> City:
    story = city()
    told = {"room": "the default", "country": Country.UNITED_KINGDOM, **facts}
    story.firm("the company", day, **told)  # type: ignore[arg-type]
    story.flags[KeyKind.ROOM, "the default"] = flags.DEFAULT_ADDRESS
    return story


def test_a_company_at_the_default_address_is_found() -> None:
    [found] = moved().found(DEFAULT_ADDRESS)
    assert found.subject == "the company"
    assert found.excuses == ()


def test_a_company_elsewhere_one_that_has_ended_and_one_of_another_country_are_not() -> None:
    assert moved(room="its own").flagged(DEFAULT_ADDRESS) == []
    assert moved(ended=500).flagged(DEFAULT_ADDRESS) == []
    story = moved(country=Country.CHINA)
    story.firm("british", 3, country=Country.UNITED_KINGDOM)
    assert story.flagged(DEFAULT_ADDRESS) == []


def test_a_start_up_may_not_have_opened_its_mail() -> None:
    assert moved(636).found(DEFAULT_ADDRESS)[0].excuses == ("N15",)
    assert moved(635).found(DEFAULT_ADDRESS)[0].excuses == ()
