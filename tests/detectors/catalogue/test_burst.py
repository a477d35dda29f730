"""T06: burst."""

from collections.abc import Sequence

import pytest

from detectors.catalogue.burst import BURST
from graph.model import HubKind, KeyKind, LinkRole
from tests.detectors.registers import City


def town() -> City:
    """A thousand firms over three years: about 13 births in any fortnight."""
    story = City()
    story.others(1000, every=1)
    return story


def born(
    story: City, days: Sequence[int], on: KeyKind = KeyKind.ROOM, name: str = "new", **facts: object
) -> City:
    role = {
        KeyKind.PERSON: LinkRole.LEGAL_REPRESENTATIVE,
        KeyKind.AGENT: LinkRole.AGENT,
        KeyKind.PHONE: LinkRole.CONTACT,
        KeyKind.SCOPE: LinkRole.TEXT,
    }.get(on, LinkRole.ADDRESS)
    if on == KeyKind.SCOPE:  # strangers under one text are a policy
        facts["representative"] = "the straw"
    for i, day in enumerate(days):
        story.link(story.firm(f"{name} {i}", day, **facts), on, "the key", role)  # type: ignore[arg-type]
    return story


@pytest.mark.parametrize(
    "kind",
    [KeyKind.ROOM, KeyKind.BUILDING, KeyKind.PERSON, KeyKind.PHONE, KeyKind.AGENT, KeyKind.SCOPE],
)
def test_eight_births_in_a_fortnight_are_found_on_any_kind_of_key(kind: KeyKind) -> None:
    found = next(f for f in born(town(), range(500, 508), kind).found(BURST) if f.subject == "the key")
    assert found.statistic == 8
    assert found.expected < 1


def test_seven_births_are_not() -> None:
    assert born(town(), range(500, 507)).flagged(BURST) == []


def test_a_fortnight_has_fourteen_days() -> None:
    within = born(born(town(), range(500, 507)), range(513, 514), name="last")
    assert len(within.flagged(BURST)) == 1
    after = born(born(town(), range(500, 507)), range(514, 515), name="last")
    assert after.flagged(BURST) == []


def test_a_key_that_always_grows_so_fast_is_ordinary() -> None:
    steady = born(town(), range(0, 500, 2), name="before")
    assert born(steady, range(500, 508)).flagged(BURST) == []


def test_a_city_wide_rush_explains_a_burst() -> None:
    def rush(births: int) -> City:
        story = born(town(), range(500, 508))
        for i in range(births):
            story.firm(f"rush {i}", 500 + i % 8)
        return story

    assert rush(0).found(BURST)[0].excuses == ()
    assert rush(60).found(BURST)[0].excuses == ("N16",)
    assert rush(1000).flagged(BURST) == []


def test_one_text_on_the_same_days_with_nobody_shared_is_a_policy() -> None:
    def text(*heads: str) -> City:
        story = town()
        for i in range(20):
            story.firm(f"new {i}", 500 + i % 10, scope="the text", representative=heads[i % len(heads)])
        return story

    assert text(*[f"stranger {i}" for i in range(20)]).flagged(BURST) == []
    found = text(*[f"straw {i}" for i in range(10)]).found(BURST)
    assert [f.subject for f in found] == ["the text"]


def test_a_new_market_is_no_burst_and_one_mans_stalls_weigh_less() -> None:
    assert born(town(), range(500, 510), kind=2).flagged(BURST) == []
    one = born(town(), range(500, 510), kind=2, representative="the trader").found(BURST)
    assert {f.excuses for f in one} == {("N3",)}


def test_leasing_companies_of_one_parent_count_once() -> None:
    story = town()
    story.firm("lessor", 0)
    assert born(story, range(500, 520), parent="lessor").flagged(BURST) == []


def test_a_typed_host_and_a_key_over_the_cap_are_left_alone() -> None:
    story = born(town(), range(500, 520))
    assert story.flagged(BURST, BURST.params.model_validate({"max_firms": 19})) == []
    story.hubs[KeyKind.ROOM, "the key"] = HubKind.HOSTING_ADDRESS
    assert story.flagged(BURST) == []


def test_firms_of_unknown_birth_make_no_burst() -> None:
    story = town()
    for i in range(9):
        story.firm(f"undated {i}", None, room="the key")
    assert story.flagged(BURST) == []


@pytest.mark.parametrize("day", [60, 100])
def test_an_even_pace_is_no_rush_where_the_register_is_young(day: int) -> None:
    story = City()
    for i in range(4 * 120):
        story.firm(f"other {i:03}", i // 4)
    story.firm("stray", -9000)  # one old firm makes a register no older
    assert born(story, [day + i // 2 for i in range(24)]).found(BURST)[0].excuses == ()


def test_a_burst_is_not_its_own_excuse() -> None:
    story = born(town(), [500 + i % 10 for i in range(40)])
    [found] = story.found(BURST)
    assert found.excuses == ()
