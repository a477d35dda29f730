"""Hubs are typed from what is declared and from how their firms behave; a ring's place is no hub."""

from collections.abc import Callable

import numpy as np
import polars as pl
import pytest

from detectors.hubs import CROWD, MIN_SPAN, type_hubs
from detectors.judge import judge
from detectors.results.hubs import hub_table, why
from detectors.words import HUBS, LOOK_ALIKES
from graph.columns import COLLECTIVE, HOSTING, INCUBATOR, MARKET
from graph.model import HubKind, KeyKind, LinkRole
from tests.detectors.registers import City, Key
from tests.detectors.stories import (
    address_mill,
    bad_agent,
    corporate_group,
    hosted_strangers,
    quick_batch,
    town,
)


def typed(story: City) -> dict[Key, HubKind]:
    """Every typed hub of a city."""
    register, _ = type_hubs(story.register())
    return {
        key: HubKind(int(hub))
        for key, hub in zip(story.keys, register.keys.hub, strict=True)
        if hub != HubKind.NONE
    }


def strangers(story: City, n: int = 12, every: int = 60, trades: int = 6, **facts: object) -> None:
    """`n` firms of different people, one every so many days, in several trades."""
    for i in range(n):
        told = {"trade": f"trade {i % trades}", **facts}
        story.firm(f"stranger {i:02}", i * every, **told)  # type: ignore[arg-type]


def flagged(flag: int, **facts: object) -> City:
    """A room whose firms come too quickly to be taken for a host by behaviour alone."""
    story = City()
    story.others(60, every=15)
    strangers(story, n=10, every=8, room="8-801", **facts)  # type: ignore[arg-type]
    story.flags[KeyKind.ROOM, "8-801"] = flag
    return story


# -- what is a hub ----------------------------------------------------------------------------------


def test_n1_strangers_who_come_one_by_one_make_a_host() -> None:
    story = town()
    hosted_strangers(story)
    assert typed(story)[KeyKind.ROOM, "hosting room"] == HubKind.HOSTING_ADDRESS


@pytest.mark.parametrize(
    ("flag", "hub"),
    [
        (HOSTING, HubKind.HOSTING_ADDRESS),
        (INCUBATOR, HubKind.INCUBATOR),
        (MARKET, HubKind.MARKET),
        (COLLECTIVE, HubKind.COLLECTIVE),
    ],
)
def test_n1_n2_n3_n11_what_an_address_says_of_itself_is_believed_of_strangers(
    flag: int, hub: HubKind
) -> None:
    place: Key = (KeyKind.ROOM, "8-801")
    assert typed(flagged(flag)).get(place) == hub
    assert place not in typed(flagged(0))
    assert place not in typed(flagged(flag, representative="one and the same"))


def test_n3_a_place_of_sole_traders_is_a_market() -> None:
    assert typed(flagged(0, kind=2))[KeyKind.ROOM, "8-801"] == HubKind.MARKET


def test_n4_an_agent_with_ordinary_clients_over_time() -> None:
    story = City()
    story.others(60, every=15)
    strangers(story, agent="agency")
    assert typed(story)[KeyKind.AGENT, "agency"] == HubKind.AGENT


def test_n5_an_owner_whose_stakes_are_proved() -> None:
    story = town()
    corporate_group(story)
    assert typed(story)[KeyKind.OWNER, "holding"] == HubKind.GROUP


def test_t03_an_owner_who_proved_nothing_is_no_excuse() -> None:
    story = town()
    corporate_group(story)
    next(firm for firm in story.firms if firm.name == "subsidiary 3").unverified = 1
    assert (KeyKind.OWNER, "holding") not in typed(story)


@pytest.mark.parametrize("role", [LinkRole.LIAISON, LinkRole.FINANCE_OFFICER])
def test_n8_a_professional_serves_many_and_governs_none(role: LinkRole) -> None:
    def served(governs: bool) -> dict[Key, HubKind]:
        story = City()
        story.others(60, every=15)
        strangers(story)
        for i in range(12):
            story.link(f"stranger {i:02}", KeyKind.PERSON, "professional", role)
        if governs:
            story.link("other 0003", KeyKind.PERSON, "professional", LinkRole.SHAREHOLDER)
        return typed(story)

    assert served(governs=False)[KeyKind.PERSON, "professional"] == HubKind.LIAISON
    assert (KeyKind.PERSON, "professional") not in served(governs=True)


