"""What is normal: births, sharing, capital and rates of the whole register."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import snapshot
from graph.baselines import LARGEST, measure
from graph.columns import slice_of
from graph.model import HubKind, KeyKind
from tests.detectors.registers import START, City
from tests.graph.registers import layout


@given(st.lists(st.none() | st.integers(0, 60), max_size=25), st.integers(-10, 70), st.integers(0, 40))
@settings(max_examples=150, deadline=None)
def test_births_of_a_stretch_are_a_share_of_all(days: list[int | None], first: int, length: int) -> None:
    story = City()
    for i, day in enumerate(days):
        story.firm(f"firm {i:02}", day)
    normal = measure(story.register())
    known = [day for day in days if day is not None]
    share = normal.expected_births(
        np.array([START + first], np.int32), np.array([START + first + length], np.int32)
    )
    inside = sum(first <= day <= first + length for day in known)
    assert share[0] == pytest.approx(inside / max(len(known), 1))


@given(st.lists(st.sampled_from([1e5, 1e6, 3.28e6, float("nan")]), min_size=1, max_size=20))
@settings(max_examples=100, deadline=None)
def test_a_capital_is_as_common_as_it_is(capitals: list[float]) -> None:
    story = City()
    for i, capital in enumerate(capitals):
        story.firm(f"firm {i:02}", i, capital=capital)
    normal = measure(story.register())
    asked = np.array([1e5, 1e6, 3.28e6, 7.77e6])
    counts = [max(capitals.count(value), 1) for value in asked]
    told = normal.capital_share(asked)
    if any(value == value for value in capitals):
        assert told == pytest.approx(np.array(counts) / len(capitals))
    else:
        assert (told == 1).all(), "nothing is unusual where nothing is known"


@given(st.lists(st.integers(0, 8), max_size=30))
@settings(max_examples=60, deadline=None)
def test_sharing_falls_with_size_and_is_never_impossible(rooms: list[int]) -> None:
    story = City()
    for i, number in enumerate(rooms):
        story.firm(f"firm {i:02}", i, room=f"room {number}")
    sharing = measure(story.register()).sharing
    assert sharing.shape == (len(KeyKind), LARGEST + 1)
    assert (np.diff(sharing, axis=1) <= 1e-12).all()
    assert (sharing > 0).all()
    assert (sharing <= 1).all()


def test_sharing_says_how_many_firms_share_with_so_many() -> None:
    story = City()
    for i in range(90):
        story.firm(f"alone {i:02}", i, room=f"room {i}")
    for i in range(10):
        story.firm(f"together {i}", i, room="one room")
    normal = measure(story.register())
    assert normal.sharing[KeyKind.ROOM, 1] == pytest.approx(1.0, abs=0.01)
    assert normal.sharing[KeyKind.ROOM, 10] == pytest.approx(0.1, abs=0.01)
    assert normal.sharing[KeyKind.ROOM, 11] < 0.001
    assert normal.usual_sharing(KeyKind.ROOM) > 1
    story.hubs[KeyKind.ROOM, "one room"] = HubKind.HOSTING_ADDRESS
    assert measure(story.register()).sharing[KeyKind.ROOM, 10] < 0.001, "hubs are not what is usual"


def test_rates_are_of_those_of_whom_something_is_known_and_never_certain() -> None:
    story = City()
    for i in range(1000):
        story.firm(
            f"firm {i:03}",
            i,
            lost=i + 1 if i % 10 == 0 else None,
            unverified=(1 if i % 4 == 0 else -1) if i < 400 else 0,
            place_fault=(1 if i % 2 == 0 else -1) if i < 400 else 0,
            phone=f"phone {i}",
            brand=f"brand {i}",
            brand_nats=float(i % 100),
        )
    for i in range(0, 1000, 5):
        story.flags[KeyKind.PHONE, f"phone {i}"] = 1
    normal = measure(story.register())
    assert normal.firms == 1000
    assert normal.lost_rate == pytest.approx(0.1, abs=0.01)
    assert normal.unverified_rate == pytest.approx(0.25, abs=0.02)
    assert normal.fault_rate == pytest.approx(0.5, abs=0.03)
    assert normal.virtual_rate == pytest.approx(0.2, abs=0.01)
    assert normal.odd_brand == pytest.approx(94, abs=1)

    nobody = measure(City().register())
    for rate in (nobody.lost_rate, nobody.unverified_rate, nobody.fault_rate, nobody.virtual_rate):
        assert 0 < rate < 1
    assert nobody.odd_brand == float("inf"), "no brand is odd where none is known"
    assert nobody.expected_births(np.array([0], np.int32), np.array([9], np.int32)).tolist() == [0.0]


def test_a_room_counts_once_however_it_is_written() -> None:
    """What a register of several spellings holds usual is what one that writes each room alike does."""
    other = "福州市鼓楼区和平花园2栋301室"
    written = "福州市鼓楼区测试路5号和平花园2栋301室"

    def sharing(*addresses: str) -> list[float]:
        firms = [{"firm_id": f"F{i}", "name": f"甲{i}", "address": a} for i, a in enumerate(addresses)]
        register, _ = slice_of(snapshot.build(layout(firms=firms), id_key=b"k"))
        return [float(x) for x in measure(register).sharing[KeyKind.ROOM][:6]]

    assert sharing(written, other, written) == sharing(written, written, written)
