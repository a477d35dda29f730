"""A group against its peers: alike is what peers are not, and chance is as large as drawing them shows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.rings.peers import MOST, RAREST, TOLD, Comparison, Peers, one_in
from graph.slice import Floats, Groups, RegisterSlice
from tests.detectors.registers import City

TRADES, OFFICES = 12, 3


def register(n: int = 900, alike: int = 0, one_trade: str = "") -> City:
    """`n` firms of three offices and twelve trades, three a day; `alike` members of one office and trade, its
    other firms are all of `one_trade` where it is named."""
    rng, story = np.random.default_rng(5), City()
    for i in range(n):
        office = f"office {i % OFFICES}"
        trade = f"trade {rng.integers(TRADES):02}"
        if one_trade and office == "office 0":
            trade = one_trade
        story.firm(f"other {i:03}", i // 3, office=office, trade=trade, brand_nats=float(rng.normal(6, 1)))
    for i in range(alike):
        story.firm(f"member {i:02}", 100 + i, office="office 0", trade="trade 00", brand_nats=6.0)
    return story


def surprise(story: City, test: Comparison, word: str = "member") -> float:
    rows = np.array([i for i, name in enumerate(story.names) if name.startswith(word)], np.int32)
    whole = story.register()
    return float(Peers(whole).surprise(Groups.sets(whole, np.zeros(len(rows), np.int32), rows))[0, test])


def test_one_trade_says_nothing_where_all_its_peers_are_of_that_trade() -> None:
    assert surprise(register(alike=12), Comparison.TRADE) == MOST
    assert surprise(register(alike=12, one_trade="trade 00"), Comparison.TRADE) < 0.5


def test_the_more_members_are_of_one_trade_the_rarer() -> None:
    told = [surprise(register(alike=n), Comparison.TRADE) for n in (3, 4, 5)]
    assert told == sorted(told)
    assert 0 <= told[0] < told[2] <= MOST


def test_names_odder_than_the_registers_are_rare() -> None:
    def said(oddness: float, n: int = 6) -> float:
        story = register()
        for i in range(n):
            story.firm(f"member {i}", i, brand=f"{chr(0x4E00 + i)}{chr(0x5000 + i)}", brand_nats=oddness)
        return surprise(story, Comparison.NAMES)

    assert said(6.0) < 1.0
    assert said(6.0) < said(7.0) < said(8.0) <= MOST
    assert said(7.0, n=3) < said(7.0, n=6)


def surprises(groups: int, size: int, seed: int) -> tuple[Floats, RegisterSlice]:
    """Groups of firms drawn at random from one office."""
    whole = register().register()
    rng = np.random.default_rng(seed)
    office = np.flatnonzero(whole.firms.office == whole.firms.office[0])
    firm = np.concatenate([rng.choice(office, size, replace=False) for _ in range(groups)]).astype(np.int32)
    sets = Groups.sets(whole, np.repeat(np.arange(groups, dtype=np.int32), size), firm)
    return Peers(whole).surprise(sets), whole


@pytest.mark.parametrize("size", [4, 10, 25])
@pytest.mark.parametrize("chance", [0.3, 0.1, 0.02])
def test_drawn_at_random_no_more_groups_are_rare_than_said(size: int, chance: float) -> None:
    drawn, _ = surprises(2000, size, size)
    for test in Comparison:
        assert (drawn[:, test] >= -np.log(chance)).mean() <= 1.3 * chance


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=20, deadline=None)
def test_of_what_chance_made_hardly_anything_is_told(seed: int) -> None:
    drawn, _ = surprises(300, 8, seed)
    assert (one_in(drawn) > 0).mean() <= 0.01
    rare = np.vstack([drawn, np.full((30, len(Comparison)), MOST)])
    assert (one_in(rare)[300:] >= RAREST).all()
    assert (one_in(rare)[:300] > 0).sum() <= 2 * TOLD * rare.size


def test_no_groups_are_no_surprise() -> None:
    whole = register().register()
    none = Groups.sets(whole, np.empty(0, np.int32), np.empty(0, np.int32))
    assert Peers(whole).surprise(none).shape == (0, len(Comparison))
    assert one_in(np.zeros((0, len(Comparison)))).shape == (0, len(Comparison))
