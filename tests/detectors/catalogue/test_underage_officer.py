"""T15: underage_officer."""

from datetime import date

import pytest

from detectors.catalogue.underage_officer import UNDERAGE_OFFICER
from graph.model import KeyKind, LinkRole
from tests.detectors.registers import START, City, city

YEAR = 2021
DAY = (date(YEAR, 6, 1) - date(1970, 1, 1)).days - START


def officer(born: int, role: LinkRole = LinkRole.LEGAL_REPRESENTATIVE, identity: int = 3) -> City:
    story = city()
    story.link(story.firm("the firm", DAY), KeyKind.PERSON, "the officer", role)
    story.birth_year["the officer"] = born
    story.identity["the officer"] = identity
    return story


def test_who_was_under_age_all_year_is_found_and_who_came_of_age_in_it_is_not() -> None:
    [found] = officer(YEAR - 17).found(UNDERAGE_OFFICER)
    assert found.subject == "the officer"
    assert found.firms == {"the firm"}
    assert found.facts["age"] == 17
    assert officer(YEAR - 18).flagged(UNDERAGE_OFFICER) == []


@pytest.mark.parametrize("born", [-1, YEAR + 1])
def test_a_birth_that_is_unknown_or_comes_after_the_filing_says_nothing(born: int) -> None:
    story = officer(born)
    story.birth_year["head of other 0000"] = 1980
    assert story.flagged(UNDERAGE_OFFICER) == []


@pytest.mark.parametrize(
    ("role", "hit"),
    [
        (LinkRole.DIRECTOR, True),
        (LinkRole.SUPERVISOR, True),
        (LinkRole.SHAREHOLDER, False),
        (LinkRole.LIAISON, False),
    ],
)
def test_minors_may_own_but_not_govern(role: LinkRole, hit: bool) -> None:
    assert bool(officer(YEAR - 10, role).flagged(UNDERAGE_OFFICER)) is hit


def test_only_the_firms_taken_over_as_a_minor_are_shown() -> None:
    story = officer(YEAR - 16)
    later = story.firm("later firm", DAY + 900)
    story.link(later, KeyKind.PERSON, "the officer", LinkRole.DIRECTOR)
    assert story.flagged(UNDERAGE_OFFICER) == [{"the firm"}]


@pytest.mark.parametrize(("identity", "hit"), [(3, True), (2, False), (1, False), (0, True)])
def test_a_birth_date_is_a_persons_by_id_or_in_the_one_firm_that_told_it(identity: int, hit: bool) -> None:
    assert bool(officer(YEAR - 16, identity=identity).flagged(UNDERAGE_OFFICER)) is hit


def test_it_is_a_hard_fact() -> None:
    assert UNDERAGE_OFFICER.hard
    assert UNDERAGE_OFFICER.weight == 4
