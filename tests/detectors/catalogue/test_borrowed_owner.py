"""T03: borrowed_owner."""

import pytest

from detectors.catalogue.borrowed_owner import BORROWED_OWNER
from graph.flags import STATE_OWNED
from graph.model import HubKind, KeyKind, LinkRole
from tests.detectors.registers import City, city


def held(unproved: int = 1, *, others: int = 0) -> City:
    """A firm and `others` more that name one corporate shareholder; the others' stakes are proved."""
    story = city()
    story.firm("the firm", 100, unproved_owner=unproved)
    story.link("the firm", KeyKind.OWNER, "the holder", LinkRole.SHAREHOLDER)
    for i in range(others):
        story.link(story.firm(f"held {i}", 50, unproved_owner=-1), KeyKind.OWNER, "the holder")
    story.firm("asked", 3, unverified=-1)
    return story


def test_a_holder_that_did_not_prove_itself_is_found_at_its_firm() -> None:
    [found] = held().found(BORROWED_OWNER)
    assert found.subject == "the firm"
    assert found.firms == {"the firm"}
    assert found.facts["held"] == 1
    assert found.confidence == 0.3


@pytest.mark.parametrize("proved", [-1, 0])
def test_a_proved_holder_or_one_nobody_asked_is_not(proved: int) -> None:
    assert held(proved).flagged(BORROWED_OWNER) == []


def test_the_better_the_name_the_surer() -> None:
    few, many = held(others=3).found(BORROWED_OWNER), held(others=4).found(BORROWED_OWNER)
    assert [f.confidence for f in (*few, *many)] == [0.3, 0.6]
    story = held()
    story.flags[KeyKind.OWNER, "the holder"] = STATE_OWNED
    assert story.found(BORROWED_OWNER)[0].confidence == 0.8
    story = held()
    story.hubs[KeyKind.OWNER, "the holder"] = HubKind.STATE_ROOT
    assert story.found(BORROWED_OWNER)[0].confidence == 0.8


def test_of_several_holders_the_best_known_is_told() -> None:
    story = held(others=6)
    story.link("the firm", KeyKind.OWNER, "another", LinkRole.SHAREHOLDER)
    [found] = story.found(BORROWED_OWNER)
    assert found.facts["held"] == 7


def test_a_person_who_did_not_prove_himself_is_not_this() -> None:
    story = city()
    story.firm("the firm", 100, unverified=1, owner="somebody")
    assert story.flagged(BORROWED_OWNER) == []
