"""The same hand: what each shared fact says of two firms, and that the work stays linear."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.detector import Family
from detectors.evidence import FAMILY_CAP, KEEP, WEIGHTS, Pairs, same_hand
from detectors.hubs import type_hubs
from graph.baselines import measure
from graph.model import HubKind, KeyKind, LinkRole
from graph.neighbourhood import cut
from tests.detectors.registers import City
from tests.detectors.stories import RINGS, Town, corporate_group, town

Found = dict[tuple[str, str], dict[Family, float]]


def evidence(story: City) -> tuple[Found, Pairs]:
    """Nats by family of every edge, by the names of its two firms."""
    register, _ = type_hubs(story.register())
    pairs = same_hand(register, measure(register))
    names = story.names
    found = {
        (names[a], names[b]): {f: float(nats[f]) for f in Family if nats[f] > 0}
        for a, b, nats in zip(pairs.a, pairs.b, pairs.by_family, strict=True)
    }
    return found, pairs


def sharing(n: int, kind: KeyKind = KeyKind.PHONE, hub: HubKind = HubKind.NONE, **facts: object) -> City:
    """A town where `n` firms, a fortnight apart, share one key."""
    story = town(120)
    for i in range(n):
        story.add(f"caller {i:03}", 100 + i * 14 % 800, **facts)
        story.link(f"caller {i:03}", kind, "shared")
    if hub:
        story.hubs[kind, "shared"] = hub
    return story


def nats(story: City, family: Family, a: str = "caller 000", b: str = "caller 001") -> float:
    return evidence(story)[0].get((a, b), {}).get(family, 0.0)


@pytest.mark.parametrize(
    ("kind", "family"),
    [(KeyKind.PHONE, Family.CONTACT), (KeyKind.DEVICE, Family.DEVICE), (KeyKind.ROOM, Family.PLACE)],
)
def test_the_fewer_firms_share_a_key_the_more_it_says(kind: KeyKind, family: Family) -> None:
    # a common holder keeps the pair an edge whatever the key itself says
    def said(n: int) -> float:
        story = sharing(n, kind)
        for name in ("caller 000", "caller 001"):
            story.link(name, KeyKind.PERSON, "both", LinkRole.SHAREHOLDER)
        return nats(story, family)

    two, five, thirty = said(2), said(5), said(30)
    assert two == pytest.approx(WEIGHTS[kind].base, abs=0.3)  # nobody else shares one in this town
    assert two > five > thirty >= 0
    assert five == pytest.approx(WEIGHTS[kind].base - WEIGHTS[kind].slope * np.log(5 / 2), abs=0.3)


def test_a_typed_hub_adds_nothing() -> None:
    assert nats(sharing(6), Family.CONTACT) > 0
    assert nats(sharing(6, hub=HubKind.AGENCY_PHONE), Family.CONTACT) == 0


def test_a_person_matched_by_name_says_less_the_less_sure_it_is() -> None:
    def said(identity: int) -> float:
        story = sharing(2)  # the phone keeps the pair an edge
        for name in ("caller 000", "caller 001"):
            story.link(name, KeyKind.PERSON, "王伟", LinkRole.DIRECTOR)
        story.identity["王伟"] = identity
        return nats(story, Family.PERSON)

    assert said(3) > said(2) > said(1) > said(0) > 0


def test_n14_a_recycled_number_says_nothing() -> None:
    def said(until: int | None) -> float:
        story = town(120)
        story.add("caller 000", 100)
        story.add("caller 001", 120)
        story.link("caller 000", KeyKind.PHONE, "recycled", since=100, until=until)
        story.link("caller 001", KeyKind.PHONE, "recycled", since=300)
        return nats(story, Family.CONTACT)

    assert said(until=None) > 0
    assert said(until=301) > 0
    assert said(until=299) == 0


def test_one_family_says_no_more_than_its_cap() -> None:
    story = sharing(2)
    for i in range(4):
        for kind in (KeyKind.PHONE, KeyKind.EMAIL, KeyKind.ACCOUNT, KeyKind.DEVICE, KeyKind.PERSON):
            for name in ("caller 000", "caller 001"):
                story.link(name, kind, f"shared {i}")
    found, pairs = evidence(story)
    told = found["caller 000", "caller 001"]
    for family in (Family.CONTACT, Family.DEVICE, Family.PERSON):
        assert told[family] == pytest.approx(FAMILY_CAP[family])
    assert pairs.weight == pytest.approx(pairs.by_family.sum(axis=1), abs=1e-5)


def test_filing_close_in_time_counts_more_where_little_else_was_filed() -> None:
    def said(apart: int) -> float:
        story = town(400)
        story.add("caller 000", 500, phone="shared")
        story.add("caller 001", 500 + apart, phone="shared")
        return nats(story, Family.TIME)

    assert said(1) > said(20) > 0
    assert said(61) == 0


# -- filing order -----------------------------------------------------------------------------------


def filed(n: int = 6, **facts: object) -> Town:
    """`n` firms filed one after another on one day; nothing shared but what `facts` say."""
    story = town(200)
    for i in range(n):
        story.add(f"filed {i}", 505, office="east", agent="", brand_nats=6.0, **facts)
    return story


def edges_of(story: City, word: str) -> set[tuple[str, str]]:
    return {pair for pair in evidence(story)[0] if all(name.startswith(word) for name in pair)}


ALIKE: dict[str, object] = {"trade": "trade 05", "capital": 3_330_000.0, "scope": "the same text"}


def test_neighbours_in_filing_order_that_look_alike_become_edges() -> None:
    assert ("filed 0", "filed 1") in edges_of(filed(6, **ALIKE), "filed")


def test_adjacency_alone_is_no_edge() -> None:
    assert not edges_of(filed(), "filed")
    # even where something else makes them an edge, filing order adds nothing to it
    story = filed()
    for i in range(6):
        story.link(f"filed {i}", KeyKind.PHONE, "one phone")
    told = evidence(story)[0]["filed 0", "filed 1"]
    assert Family.BEHAVIOUR not in told


def test_looking_alike_far_apart_is_no_edge() -> None:
    story = town(200)
    for i in range(6):
        story.add(f"filed {i}", 100 + i * 60, office="east", agent="", trade="trade 05", capital=3_330_000.0)
    assert not edges_of(story, "filed")


def test_filing_order_says_nothing_of_one_persons_own_firms() -> None:
    story = filed(6, representative="founder", **ALIKE)
    story.identity["founder"] = 0
    found = evidence(story)[0]
    alike = [told.get(Family.BEHAVIOUR, 0.0) for pair, told in found.items() if pair[0].startswith("filed")]
    assert alike
    assert max(alike) <= WEIGHTS[KeyKind.SCOPE].base  # the text itself, and nothing for the order


def test_a_neighbourhood_has_the_pairs_that_the_register_has() -> None:
    """Twelve of one rare trade at one host: in their neighbourhood, that trade is everybody's."""
    story = town(900)
    for i in range(12):
        kept = {"trade": "a rare trade", "capital": 7.7e6, "office": "west", "agent": "", "brand_nats": 6.0}
        story.add(f"guest {i:02}", 100 + i * 10, room="host", building="host", **kept)
    story.hubs[KeyKind.ROOM, "host"] = HubKind.HOSTING_ADDRESS
    register, _ = type_hubs(story.register())
    normal = measure(register)
    guests = np.array([at for at, name in enumerate(story.names) if name.startswith("guest")], np.int32)
    part, rows, _ = cut(register, guests)
    whole, near = same_hand(register, normal), same_hand(part, normal)
    inside = np.isin(whole.a, guests) & np.isin(whole.b, guests)
    assert inside.sum() >= 12
    found = {
        (int(rows[a]), int(rows[b])): round(float(w), 6)
        for a, b, w in zip(near.a, near.b, near.weight, strict=True)
    }
    for a, b, weight in zip(whole.a[inside], whole.b[inside], whole.weight[inside], strict=True):
        assert found[int(a), int(b)] == pytest.approx(weight)


