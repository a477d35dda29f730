"""An honest firm is not drawn into a ring by what the ring did: it was there before, and did nothing."""

from dataclasses import replace

import pytest

from tests.detectors.stories import Town, quick_batch, town


def _poisoned(what: tuple[str, ...]) -> tuple[Town, set[str], str]:
    """A quick batch of which half gives an old honest firm's phone, room or both."""
    story = town()
    victim = story.add("old honest shop", 5)
    members = quick_batch(story)
    taken = {f"quick {i:02}" for i in range(0, 14, 2)}
    own = {link.key[0]: link.key for link in story.links if link.firm == victim}
    story.links = [
        replace(link, key=own[link.key[0]])
        if link.firm in taken and link.key[0].name.lower() in what
        else link
        for link in story.links
    ]
    return story, members, victim


@pytest.mark.parametrize("what", [("phone",), ("room",), ("phone", "room", "building")], ids="+".join)
def test_a_firm_whose_long_held_keys_a_ring_takes_is_not_drawn_in(what: tuple[str, ...]) -> None:
    story, members, victim = _poisoned(what)
    told = story.judged()
    ring = told.ring_of(members)
    assert ring.false >= 0.5
    assert len(ring.members & members) >= 0.6 * len(members)
    assert victim not in ring.members
    assert told.score(victim) < 0.5


def test_nor_are_the_two_firms_of_one_honest_owner() -> None:
    story = town()
    victims = [story.add(f"old honest shop {i}", 5 + i, representative="an honest owner") for i in range(2)]
    members = quick_batch(story)
    phone = next(link.key for link in story.links if link.firm == victims[0] and link.key[0].name == "PHONE")
    taken = {f"quick {i:02}" for i in range(0, 14, 2)} | {victims[1]}
    story.links = [
        replace(link, key=phone) if link.firm in taken and link.key[0].name == "PHONE" else link
        for link in story.links
    ]
    told = story.judged()
    assert told.ring_of(members).false >= 0.5
    for victim in victims:
        assert victim not in told.ring_of(members).members
        assert told.score(victim) < 0.5