def test_n10_a_bookkeepers_phone_known_by_its_strangers() -> None:
    story = City()
    story.others(60, every=15)
    strangers(story, phone="bookkeeper")
    assert typed(story)[KeyKind.PHONE, "bookkeeper"] == HubKind.AGENCY_PHONE


def test_n10_a_phone_and_a_device_of_a_typed_agent_are_its_own() -> None:
    story = City()
    story.others(60, every=15)
    strangers(story, agent="agency")
    for name in ("stranger 02", "stranger 03", "stranger 04"):
        story.link(name, KeyKind.PHONE, "its second line")
        story.link(name, KeyKind.DEVICE, "its counter")
    hubs = typed(story)
    assert hubs[KeyKind.PHONE, "its second line"] == HubKind.AGENCY_PHONE
    assert hubs[KeyKind.DEVICE, "its counter"] == HubKind.KIOSK_DEVICE

    for name in ("other 0001", "other 0002"):  # three of five are the agent's: no longer nearly all
        story.link(name, KeyKind.PHONE, "its second line")
    assert (KeyKind.PHONE, "its second line") not in typed(story)


def test_n12_a_building_whose_firms_mostly_name_no_room_says_nothing() -> None:
    def tower(with_room: int, **facts: object) -> dict[Key, HubKind]:
        story = City()
        story.others(60, every=15)
        strangers(story, n=10, every=8, building="tower", **facts)  # type: ignore[arg-type]
        for i in range(with_room):
            story.link(f"stranger {i:02}", KeyKind.ROOM, f"tower {i}", LinkRole.ADDRESS)
        return typed(story)

    place: Key = (KeyKind.BUILDING, "tower")
    assert tower(with_room=5)[place] == HubKind.COARSE_PLACE
    assert place not in tower(with_room=6)
    assert place not in tower(with_room=0, representative="one and the same")
    assert place not in tower(with_room=0, lost=500)


def test_n16_a_text_that_a_trade_uses_over_years_is_a_template() -> None:
    story = City()
    story.others(60, every=15)
    strangers(story, scope="wholesale and retail", trades=1)
    assert typed(story)[KeyKind.SCOPE, "wholesale and retail"] == HubKind.TEMPLATE_TEXT


# -- what is none -----------------------------------------------------------------------------------


@pytest.mark.parametrize("story", [quick_batch, address_mill], ids=lambda s: s.__name__)
def test_a_rings_keys_are_no_hubs(story: Callable[..., set[str]]) -> None:
    planted = town()
    members = story(planted)
    hubs = typed(planted)
    outside = {link.key for link in planted.links if link.firm not in members}
    assert not [key for key in hubs if key not in outside]


def test_a_bad_agents_number_and_device_are_no_excuse() -> None:
    planted = town()
    bad_agent(planted)
    hubs = typed(planted)
    assert (KeyKind.AGENT, "bad agent") not in hubs
    assert not [key for key in hubs if key[1].startswith(("bad agent's", "client phone"))]


def hosting(
    n: int = 8, span: int = 365, lost: int = 0, people: int = 8, trades: int = 8, close: int = 0
) -> bool:
    """Whether a room is taken for a host, with `n` firms over `span` days of which `close` come at once."""
    story = City()
    story.others(200, every=4)
    for i in range(n):
        day = 0 if i < close else round(i * span / (n - 1))
        story.firm(
            f"guest {i:02}",
            day,
            room="8-801",
            representative=f"guest {i % people}",
            trade=f"trade {i % trades}",
            lost=day + 50 if i < lost else None,
        )
    return (KeyKind.ROOM, "8-801") in typed(story)


def test_a_host_has_at_least_eight_firms_of_strangers_over_time_in_many_trades() -> None:
    assert hosting()
    assert not hosting(n=7)
    assert hosting(span=MIN_SPAN)
    assert not hosting(span=MIN_SPAN - 1)
    assert hosting(people=6)
    assert not hosting(people=5)
    assert hosting(trades=3)
    assert not hosting(trades=2)
    assert hosting(n=9, close=3)
    assert not hosting(n=8, close=3)
    assert not hosting(lost=4)


# -- declarations and words -------------------------------------------------------------------------


