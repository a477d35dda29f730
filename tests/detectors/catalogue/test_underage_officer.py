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
    story.link(story.firm("the firm", DAY), KeyKind.PERSON, "the officer", role, since=DAY + 1)
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
    story.link(later, KeyKind.PERSON, "the officer", LinkRole.DIRECTOR, since=DAY + 901)
    assert story.flagged(UNDERAGE_OFFICER) == [{"the firm"}]


def undated(born: int, *, founded: int, changed: int | None = None, until: int | None = None) -> City:
    """A head who is listed without a day, of a firm that may have had another before."""
    story = city()
    first = (date(founded, 6, 1) - date(1970, 1, 1)).days - START
    story.firm("the firm", first, representative=None)
    story.link("the firm", KeyKind.PERSON, "the head", LinkRole.LEGAL_REPRESENTATIVE, until=until)
    story.birth_year["the head"] = born
    if changed is not None:
        story.event(
            "the firm", "representative_changed", (date(changed, 6, 1) - date(1970, 1, 1)).days - START
        )
    return story


def test_an_heir_who_is_listed_without_a_day_did_not_found_the_firm() -> None:
    assert undated(1985, founded=1998, changed=2016).flagged(UNDERAGE_OFFICER) == []
    assert undated(1985, founded=1998).flagged(UNDERAGE_OFFICER) == [], "nor where no change is on record"
    story = undated(1985, founded=1998)
    story.event("other 0000", "representative_changed", 0)  # the register tells of later changes only
    assert story.flagged(UNDERAGE_OFFICER) == []


def test_who_was_a_minor_at_the_last_change_or_is_one_still_is_found() -> None:
    [found] = undated(2000, founded=1998, changed=2016).found(UNDERAGE_OFFICER)
    assert found.facts["age"] == 16
    [found] = undated(2006, founded=1998).found(UNDERAGE_OFFICER)
    assert found.facts["age"] == 16, "in January 2022, the register's last month"
    left = (date(2010, 6, 1) - date(1970, 1, 1)).days - START
    assert undated(1995, founded=1998, until=left).found(UNDERAGE_OFFICER)[0].facts["age"] == 15


def test_without_any_date_only_a_minor_of_today_is_found() -> None:
    for born, hit in ((2006, True), (2000, False)):
        story = city()
        story.firm("the firm", None, representative="the head")
        story.birth_year["the head"] = born
        assert bool(story.flagged(UNDERAGE_OFFICER)) is hit


@pytest.mark.parametrize(("identity", "hit"), [(3, True), (2, False), (1, False), (0, True)])
def test_a_birth_date_is_a_persons_by_id_or_in_the_one_firm_that_told_it(identity: int, hit: bool) -> None:
    assert bool(officer(YEAR - 16, identity=identity).flagged(UNDERAGE_OFFICER)) is hit


def test_it_is_a_hard_fact() -> None:
    assert UNDERAGE_OFFICER.hard
    assert UNDERAGE_OFFICER.weight == 4
