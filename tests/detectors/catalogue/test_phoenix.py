"""T18: phoenix."""

from detectors.catalogue.phoenix import PHOENIX
from graph.model import HubKind, KeyKind
from tests.detectors.registers import City, city


def risen(days: int, *, phone: bool = True, **facts: object) -> City:
    """A firm ended on day 200; another came to its room (and phone) so many days later."""
    story = city()
    told: dict[str, object] = {"room": "8-801", "trade": "trade", **facts}
    if phone:
        told["phone"] = "the phone"
    story.firm("ash", 0, ended=200, lost=200, room="8-801", phone="the phone", trade="trade")
    story.firm("phoenix", 200 + days, **told)  # type: ignore[arg-type]
    return story


def test_two_kinds_of_keys_taken_up_within_a_year_are_found() -> None:
    [found] = risen(365).found(PHOENIX)
    assert found.firms == {"ash", "phoenix"}
    assert found.statistic == 2
    assert found.facts["born_on"] - found.facts["ended_on"] == 365


def test_a_year_and_a_day_is_too_late_and_the_same_day_is_no_succession() -> None:
    assert risen(366).flagged(PHOENIX) == []
    assert risen(0).flagged(PHOENIX) == []
    assert len(risen(1).flagged(PHOENIX)) == 1


def test_one_kind_of_key_is_the_next_tenant() -> None:
    assert risen(30, phone=False).flagged(PHOENIX) == []


def test_two_keys_of_one_kind_are_one_kind() -> None:
    story = risen(30, phone=False)
    for firm in ("ash", "phoenix"):
        story.link(firm, KeyKind.ROOM, "8-802")
    assert story.flagged(PHOENIX) == []


def test_a_revoked_firm_ends_on_the_day_it_is_revoked() -> None:
    story = city()
    story.firm("ash", 0, room="8-801", phone="the phone")
    story.event("ash", "revoked", 300)
    story.firm("phoenix", 310, room="8-801", phone="the phone")
    assert len(story.flagged(PHOENIX)) == 1


def test_a_hosted_address_is_no_key_to_take_up() -> None:
    story = risen(30)
    story.hubs[KeyKind.ROOM, "8-801"] = HubKind.HOSTING_ADDRESS
    assert story.flagged(PHOENIX) == []


def test_a_name_alone_is_no_successor() -> None:
    story = risen(30, phone=False, representative="head of ash")
    assert len(story.flagged(PHOENIX)) == 1
    story.identity["head of ash"] = 1
    assert story.flagged(PHOENIX) == []


def test_a_firm_closed_in_good_order_and_another_trade_weigh_less() -> None:
    story = risen(30)
    worst = story.found(PHOENIX)[0].confidence
    story.firms[-1].trade = "another"
    other_trade = story.found(PHOENIX)[0].confidence
    story.firms[-2].lost = None
    in_order = story.found(PHOENIX)[0].confidence
    assert worst > other_trade > in_order


def test_a_family_shop_handed_on_weighs_less_and_a_groups_firm_nothing() -> None:
    story = risen(300)
    story.surname = {"head of ash": "陈", "head of phoenix": "陈"}
    assert story.found(PHOENIX)[0].excuses == ("N17",)
    story = risen(30, parent="parent")
    story.firms[-2].parent = "parent"
    story.firm("parent", 0)
    assert story.flagged(PHOENIX) == []


def test_only_the_next_eight_births_on_a_key_are_paired() -> None:
    story = city()
    story.firm("ash", 0, ended=100, room="8-801", phone="the phone")
    for i in range(12):
        story.firm(f"heir {i:02}", 101 + i, room="8-801", phone="the phone")
    assert {"ash", "heir 07"} in story.flagged(PHOENIX)
    assert len(story.flagged(PHOENIX)) == 8
