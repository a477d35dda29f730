"""T19: barred_person."""

import pytest

from detectors.catalogue.barred_person import BARRED_PERSON
from graph.model import KeyKind, LinkRole
from tests.detectors.registers import START, City, city

THREE_YEARS = 3 * 365


def barred(*, again: int, event: str = "revoked", role: LinkRole = LinkRole.LEGAL_REPRESENTATIVE) -> City:
    """Somebody's firm was revoked on day 100; a new firm of theirs is born `again` days later."""
    story = city()
    story.firm("old firm", 0, representative="the person")
    story.event("old firm", event, 100)
    story.event("other 0000", "representative_changed", 50)
    story.link(story.firm("new firm", 100 + again), KeyKind.PERSON, "the person", role)
    return story


@pytest.mark.parametrize("event", ["revoked", "serious_violation"])
@pytest.mark.parametrize("role", [LinkRole.LEGAL_REPRESENTATIVE, LinkRole.DIRECTOR, LinkRole.MANAGER])
def test_a_new_office_within_three_years_is_found_and_only_the_new_firm_is_shown(
    event: str, role: LinkRole
) -> None:
    [found] = barred(again=300, event=event, role=role).found(BARRED_PERSON)
    assert found.subject == "the person"
    assert found.firms == {"new firm"}
    assert found.confidence == (0.95 if event == "serious_violation" else 0.5)
    assert found.surprise > 3


def test_the_bar_lasts_three_years_to_the_day() -> None:
    assert len(barred(again=THREE_YEARS).flagged(BARRED_PERSON)) == 1
    assert barred(again=THREE_YEARS + 1).flagged(BARRED_PERSON) == []


def test_a_firm_born_before_the_decision_is_not_barred() -> None:
    assert barred(again=0).flagged(BARRED_PERSON) == []
    assert len(barred(again=1).flagged(BARRED_PERSON)) == 1


def test_being_listed_as_abnormal_bars_nobody() -> None:
    assert barred(again=10, event="abnormal_listed").flagged(BARRED_PERSON) == []


@pytest.mark.parametrize("identity", [0, 1, 2])
def test_only_an_id_makes_it_the_same_person(identity: int) -> None:
    story = barred(again=10)
    story.identity["the person"] = identity
    assert story.flagged(BARRED_PERSON) == []


def test_who_had_left_the_firm_before_or_only_supervised_it_is_not_barred() -> None:
    for role, until in ((LinkRole.LEGAL_REPRESENTATIVE, 99), (LinkRole.SUPERVISOR, None)):
        story = city()
        story.link(story.firm("old firm", 0), KeyKind.PERSON, "the person", role, until=until)
        story.event("old firm", "revoked", 100)
        story.firm("new firm", 200, representative="the person")
        assert story.flagged(BARRED_PERSON) == []


def test_owning_or_keeping_the_books_is_no_office() -> None:
    assert barred(again=10, role=LinkRole.SHAREHOLDER).flagged(BARRED_PERSON) == []
    assert barred(again=10, role=LinkRole.FINANCE_OFFICER).flagged(BARRED_PERSON) == []


def test_a_hard_fact_is_marked_as_one() -> None:
    assert BARRED_PERSON.hard
    assert BARRED_PERSON.weight == 4


def test_the_day_shown_and_the_confidence_are_those_of_one_decision() -> None:
    story = barred(again=300, event="serious_violation")
    story.firm("second firm", 90, representative="the person")
    story.event("second firm", "revoked", 200)
    story.firm("newest firm", 900, representative="the person")
    [both] = story.found(BARRED_PERSON)
    assert both.firms == {"new firm", "newest firm"}
    assert (both.facts["decided_on"], both.confidence) == (START + 100, 0.95)


def test_a_firm_that_only_another_decision_bars_is_told_under_that_decision() -> None:
    story = barred(again=300, event="serious_violation")
    story.firm("second firm", 90, representative="the person")
    story.event("second firm", "revoked", 500)
    story.firm("late firm", 100 + THREE_YEARS + 1, representative="the person")
    told = {
        firm: (f.facts["decided_on"] - START, f.confidence)
        for f in story.found(BARRED_PERSON)
        for firm in f.firms
    }
    assert told == {"new firm": (100, 0.95), "late firm": (500, 0.5)}


def sold(*, changes: tuple[int, ...] = (), event: str = "serious_violation") -> City:
    """A violation on day 100; the firm's present head, listed without a day, has a new firm on day 300."""
    story = city()
    story.firm("old firm", 0, representative=None)
    story.event("old firm", event, 100)
    for day in changes:
        story.event("old firm", "representative_changed", day)
    story.link("old firm", KeyKind.PERSON, "the person", LinkRole.LEGAL_REPRESENTATIVE)
    story.firm("new firm", 300, representative="the person")
    return story


def test_who_bought_the_firm_after_the_decision_is_not_barred() -> None:
    for changes in ((200,), (50, 200), (100,)):
        assert sold(changes=changes).flagged(BARRED_PERSON) == []
    assert sold(changes=(50,)).flagged(BARRED_PERSON) == [{"new firm"}], "in office since day 50 at latest"


def test_where_changes_are_not_on_record_only_who_headed_a_revoked_firm_is_known() -> None:
    assert sold().flagged(BARRED_PERSON) == []
    assert sold(event="revoked").flagged(BARRED_PERSON) == [{"new firm"}]


def test_of_two_heads_on_the_day_nobody_knows_whom_the_decision_meant() -> None:
    story = sold(event="revoked")
    story.link("old firm", KeyKind.PERSON, "another", LinkRole.LEGAL_REPRESENTATIVE)
    assert story.flagged(BARRED_PERSON) == []


def test_the_one_who_left_after_the_decision_is_barred_and_the_one_who_came_is_not() -> None:
    story = sold(changes=(200,))
    story.link("old firm", KeyKind.PERSON, "the seller", LinkRole.LEGAL_REPRESENTATIVE, until=205)
    story.firm("seller's firm", 400, representative="the seller")
    assert story.flagged(BARRED_PERSON) == [{"seller's firm"}]


def test_an_office_in_the_new_firm_that_may_have_begun_after_the_bar_is_none() -> None:
    for change, found in ((900, []), (-100, [{"new firm"}])):
        story = city()
        story.firm("old firm", -2000, representative="the person")
        story.event("old firm", "revoked", 100 - THREE_YEARS)
        story.firm("new firm", -900, representative="the person")
        story.event("new firm", "representative_changed", change)
        assert story.flagged(BARRED_PERSON) == found
