"""T16: discarded_shell."""

import pytest

from detectors.catalogue.discarded_shell import DISCARDED_SHELL
from tests.detectors.registers import START, City, city


def history(**days: int | tuple[int, ...]) -> City:
    """One firm's events by kind and day."""
    story = city()
    story.firm("the shell", 0)
    for kind, on in days.items():
        for day in on if isinstance(on, tuple) else (on,):
            story.event("the shell", kind, day)
    return story


def test_sold_and_then_lost_is_found() -> None:
    story = history(representative_changed=300, shareholders_changed=310, abnormal_listed=400)
    [found] = story.found(DISCARDED_SHELL)
    assert found.subject == "the shell"
    assert (found.facts["given_on"], found.facts["lost_on"]) == (START + 310, START + 400)


@pytest.mark.parametrize(("holders", "hit"), [(270, True), (330, True), (269, False), (331, False)])
def test_new_holders_within_thirty_days_of_the_new_head_are_one_sale(holders: int, hit: bool) -> None:
    story = history(representative_changed=300, shareholders_changed=holders, abnormal_listed=400)
    assert bool(story.flagged(DISCARDED_SHELL)) is hit


@pytest.mark.parametrize(("second", "hit"), [(480, True), (481, False)])
def test_two_heads_within_half_a_year_are_as_good_as_a_sale(second: int, hit: bool) -> None:
    story = history(representative_changed=(300, second), abnormal_listed=500)
    assert bool(story.flagged(DISCARDED_SHELL)) is hit


@pytest.mark.parametrize(("lost", "hit"), [(481, True), (491, False), (299, False)])
def test_contact_is_lost_within_half_a_year_of_the_sale(lost: int, hit: bool) -> None:
    story = history(representative_changed=300, shareholders_changed=310, abnormal_listed=lost)
    assert bool(story.flagged(DISCARDED_SHELL)) is hit


def test_one_new_head_is_no_sale_and_a_sale_alone_no_crime() -> None:
    story = history(representative_changed=300, abnormal_listed=400)
    assert story.flagged(DISCARDED_SHELL) == []
    story = history(representative_changed=300, shareholders_changed=300)
    story.event("other 0000", "abnormal_listed", 400)
    assert story.flagged(DISCARDED_SHELL) == []


def test_a_firm_is_told_once_by_its_last_sale() -> None:
    story = history(
        representative_changed=(300, 500),
        shareholders_changed=(300, 500),
        abnormal_listed=(350, 550),
    )
    [found] = story.found(DISCARDED_SHELL)
    assert (found.facts["given_on"], found.facts["lost_on"]) == (START + 500, START + 550)


def test_nobody_at_the_address_makes_it_surer() -> None:
    story = history(representative_changed=300, shareholders_changed=300)
    story.event("the shell", "abnormal_listed", 400, unreachable=True)
    plain = history(representative_changed=300, shareholders_changed=300, abnormal_listed=400)
    assert story.found(DISCARDED_SHELL)[0].confidence > plain.found(DISCARDED_SHELL)[0].confidence


def test_what_a_group_does_with_its_daughter_weighs_less() -> None:
    story = history(representative_changed=300, shareholders_changed=300, revoked=400)
    plain = story.found(DISCARDED_SHELL)[0]
    story.firms[-1].parent = "holding"
    story.firm("holding", 0)
    [found] = story.found(DISCARDED_SHELL)
    assert found.excuses == ("N5",)
    assert found.confidence < plain.confidence


def test_days_before_1970_are_days_like_others() -> None:
    story = history(representative_changed=-30_000, shareholders_changed=-30_000, abnormal_listed=-29_900)
    [found] = story.found(DISCARDED_SHELL)
    assert found.facts["lost_on"] - found.facts["given_on"] == 100
