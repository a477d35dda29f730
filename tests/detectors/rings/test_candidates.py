"""Candidate groups: components, communities inside large ones, the firms on one key; each once."""

from collections.abc import Callable

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.detector import Family
from detectors.evidence import Pairs, same_hand
from detectors.hubs import type_hubs
from detectors.rings.candidates import HUGE, KEY_CAP, KEY_SIZE, MIN_SIZE, STRONG, candidates, distinct
from graph.baselines import measure
from graph.model import HubKind, KeyKind
from graph.slice import RegisterSlice
from tests.detectors.registers import City
from tests.detectors.stories import RINGS, Town, town

Edge = tuple[int, int]


def pairs(edges: dict[Edge, float]) -> Pairs:
    ends = sorted(edges)
    weight = np.array([edges[e] for e in ends], np.float64)
    by_family = np.zeros((len(ends), len(Family)), np.float32)
    return Pairs(
        np.array([a for a, _ in ends], np.int32),
        np.array([b for _, b in ends], np.int32),
        by_family,
        weight,
        {},
    )


def strangers(n: int) -> RegisterSlice:
    story = City()
    story.others(n)
    return story.register()


def sets(register: RegisterSlice, found: Pairs) -> list[frozenset[int]]:
    group, firm = candidates(register, found)
    return [frozenset(firm[group == g].tolist()) for g in range(int(group.max(initial=-1)) + 1)]


def clique(first: int, n: int, weight: float = 6.0) -> dict[Edge, float]:
    return {(a, b): weight for a in range(first, first + n) for b in range(a + 1, first + n)}


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 19), st.integers(0, 19)).filter(lambda e: e[0] < e[1]),
        st.sampled_from([3.0, 4.0, 5.0, 7.0]),
        max_size=30,
    )
)
@settings(max_examples=100, deadline=None)
def test_components_at_each_strength_are_candidates(edges: dict[Edge, float]) -> None:
    found = sets(strangers(20), pairs(edges))
    assert len(found) == len(set(found)), "no two groups have the same firms"
    for level in STRONG:
        graph = nx.Graph(edge for edge, weight in edges.items() if weight >= level)
        components = {frozenset(c) for c in nx.connected_components(graph) if len(c) >= MIN_SIZE}
        assert components <= set(found)
    assert all(MIN_SIZE <= len(group) <= HUGE for group in found)


def test_two_circles_joined_by_one_edge_are_candidates_apart_and_together() -> None:
    edges = clique(0, 10) | clique(10, 10) | {(9, 10): 6.0}
    found = sets(strangers(25), pairs(edges))
    assert frozenset(range(10)) in found
    assert frozenset(range(10, 20)) in found
    assert frozenset(range(20)) in found


def test_communities_are_the_same_every_time() -> None:
    rng = np.random.default_rng(1)
    edges = {(int(a), int(b)): 4.0 for a, b in rng.integers(60, size=(150, 2)) if a < b}
    register, found = strangers(60), pairs(edges)
    assert sets(register, found) == sets(register, found)


def test_the_firms_on_one_key_are_a_candidate_unless_it_is_a_hub_or_too_large() -> None:
    def on_key(n: int, hub: HubKind = HubKind.NONE) -> bool:
        story = City()
        for i in range(n):
            story.firm(f"client {i:03}", i, agent="agent")
        if hub:
            story.hubs[KeyKind.AGENT, "agent"] = hub
        return frozenset(range(n)) in sets(story.register(), pairs({}))

    assert on_key(KEY_SIZE)
    assert not on_key(KEY_SIZE - 1)
    assert on_key(KEY_CAP)
    assert not on_key(KEY_CAP + 1)
    assert not on_key(KEY_SIZE, HubKind.AGENT)


@pytest.mark.parametrize("ring", RINGS, ids=lambda r: r.__name__)
def test_a_planted_ring_is_close_to_a_candidate(ring: Callable[[Town], set[str]]) -> None:
    story = town(300)
    members = ring(story)
    rows = {story.names.index(member) for member in members}
    register, _ = type_hubs(story.register())
    found = sets(register, same_hand(register, measure(register)))
    assert max(len(rows & group) / len(rows | group) for group in found) >= 0.5


@given(st.lists(st.sets(st.integers(0, 9), min_size=1), max_size=12), st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_distinct_keeps_each_set_once_whatever_the_order(groups: list[set[int]], lots: object) -> None:
    rows = [(g, f) for g, firms in enumerate(groups) for f in firms]
    lots.shuffle(rows)  # type: ignore[attr-defined]
    group, firm = distinct(np.array([g for g, _ in rows], np.int64), np.array([f for _, f in rows], np.int32))
    kept = [frozenset(firm[group == g].tolist()) for g in range(int(group.max(initial=-1)) + 1)]
    assert set(kept) == {frozenset(firms) for firms in groups}
    assert len(kept) == len(set(kept))
    assert [(min(g), len(g)) for g in kept] == sorted((min(g), len(g)) for g in kept)