def test_clients_of_one_host_that_look_alike_are_still_compared() -> None:
    def edges(**facts: object) -> set[tuple[str, str]]:
        story = town(200)
        for i in range(20):
            story.add(f"guest {i:02}", i * 40, room="host", building="host")
        for i in range(6):
            story.add(
                f"filed {i}", 505 + i * 5, room="host", building="host", agent="", office="east", **facts
            )
        story.hubs[KeyKind.ROOM, "host"] = HubKind.HOSTING_ADDRESS
        story.hubs[KeyKind.BUILDING, "host"] = HubKind.HOSTING_ADDRESS
        return edges_of(story, "filed")

    assert edges(**ALIKE)
    assert not edges()


def test_t03_firms_under_one_unproved_owner_are_tied_even_if_the_owner_is_a_group() -> None:
    def said(unverified: int) -> float:
        story = town(120)
        corporate_group(story)
        story.hubs[KeyKind.OWNER, "holding"] = HubKind.STATE_ROOT
        for firm in story.firms:
            if firm.name.startswith("subsidiary"):
                firm.unverified = unverified
        return nats(story, Family.PERSON, "subsidiary 0", "subsidiary 1")

    assert said(1) > said(-1)


# -- bounded work -----------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [9, 60, 500])
def test_a_key_with_n_firms_gives_linear_work(n: int) -> None:
    story = City()
    for i in range(n):
        story.firm(f"caller {i:03}", i, phone="shared", liaison="liaison")
    found, pairs = evidence(story)
    next_eight = sum(min(8, n - 1 - i) for i in range(n))
    assert n - 1 <= len(found) <= next_eight
    if n < 100:  # no pair is too weak yet
        assert len(found) == next_eight
    assert pairs.capped["phone"] == 0


