"""T20: circular_holding."""

import networkx
from hypothesis import given
from hypothesis import strategies as st

from detectors.catalogue.circular_holding import CIRCULAR_HOLDING
from graph.model import HubKind, KeyKind, LinkRole
from tests.detectors.registers import PRESENT, City, city


def owned(*stakes: tuple[str, str], **facts: object) -> City:
    """Firms a to f, and who owns whom of them."""
    story = city()
    for name in "abcdef":
        story.firm(name, 100, **facts)  # type: ignore[arg-type]
    for owner, firm in stakes:
        story.stake(owner, firm, 0.6)
    return story


def test_firms_that_own_each_other_are_a_circle() -> None:
    [found] = owned(("a", "b"), ("b", "a")).found(CIRCULAR_HOLDING)
    assert found.firms == {"a", "b"}
    assert (found.facts["n"], found.facts["stakes"]) == (2, 2)
    assert found.surprise > 0


def test_a_circle_may_go_over_several_firms_and_what_hangs_on_it_is_not_in_it() -> None:
    story = owned(("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("e", "a"))
    assert story.flagged(CIRCULAR_HOLDING) == [{"a", "b", "c"}]


def test_a_chain_and_a_firm_that_holds_its_own_shares_are_none() -> None:
    assert owned(("a", "b"), ("b", "c"), ("a", "c"), ("d", "d")).flagged(CIRCULAR_HOLDING) == []


def test_a_stake_that_was_sold_closes_no_circle() -> None:
    for until, hit in ((PRESENT, False), (PRESENT + 1, True)):
        story = owned(("a", "b"))
        story.stake("b", "a", until=until)
        assert bool(story.flagged(CIRCULAR_HOLDING)) is hit


def test_two_circles_are_two() -> None:
    story = owned(("a", "b"), ("b", "a"), ("c", "d"), ("d", "c"), ("b", "c"))
    assert sorted(map(sorted, story.flagged(CIRCULAR_HOLDING))) == [["a", "b"], ["c", "d"]]


def test_cross_holdings_within_a_declared_group_have_their_excuse() -> None:
    story = owned(("a", "b"), ("b", "a"), parent="holding")
    story.firm("holding", 0)
    [found] = story.found(CIRCULAR_HOLDING)
    assert found.excuses == ("N5", "N18")
    assert found.confidence < owned(("a", "b"), ("b", "a")).found(CIRCULAR_HOLDING)[0].confidence


def test_what_the_state_owns_has_its_excuse() -> None:
    story = owned(("a", "b"), ("b", "a"))
    for name in "ab":
        story.link(name, KeyKind.OWNER, "the state", LinkRole.SHAREHOLDER)
    story.hubs[KeyKind.OWNER, "the state"] = HubKind.STATE_ROOT
    assert story.found(CIRCULAR_HOLDING)[0].excuses == ("N7",)


EDGES = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=15)


@given(EDGES)
def test_circles_are_the_strongly_connected_components(edges: list[tuple[str, str]]) -> None:
    graph = networkx.DiGraph(edges)
    wanted = sorted(sorted(c) for c in networkx.strongly_connected_components(graph) if len(c) > 1)
    assert sorted(map(sorted, owned(*edges).flagged(CIRCULAR_HOLDING))) == wanted


def test_it_says_nothing_of_a_false_registration() -> None:
    assert CIRCULAR_HOLDING.weight == 0
    assert not CIRCULAR_HOLDING.hard
