"""What a group shows, counted: each feature on a group made for it."""

import numpy as np
import pytest

from detectors.rings.features import AGED, Feature, Features, features
from graph.baselines import measure
from graph.model import HubKind, KeyKind, LinkRole
from graph.slice import Groups
from tests.detectors.registers import PRESENT, City
from tests.detectors.stories import RINGS, town


def group_of(story: City, word: str = "member") -> Features:
    """The features of all firms whose name begins with a word."""
    register = story.register()
    rows = np.array([i for i, name in enumerate(story.names) if name.startswith(word)], np.int32)
    groups = Groups.sets(register, np.zeros(len(rows), np.int32), rows)
    return features(register, measure(register), groups)


def counted(story: City, feature: Feature) -> tuple[int, int]:
    """(how many members show it, of how many for whom it is known)."""
    seen = group_of(story)
    return int(seen.hits[0, feature]), int(seen.of[0, feature])


def members(n: int = 4, **facts: object) -> City:
    story = City()
    story.others(30, every=20, capital=1e6)
    for i in range(n):
        story.firm(f"member {i}", i * 10, **facts)  # type: ignore[arg-type]
    return story


# -- shared across representatives ------------------------------------------------------------------


@pytest.mark.parametrize("kind", [KeyKind.PHONE, KeyKind.EMAIL, KeyKind.ACCOUNT])
def test_a_contact_counts_across_representatives_only(kind: KeyKind) -> None:
    story = members()
    for i in range(3):
        story.link(f"member {i}", kind, "shared")
    assert counted(story, Feature.CONTACT) == (3, 3)

    own = members(representative="one person")
    for i in range(3):
        own.link(f"member {i}", kind, "shared")
    assert counted(own, Feature.CONTACT) == (0, 3)


def test_neither_a_hub_nor_an_agents_line_is_a_shared_contact() -> None:
    story = members(phone="shared")
    assert counted(story, Feature.CONTACT) == (4, 4)
    story.hubs[KeyKind.PHONE, "shared"] = HubKind.AGENCY_PHONE
    assert counted(story, Feature.CONTACT) == (0, 4)
    line = members()
    for i in range(4):
        line.link(f"member {i}", KeyKind.PHONE, "agent's", LinkRole.CONTACT_OF_AGENT)
    assert counted(line, Feature.CONTACT) == (0, 4)


def test_what_is_shared_with_outsiders_only_does_not_count() -> None:
    story = members()
    story.link("member 0", KeyKind.PHONE, "room 3's")
    story.link("other 0003", KeyKind.PHONE, "room 3's")
    assert counted(story, Feature.CONTACT) == (0, 1)


def test_devices_and_people_count_likewise() -> None:
    story = members(device="laptop", owner="backer")
    assert counted(story, Feature.DEVICE) == (4, 4)
    assert counted(story, Feature.PEOPLE) == (4, 4)
    story.identity["backer"] = 1  # known by name only: may be several people
    assert counted(story, Feature.PEOPLE) == (0, 4)


# -- the commonest of something ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fact", "feature"),
    [
        ("agent", Feature.AGENT),
        ("room", Feature.ROOM),
        ("building", Feature.BUILDING),
        ("scope", Feature.SCOPE),
        ("trade", Feature.TRADE),
        ("representative", Feature.ONE_PERSON),
    ],
)
def test_the_commonest_value_counts_where_two_share_it(fact: str, feature: Feature) -> None:
    def told(values: list[str]) -> tuple[int, int]:
        story = City()
        story.others(10)
        for i, value in enumerate(values):
            story.firm(f"member {i}", i, **{fact: value})
        return counted(story, feature)

    assert told(["x", "x", "x", "y"]) == (3, 4)
    assert told(["x", "y", "z"]) == (0, 3)
    if fact != "representative":  # whoever is not named has one of its own
        assert told(["x", "x", ""]) == (2, 2)


@pytest.mark.parametrize(("kind", "fact", "feature"), [
    (KeyKind.ROOM, "room", Feature.ROOM),
    (KeyKind.BUILDING, "building", Feature.BUILDING),
    (KeyKind.SCOPE, "scope", Feature.SCOPE),
])  # fmt: skip
def test_a_typed_hub_is_no_common_place_or_text(kind: KeyKind, fact: str, feature: Feature) -> None:
    story = members(4, **{fact: "shared"})
    story.hubs[kind, "shared"] = HubKind.TEMPLATE_TEXT if kind == KeyKind.SCOPE else HubKind.HOSTING_ADDRESS
    assert counted(story, feature) == (0, 4)
    if kind == KeyKind.ROOM:
        assert counted(story, Feature.HOSTED) == (4, 4)


def test_only_an_unusual_capital_counts() -> None:
    assert counted(members(2, capital=3.28e6), Feature.CAPITAL) == (0, 2), "2 of 32 firms: 6 %"
    story = members(2, capital=3.28e6)
    story.others(0)
    for i in range(60):
        story.firm(f"more {i:02}", i, capital=1e6)
    assert counted(story, Feature.CAPITAL) == (2, 2)
    assert counted(members(4, capital=1e6), Feature.CAPITAL) == (0, 4)
    assert counted(members(4), Feature.CAPITAL) == (0, 0), "unknown is neutral"


