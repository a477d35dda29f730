"""T25: related_bidders."""

import pytest

from detectors.catalogue.related_bidders import RELATED_BIDDERS
from graph.model import HubKind, KeyKind, LinkRole
from tests.detectors.registers import City, city


def bidders(n: int = 3, **facts: object) -> City:
    """`n` firms, of which all bid for one lot of "other 0000"."""
    story = city()
    for i in range(n):
        story.firm(f"bidder {i}", 100 + i, **facts)  # type: ignore[arg-type]
        story.tie(f"bidder {i}", "bid", "other 0000", lot="L1", on=500)
    return story


def share(story: City, kind: KeyKind, *who: int, role: LinkRole = LinkRole.CONTACT) -> City:
    for i in who:
        story.link(f"bidder {i}", kind, "shared", role)
    return story


def test_strangers_may_bid_against_each_other() -> None:
    assert bidders().flagged(RELATED_BIDDERS) == []


def test_one_head_of_two_bidders_is_found_and_the_third_is_left_out() -> None:
    story = bidders(2, representative="the head")
    story.firm("bidder 2", 103)
    story.tie("bidder 2", "bid", "other 0000", lot="L1", on=500)
    [found] = story.found(RELATED_BIDDERS)
    assert found.firms == {"bidder 0", "bidder 1"}
    assert found.confidence == 0.95
    assert found.facts["lots"] == 1


def test_a_mother_and_her_daughter_in_one_lot_are_found_and_in_different_lots_are_not() -> None:
    story = bidders(2)
    story.firms[-1].parent = "bidder 0"
    [found] = story.found(RELATED_BIDDERS)
    assert (found.confidence, found.excuses) == (0.9, ())
    apart = bidders(2)
    apart.firms[-1].parent = "bidder 0"
    apart.ties.clear()
    apart.tie("bidder 0", "bid", "other 0000", lot="L1")
    apart.tie("bidder 1", "bid", "other 0001", lot="L2")
    assert apart.flagged(RELATED_BIDDERS) == []


def test_two_daughters_of_one_group_have_their_excuse() -> None:
    story = bidders(2, parent="holding")
    story.firm("holding", 0)
    [found] = story.found(RELATED_BIDDERS)
    assert found.excuses == ("N5", "N18")
    assert found.confidence == 0.2
    share(story, KeyKind.ACCOUNT, 0, 1)
    assert story.found(RELATED_BIDDERS)[0].excuses == (), "an account in common is more than a parent"


@pytest.mark.parametrize(
    ("kind", "confidence"),
    [
        (KeyKind.ACCOUNT, 0.9),
        (KeyKind.PHONE, 0.6),
        (KeyKind.DEVICE, 0.6),
        (KeyKind.ROOM, 0.5),
        (KeyKind.IP, 0.3),
    ],
)
def test_what_bidders_share_says_more_or_less(kind: KeyKind, confidence: float) -> None:
    [found] = share(bidders(), kind, 0, 2).found(RELATED_BIDDERS)
    assert found.firms == {"bidder 0", "bidder 2"}
    assert found.confidence == confidence


def test_bids_without_a_lots_number_are_for_lots_of_their_own() -> None:
    story = share(bidders(3), KeyKind.PHONE, 1, 2)
    story.ties = [(*tie[:3], "", *tie[4:]) for tie in story.ties]
    assert story.flagged(RELATED_BIDDERS) == []


def test_whom_the_bids_go_to_is_no_bidder() -> None:
    story = bidders(3)
    for name in ("bidder 0", "other 0000"):
        story.link(name, KeyKind.PHONE, "shared")
    assert story.flagged(RELATED_BIDDERS) == []
    alone = share(bidders(1), KeyKind.PHONE, 0)
    alone.link("other 0000", KeyKind.PHONE, "shared")
    assert alone.flagged(RELATED_BIDDERS) == []


@pytest.mark.parametrize("ties", [((0, 1), (0, 2)), ((0, 1), (1, 2)), ((1, 2), (2, 1))])
def test_where_bids_tie_bidders_to_one_another_all_are_bidders(ties: tuple[tuple[int, int], ...]) -> None:
    story = share(bidders(3), KeyKind.PHONE, 1, 2)
    story.ties.clear()
    for one, other in ties:
        story.tie(f"bidder {one}", "bid", f"bidder {other}", lot="L1", on=500)
    assert story.flagged(RELATED_BIDDERS) == [{"bidder 1", "bidder 2"}]


def test_who_meets_in_several_lots_is_told_once() -> None:
    story = share(bidders(2), KeyKind.PHONE, 0, 1)
    for lot in ("L2", "L3"):
        for bidder in ("bidder 0", "bidder 1"):
            story.tie(bidder, "bid", "other 0001", lot=lot, on=600)
    [found] = story.found(RELATED_BIDDERS)
    assert (found.facts["lots"], found.facts["things"]) == (3, 1)


def test_hubs_names_and_numbers_given_up_bind_nobody() -> None:
    for kind, hub in ((KeyKind.AGENT, HubKind.AGENT), (KeyKind.ROOM, HubKind.HOSTING_ADDRESS)):
        story = share(bidders(), kind, 0, 1)
        story.hubs[kind, "shared"] = hub
        assert story.flagged(RELATED_BIDDERS) == []
    story = share(bidders(), KeyKind.PERSON, 0, 1, role=LinkRole.SUPERVISOR)
    story.identity["shared"] = 1
    assert story.flagged(RELATED_BIDDERS) == []
    story = bidders()
    story.link("bidder 0", KeyKind.PHONE, "number", until=499)
    story.link("bidder 1", KeyKind.PHONE, "number")
    assert story.flagged(RELATED_BIDDERS) == []


def test_it_says_nothing_of_a_false_registration() -> None:
    assert RELATED_BIDDERS.weight == 0
    assert not RELATED_BIDDERS.hard