def test_a_key_over_the_cap_gives_no_pair_and_is_counted() -> None:
    story = City()
    for i in range(501):
        # one person's firms: whatever else they are, no host of strangers
        story.firm(f"caller {i:03}", i, phone="shared", representative=f"head {i % 100}")
    assert not [told for told in evidence(story)[0].values() if Family.CONTACT in told]
    assert evidence(story)[1].capped["phone"] == 1


# -- any register -----------------------------------------------------------------------------------


@given(seed=st.integers(0, 2**32 - 1), n=st.integers(0, 40))
@settings(max_examples=40, deadline=None)
def test_pairs_are_distinct_bounded_and_of_two_firms(seed: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    story = Town(rng=rng)
    for i in range(n):
        story.add(
            f"firm {i:02}",
            int(rng.integers(100)),
            room=f"room {rng.integers(6)}",
            phone=f"phone {rng.integers(6)}",
            representative=f"person {rng.integers(10)}",
            scope=f"text {rng.integers(3)}",
            agent=f"agent {rng.integers(2)}",
        )
    pairs = evidence(story)[1]
    assert (pairs.a < pairs.b).all()
    assert len(set(zip(pairs.a.tolist(), pairs.b.tolist(), strict=True))) == len(pairs)
    assert (pairs.by_family >= 0).all()
    assert (pairs.by_family <= FAMILY_CAP + 1e-6).all()
    assert (pairs.weight >= KEEP).all()


def test_row_order_does_not_matter() -> None:
    story = town(200)
    for ring in RINGS:
        ring(story)
    before = evidence(story)[0]
    new: dict[str, str] = {}
    lots = np.random.default_rng(3).permutation(len(story.firms))
    for firm, at in zip(story.firms, lots, strict=True):
        new[firm.name] = f"{at:04} {firm.name}"
        firm.name = new[firm.name]
    for link in story.links:
        link.firm = new[link.firm]
    story.events = [(new[firm], kind, day) for firm, kind, day in story.events]
    after = {tuple(sorted(name[5:] for name in pair)): told for pair, told in evidence(story)[0].items()}
    assert after.keys() == {tuple(sorted(pair)) for pair in before}
    for pair, told in before.items():
        assert after[tuple(sorted(pair))] == pytest.approx(told, abs=1e-5)


# -- how often unrelated firms share such a key ------------------------------------------------------


def registered(n: int, pairs_on: str = "", role: LinkRole = LinkRole.CONTACT) -> City:
    """A register of `n` firms, in which the ones of `pairs_on` share their phone with one other firm."""
    story = City()
    for i in range(n):
        sharing_too = (pairs_on == "early" and i < n // 2) or pairs_on == "all"
        story.firm(f"other {i:04}", i)
        story.link(f"other {i:04}", KeyKind.PHONE, f"phone {i // 2 if sharing_too else i:04}", role)
    return story


def said_of_a_phone(story: City, day: int, role: LinkRole = LinkRole.CONTACT) -> float:
    """What the phone adds that two firms of that day share, whom a holder ties anyway."""
    for name in ("caller 000", "caller 001"):
        story.firm(name, day, liaison="both")
        story.link(name, KeyKind.PHONE, "shared", role)
    return nats(story, Family.CONTACT)


def test_a_phone_says_less_where_unrelated_firms_often_share_one() -> None:
    usual, often = said_of_a_phone(registered(4000), 100), said_of_a_phone(registered(4000, "all"), 100)
    assert usual == pytest.approx(WEIGHTS[KeyKind.PHONE].base)
    assert usual > often > 0


def test_what_is_common_counts_where_and_when_it_is_common() -> None:
    def said(day: int, role: LinkRole) -> float:
        return said_of_a_phone(registered(4000, "early"), day, role)

    assert said(100, LinkRole.CONTACT) < said(3900, LinkRole.CONTACT)
    assert said(100, LinkRole.CONTACT) < said(100, LinkRole.CONTACT_OF_PERSON)


def test_a_small_register_is_taken_for_a_usual_one() -> None:
    few = said_of_a_phone(registered(20, "all"), 10)
    assert few == pytest.approx(WEIGHTS[KeyKind.PHONE].base, abs=0.2)


def test_the_phone_and_the_address_of_one_agent_are_one_fact() -> None:
    def families(agent: str) -> int:
        story = town(200)
        for i in range(4):
            name = f"caller {i:03}"
            # a common holder keeps the pair an edge
            story.add(name, 100 + 90 * i, phone="of the agent", room="of the agent", agent=agent)
            story.link(name, KeyKind.OWNER, "both", LinkRole.SHAREHOLDER)
        told = evidence(story)[0]["caller 000", "caller 001"]
        return sum(family in told for family in (Family.CONTACT, Family.PLACE, Family.DEVICE))

    assert families(agent="") == 2
    assert families(agent="one agent") == 1
