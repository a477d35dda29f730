"""A neighbourhood holds what it should: every firm on a walkable key, all their links, nothing half."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import KeyKind
from graph.neighbourhood import cut
from graph.slice import RegisterSlice
from tests.detectors.registers import City, city


def shared() -> City:
    story = city()
    for i in range(4):
        story.firm(f"tenant {i}", i, room="8-801", phone=f"phone of {i % 2}", parent="parent" if i else "")
    story.firm("caller", 9, phone="phone of 1")
    story.firm("parent", 0, room="tower")
    story.firm("neighbour of parent", 5, room="tower")
    return story


def names(story: City, register: RegisterSlice, of: str, cap: int = 500) -> set[str]:
    _, rows, _ = cut(register, np.array([story.names.index(of)], np.int32), cap)
    return {story.names[row] for row in rows}


def test_firms_on_the_firms_keys_and_their_parents_come_along_and_no_further() -> None:
    story = shared()
    register = story.register()
    tenants = {f"tenant {i}" for i in range(4)}
    assert names(story, register, "tenant 0") == tenants | {"parent"}
    assert names(story, register, "tenant 1") == tenants | {"caller", "parent"}
    assert names(story, register, "other 0000") == {"other 0000"}


def test_a_key_over_the_cap_is_not_walked() -> None:
    story = shared()
    assert names(story, story.register(), "tenant 0", cap=3) == {"tenant 0", "tenant 2", "parent"}


def test_only_keys_with_all_their_links_are_complete_and_degrees_stay_the_registers() -> None:
    story = shared()
    register = story.register()
    part, _, key_rows = cut(register, np.array([story.names.index("tenant 0")], np.int32))
    complete = {
        story.keys[row]: whole for row, whole in zip(key_rows.tolist(), part.keys.complete, strict=True)
    }
    assert complete[KeyKind.ROOM, "8-801"]
    assert not complete[KeyKind.ROOM, "tower"]
    assert not complete[KeyKind.PHONE, "phone of 1"]
    assert (part.keys.degree == register.keys.degree[key_rows]).all()


@given(st.integers(0, 2**32 - 1), st.integers(1, 30), st.integers(1, 12))
@settings(max_examples=50, deadline=None)
def test_a_cut_is_the_register_seen_from_there(seed: int, n: int, cap: int) -> None:
    rng = np.random.default_rng(seed)
    story = City()
    for i in range(n):
        story.firm(
            f"firm {i:02}",
            int(rng.integers(20)),
            room=f"room {rng.integers(5)}",
            phone=f"phone {rng.integers(8)}",
            scope=f"text {rng.integers(3)}",
            parent=f"firm {rng.integers(n):02}" if rng.random() < 0.3 else "",
        )
        story.event(f"firm {i:02}", "complaint", 30)
    register = story.register()
    part, firms, keys = cut(register, rng.integers(n, size=2).astype(np.int32), cap)
    assert (np.diff(firms) > 0).all()
    assert (np.diff(keys) > 0).all()
    assert (part.firms.registered == register.firms.registered[firms]).all()
    assert (np.argsort(part.rank) == np.argsort(register.rank[firms])).all()

    mine = np.isin(register.links.firm, firms)
    assert (firms[part.links.firm] == register.links.firm[mine]).all()
    assert (keys[part.links.key] == register.links.key[mine]).all()
    assert (keys[part.firms.scope] == register.firms.scope[firms]).all()
    assert (keys[part.firms.representative] == register.firms.representative[firms]).all()
    assert (firms[part.events.firm] == register.events.firm[np.isin(register.events.firm, firms)]).all()
    known = part.firms.parent >= 0
    assert (firms[part.firms.parent[known]] == register.firms.parent[firms][known]).all()
    for row, key in enumerate(keys):
        held = register.links.firm[register.links.key == key]
        assert part.keys.complete[row] == np.isin(held, firms).all()


def test_everything_is_its_own_neighbourhood() -> None:
    register = shared().register()
    part, firms, keys = cut(register, np.arange(len(register.firms), dtype=np.int32))
    assert len(firms) == len(register.firms)
    assert len(keys) == len(register.keys)
    assert part.keys.complete.all()
    assert (part.firms.parent == register.firms.parent).all()
