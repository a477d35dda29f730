"""Who is behind with annual reports, in extracts that hold all of them, some years of them, or few."""

from collections.abc import Callable
from datetime import date

from tests.detectors.registers import PRESENT, START, City

LAST_YEAR = 2021  # the last one in which a report was due: the stories' register ends in January 2022


def on(year: int, month: int = 5, day: int = 10) -> int:
    """A day of a story."""
    return (date(year, month, day) - date(1970, 1, 1)).days - START


def town(held: Callable[[int, int], bool], *, firms: int = 60, founded: int = 2010) -> City:
    """Firms that file every year, of whose reports the extract holds some: `held(firm, year)`."""
    story = City()
    for i in range(firms):
        story.firm(f"firm {i:03}", on(founded))
        for year in range(founded + 1, LAST_YEAR + 1):
            if held(i, year):
                story.event(f"firm {i:03}", "annual_report", on(year))
    return story


def behind(story: City) -> tuple[set[str], int]:
    """The firms that are behind, and of how many it is known."""
    late, known = story.register().reports
    return {name for name, is_late in zip(story.names, late, strict=True) if is_late}, int(known.sum())


def laggards(story: City, *filed: int) -> City:
    """Firms of 2010 that filed in only so many of the last years."""
    for i, n in enumerate(filed):
        story.firm(f"laggard {i}", on(2010))
        for year in range(LAST_YEAR - n + 1, LAST_YEAR + 1):
            story.event(f"laggard {i}", "annual_report", on(year))
    return story


def test_the_stories_end_after_the_last_due_year() -> None:
    assert date.fromordinal(date(1970, 1, 1).toordinal() + START + PRESENT).year == LAST_YEAR + 1


def test_half_of_what_was_owed_is_behind_and_more_is_not() -> None:
    story = laggards(town(lambda _firm, _year: True), 5, 6, 0)  # of 11 years
    assert behind(story) == ({"laggard 0", "laggard 2"}, 63)


def test_years_outside_the_extract_are_not_owed() -> None:
    assert behind(town(lambda _firm, year: year >= LAST_YEAR - 1)) == (set(), 60)
    story = laggards(town(lambda _firm, year: year >= LAST_YEAR - 1), 0, 1, 2)
    assert behind(story) == ({"laggard 0", "laggard 1"}, 63), "of two years held"


def test_a_year_of_which_a_part_is_held_is_not_owed() -> None:
    """The extract begins in April: it lacks the reports of those who had filed by then."""
    begun = town(lambda firm, year: year == LAST_YEAR or (year == LAST_YEAR - 1 and firm % 20 < 13))
    assert behind(begun) == (set(), 60)
    nearly = town(lambda firm, year: year == LAST_YEAR or (year == LAST_YEAR - 1 and firm % 20 < 14))
    assert len(behind(nearly)[0]) == 18, "two years held, of which these firms have one report"


def test_a_few_stray_reports_say_nothing() -> None:
    assert behind(town(lambda firm, _year: firm % 20 < 6)) == (set(), 0)
    assert behind(town(lambda _firm, _year: False)) == (set(), 0)


def test_firms_too_young_or_undated_owe_none() -> None:
    story = town(lambda _firm, _year: True)
    story.firm("young", on(LAST_YEAR))
    story.firm("undated", None)
    assert behind(story) == (set(), 60)


def test_a_firm_owes_none_after_its_end() -> None:
    story = town(lambda _firm, _year: True)
    story.firm("ended", on(2010), ended=on(2013, 3))
    story.event("ended", "annual_report", on(2011))
    assert behind(story) == ({"ended"}, 61), "one of two"
    story.event("ended", "annual_report", on(2012))
    assert behind(story) == (set(), 61)


def test_reports_that_came_late_count() -> None:
    story = town(lambda _firm, _year: True)
    story.firm("late", on(2015))
    for day in range(4):
        story.event("late", "annual_report", on(LAST_YEAR, 6, day + 1))
    assert behind(story) == (set(), 61), "four of six, all in one month"