def test_what_is_declared_stands_and_is_told_apart_from_what_is_inferred() -> None:
    story = town()
    hosted_strangers(story)
    strangers(story, n=4, every=1, room="declared room", lost=500)
    story.hubs[KeyKind.ROOM, "declared room"] = HubKind.INCUBATOR
    story.hubs[KeyKind.ROOM, "hosting room"] = HubKind.MARKET
    register, hubs = type_hubs(story.register())
    declared = {story.keys[k]: bool(d) for k, d in zip(hubs.key, hubs.declared, strict=True)}
    assert register.keys.hub[story.keys.index((KeyKind.ROOM, "declared room"))] == HubKind.INCUBATOR
    assert register.keys.hub[story.keys.index((KeyKind.ROOM, "hosting room"))] == HubKind.MARKET
    assert declared[KeyKind.ROOM, "declared room"]
    assert not declared[KeyKind.BUILDING, "hosting house"]


def test_a_hub_comes_with_the_numbers_that_speak_for_it() -> None:
    story = town()
    hosted_strangers(story)
    _, hubs = type_hubs(story.register())
    row = [story.keys[k] for k in hubs.key].index((KeyKind.ROOM, "hosting room"))
    assert (np.diff(hubs.key) > 0).all()
    assert hubs.firms[row] == hubs.people[row] == 30
    assert hubs.last_on[row] - hubs.first_on[row] == 29 * 30
    assert hubs.burst[row] == pytest.approx(1 / 30)
    assert hubs.lost[row] == pytest.approx(1 / 30)
    table = hub_table(judge(story.register())).filter(pl.col("key") == hubs.key[row])
    assert table["hub_kind"].to_list() == [HubKind.HOSTING_ADDRESS]
    assert "30 firms of 30 representatives" in table["why_en"][0]
    assert "30 户，法定代表人 30 名" in table["why_zh"][0]


@pytest.mark.parametrize("kind", [kind for kind in HubKind if kind != HubKind.NONE], ids=lambda k: k.name)
@pytest.mark.parametrize("declared", [True, False])
def test_every_kind_of_hub_is_told_in_both_languages(kind: HubKind, declared: bool) -> None:
    facts = {"firms": 30, "people": 29, "first": 18_000, "last": 18_700, "burst": 0.1, "lost": 0.05}
    code, name = HUBS[kind]
    words = why(kind, declared, facts)
    assert code in LOOK_ALIKES
    assert name.zh in words.zh
    assert name.en in words.en
    assert ("已备案" in words.zh) == ("declared" in words.en) == declared
    assert "2019-04-14 to 2021-03-14" in words.en


def test_a_town_without_hubs_has_none() -> None:
    story = City()
    story.others(5)
    _, hubs = type_hubs(story.register())
    assert len(hubs) == 0


def test_a_slow_organisers_place_with_its_agent_phone_and_machine_to_itself_is_no_host() -> None:
    own: dict[str, object] = {"phone": "the phone", "agent": "the agent", "device": "the machine"}
    shared = City()
    shared.others(60, every=15)
    strangers(shared, n=14, every=28, room="8-801", **own)  # type: ignore[arg-type]
    found = typed(shared)
    for key in (
        (KeyKind.ROOM, "8-801"),
        (KeyKind.PHONE, "the phone"),
        (KeyKind.AGENT, "the agent"),
        (KeyKind.DEVICE, "the machine"),
    ):
        assert key not in found
    # the same agent with clients elsewhere is an agent, and its clients' room a host's
    open_ = City()
    open_.others(60, every=15)
    strangers(open_, n=14, every=28, trades=14, room="8-801", **own)
    for i in range(14):
        open_.firm(
            f"client {i:02}",
            i * 28,
            trade=f"trade {i % 6}",
            representative=f"client's {i}",
            agent="the agent",
        )
    assert typed(open_)[KeyKind.AGENT, "the agent"] == HubKind.AGENT


def test_an_agent_of_two_trades_is_an_organiser_until_it_has_a_crowd() -> None:
    def of(n: int) -> dict[Key, HubKind]:
        story = City()
        story.others(60, every=15)
        strangers(story, n=n, every=15, trades=2, agent="the agent")
        return typed(story)

    assert (KeyKind.AGENT, "the agent") not in of(20)
    assert of(CROWD)[KeyKind.AGENT, "the agent"] == HubKind.AGENT


@pytest.mark.parametrize(("n", "host"), [(CROWD, True), (CROWD - 1, False)])
def test_a_crowd_over_years_is_a_host_even_where_its_clients_are_lost(n: int, host: bool) -> None:
    story = City()
    story.others(300, every=3)
    strangers(story, n=n, every=20, trades=30, room="8-801", lost=990)
    assert (typed(story).get((KeyKind.ROOM, "8-801")) == HubKind.HOSTING_ADDRESS) == host