def _town(alike: int, others: int = 60) -> City:
    """An office of so many firms, `alike` of them in one trade with the members, and a register around it."""
    story = City()
    for i in range(300):
        story.firm(f"elsewhere {i:03}", i, office="350100", trade=f"trade {i % 30}")
    for i in range(others):
        story.firm(f"neighbour {i:02}", i, office="350122", trade="stone" if i < alike else f"trade {i % 30}")
    for i in range(12):
        story.firm(f"member {i:02}", i * 5, office="350122", trade="stone")
    return story


def test_the_trade_of_a_town_is_nothing_special_in_it() -> None:
    assert counted(_town(30), Feature.TRADE) == (0, 0)
    assert counted(_town(0), Feature.TRADE) == (12, 12), "the group's own firms make no custom"
    assert counted(_town(2), Feature.TRADE) == (12, 12), "a few neighbours do not either"


def test_a_trade_that_is_common_everywhere_is_no_towns_custom() -> None:
    story = _town(30)
    for i in range(300):
        story.firm(f"far {i:03}", i, office="350200", trade="stone")
    assert counted(story, Feature.TRADE) == (12, 12)


def test_brands_parents_and_kinds() -> None:
    assert counted(members(brand="鑫源达"), Feature.SAME_BRAND) == (4, 4)
    story = members(parent="other 0000", kind=2)
    assert counted(story, Feature.PARENT) == (4, 4)
    assert counted(story, Feature.SOLE) == (4, 4)
    with_head = members(3, parent="member head")
    with_head.firm("member head", 0)
    assert counted(with_head, Feature.PARENT) == (4, 4), "the parent is of its own group"
    networks = members(3, parent="other 0000")
    for i in range(3, 6):
        networks.firm(f"member {i}", i * 10, parent="other 0001" if i < 5 else "other 0002")
    assert counted(networks, Feature.PARENT) == (5, 6), "two networks explain what one does; one firm is none"


def test_an_odd_brand_counts_once_for_a_series() -> None:
    story = City()
    for i in range(60):
        story.firm(f"usual {i:02}", i, brand=f"{i:02}", brand_nats=5.0)
    for i in range(3):
        story.firm(f"member {i}", i, brand="扪拙" + "甲乙丙"[i] if i < 2 else "绫罗", brand_nats=12.0)
    assert counted(story, Feature.ODD_BRAND) == (2, 2)


# -- people -----------------------------------------------------------------------------------------


def test_straws_have_all_their_firms_inside() -> None:
    story = members(2, representative="straw")
    story.firm("member 2", 30, representative="busy")
    story.firm("member 3", 40, representative="busy")
    story.firm("elsewhere", 50, representative="busy")
    assert counted(story, Feature.STRAW) == (2, 4)
    assert counted(story, Feature.REPEATED) == (4, 4)
    crowd = members(8, representative="boss")
    assert counted(crowd, Feature.STRAW) == (0, 8), "eight firms of one person are no straw's"
    assert counted(crowd, Feature.ONE_PERSON) == (8, 8)


def test_a_surname_and_a_county_count_each_person_once() -> None:
    story = members(3, representative="one person")
    story.firm("member 3", 40)
    story.firm("member 4", 50)
    for person in ("one person", "head of member 3"):
        story.surname[person], story.home[person] = "surname", "county"
    story.surname["head of member 4"], story.home["head of member 4"] = "another", "another"
    assert counted(story, Feature.SURNAME) == (2, 3)
    assert counted(story, Feature.HOME) == (2, 3)


# -- time -------------------------------------------------------------------------------------------


def test_bursts_years_and_unknown_days() -> None:
    story = City()
    story.others(10)
    for i, day in enumerate((0, 29, 30, 364, 365, None)):
        story.firm(f"member {i}", day)
    assert counted(story, Feature.BURST) == (2, 5)
    assert counted(story, Feature.YEAR) == (4, 5)


def test_a_run_is_a_neighbour_of_the_group_in_the_same_stream() -> None:
    def told(gap: int, stream: str = "province") -> tuple[int, int]:
        story = City()
        for i in range(40):
            story.firm(f"passer-by {i:02}", 5, stream="province", filing_no=i * 10)
        story.firm("member 0", 5, stream="province", filing_no=101)
        story.firm("member 1", 5, stream=stream, filing_no=102 + (gap - 1) * 10)
        return counted(story, Feature.RUN)

    assert told(gap=1) == (2, 2)
    assert told(gap=6) == (2, 2)
    assert told(gap=7) == (0, 2)
    assert told(gap=1, stream="another") == (0, 2)
    assert counted(members(), Feature.RUN) == (0, 0), "no filing numbers, no run"


def test_reborn_within_a_year_after_a_member_on_the_same_key_ended() -> None:
    def told(born: int, room: str = "ash") -> tuple[int, int]:
        story = members(0)
        story.firm("member 0", 0, room="ash", ended=100)
        story.firm("member 1", born, room=room)
        return counted(story, Feature.REBORN)

    assert told(101) == (1, 2)
    assert told(465) == (1, 2)
    assert told(466) == (0, 2)
    assert told(99) == (0, 2)
    assert told(101, room="elsewhere") == (0, 2)


def test_a_revoked_firm_ends_when_it_is_revoked_and_not_when_it_was_first_listed() -> None:
    def told(born: int) -> tuple[int, int]:
        story = members(0)
        story.firm("member 0", 0, room="ash", lost=100)
        story.event("member 0", "abnormal_listed", 100)
        story.event("member 0", "revoked", 500)
        story.firm("member 1", born, room="ash")
        return counted(story, Feature.REBORN)

    assert told(200) == (0, 2)
    assert told(501) == (1, 2)
    assert told(865) == (1, 2)
    assert told(866) == (0, 2)


# -- outcomes ---------------------------------------------------------------------------------------


def test_losses_count_among_the_lost_and_the_old_enough() -> None:
    story = City()
    story.others(10)
    story.firm("member lost", PRESENT - 10, lost=PRESENT - 5)
    story.firm("member old", PRESENT - AGED)
    story.firm("member young", PRESENT - AGED + 1)
    assert counted(story, Feature.LOST) == (1, 2)
    assert counted(members(), Feature.LOST) == (0, 0), "a register without outcomes says nothing"


def test_young_firms_that_stand_count_by_how_far_they_have_been_looked_at() -> None:
    young = City()
    young.others(30, every=20)
    for i in range(16):
        young.firm(f"member {i:02}", PRESENT - AGED // 2, lost=PRESENT - 10 if i < 2 else None)
    assert counted(young, Feature.LOST) == (2, 2 + 14 // 4)  # half of AGED old: a quarter each


def test_an_undated_firm_is_no_evidence_of_loss() -> None:
    story = City()
    story.others(30, every=20)
    for i in range(10):
        story.firm(f"member {i}", None, lost=PRESENT - 10 if i == 0 else None)
    assert counted(story, Feature.LOST) == (1, 10)


def test_few_are_lost_in_a_register_of_young_firms_because_few_were_found_out() -> None:
    def usual(age: int) -> float:
        story = City()
        for i in range(200):
            story.firm(f"member {i:03}", PRESENT - age, lost=PRESENT - 1 if i < 4 else None)
        return float(group_of(story).base[Feature.LOST])

    assert usual(AGED // 4) > 3 * usual(AGED)


def test_unknown_representatives_are_not_one_person() -> None:
    unknown = members(representative=None)
    for i in range(3):
        unknown.link(f"member {i}", KeyKind.PHONE, "shared")
    assert counted(unknown, Feature.CONTACT) == (3, 3)


def test_what_members_share_cannot_be_counted_as_several_faults() -> None:
    story = members(3, room="no such room", place_fault=1)
    story.firm("member 3", 50, room="a room", place_fault=-1)
    assert counted(story, Feature.FAULT) == (1, 2)
    phones = members(3, phone="virtual")
    phones.flags[KeyKind.PHONE, "virtual"] = 1
    assert counted(phones, Feature.VIRTUAL) == (1, 1)


def test_unverified_and_confirmed_count_among_those_looked_at() -> None:
    story = members(2, unverified=1, label=1)
    story.firm("member 2", 50, unverified=-1, label=-1)
    story.firm("member 3", 60)
    assert counted(story, Feature.UNVERIFIED) == (2, 3)
    assert counted(story, Feature.CONFIRMED) == (2, 3)


def test_a_changed_representative_counts_where_changes_are_recorded() -> None:
    story = members()
    assert counted(story, Feature.RESOLD) == (0, 0)
    story.event("member 0", "representative_changed", 200)
    assert counted(story, Feature.RESOLD) == (1, 4)


# -- any group --------------------------------------------------------------------------------------


def test_counts_are_sums_of_what_members_show_and_groups_do_not_meet() -> None:
    story = town(200)
    planted = [ring(story) for ring in RINGS]
    register = story.register()
    rows = [np.array(sorted(story.names.index(name) for name in firms), np.int32) for firms in planted]
    subject = np.repeat(np.arange(len(rows)), [len(r) for r in rows]).astype(np.int32)
    groups = Groups.sets(register, subject, np.concatenate(rows))
    normal = measure(register)
    seen = features(register, normal, groups)
    assert not (seen.shows & ~seen.known).any()
    for i in range(len(rows)):
        inside = groups.group == i
        assert seen.hits[i].tolist() == seen.shows[inside].sum(axis=0).tolist()
        of, known = np.delete(seen.of[i], Feature.LOST), seen.known[inside].sum(axis=0)
        assert of.tolist() == np.delete(known, Feature.LOST).tolist()
        assert seen.of[i, Feature.LOST] >= known[Feature.LOST]  # young firms that stand count in part
        alone = features(register, normal, groups.where(np.arange(len(rows)) == i))
        assert seen.hits[i].tolist() == alone.hits[0].tolist()
        assert seen.of[i].tolist() == alone.of[0].tolist()
    assert ((seen.base > 0) & (seen.base < 1)).all()
