"""T28: unmanaged_host."""

import pytest

from detectors.catalogue.unmanaged_host import UNMANAGED_HOST
from graph.baselines import measure
from graph.columns import HOSTING
from graph.model import HubKind, KeyKind
from tests.detectors.registers import City, city


def hosts(*lost: int, clients: int = 60, hub: HubKind = HubKind.HOSTING_ADDRESS) -> City:
    """Hosts of so many clients each, so many of them lost, and an honest city around them."""
    story = city()
    for host, gone in enumerate(lost):
        story.hubs[KeyKind.ROOM, f"host {host}"] = hub
        for i in range(clients):
            story.firm(f"client {host} {i:03}", i * 10, room=f"host {host}", lost=900 if i < gone else None)
    return story


def test_a_host_with_twice_the_median_is_found_with_its_clients() -> None:
    [found] = hosts(12, 12, 12, 30).found(UNMANAGED_HOST)
    assert found.subject == "host 3"
    assert found.facts["lost"] == 30
    assert 12 <= found.expected < 15
    assert len(found.firms) == 60


@pytest.mark.parametrize(("gone", "hit"), [(24, True), (23, False)])
def test_twice_the_median_is_the_least(gone: int, hit: bool) -> None:
    assert bool(hosts(12, 12, 12, gone).flagged(UNMANAGED_HOST)) is hit


def test_of_few_clients_nothing_is_said() -> None:
    assert hosts(12, 12, 12, 40, clients=49).flagged(UNMANAGED_HOST) == []
    assert len(hosts(12, 12, 12, 40, clients=50).flagged(UNMANAGED_HOST)) == 1


def test_two_hosts_have_no_median() -> None:
    assert hosts(5, 50).flagged(UNMANAGED_HOST) == []


def test_hosts_that_are_all_alike_are_none() -> None:
    assert hosts(30, 30, 30, 30).flagged(UNMANAGED_HOST) == []


def test_parks_are_compared_with_parks_and_hosts_with_hosts() -> None:
    story = hosts(24, 24, 24, 24)
    for park in range(4):
        story.hubs[KeyKind.ROOM, f"park {park}"] = HubKind.INCUBATOR
        for i in range(60):
            story.firm(f"tenant {park} {i:03}", i * 10, room=f"park {park}", lost=900 if i < 6 else None)
    assert story.flagged(UNMANAGED_HOST) == []


def test_hosts_without_any_loss_set_no_bar_below_the_registers_own() -> None:
    assert hosts(0, 0, 0, 1).flagged(UNMANAGED_HOST) == []


def test_the_clients_of_one_house_are_one_hosts_whatever_their_workstations() -> None:
    story = hosts(12, 12, 12)
    for other in range(3):
        for i in range(60):
            story.firm(f"tenant {other} {i:03}", i * 10, room=f"park {other}", lost=900 if i < 12 else None)
        story.hubs[KeyKind.ROOM, f"park {other}"] = HubKind.INCUBATOR
    for i in range(60):
        story.firm(f"seated {i:03}", i * 10, room=f"seat {i}", building="house", lost=900 if i < 30 else None)
        story.hubs[KeyKind.ROOM, f"seat {i}"] = HubKind.INCUBATOR
    [found] = story.found(UNMANAGED_HOST)
    assert found.subject == "house"


def test_a_host_too_bad_to_be_typed_as_one_is_known_by_its_address() -> None:
    story = hosts(12, 12, 12, 40)
    del story.hubs[KeyKind.ROOM, "host 3"]
    assert story.flagged(UNMANAGED_HOST) == []
    story.flags[KeyKind.ROOM, "host 3"] = HOSTING
    assert len(story.flagged(UNMANAGED_HOST)) == 1


def test_an_office_tower_that_behaves_like_a_host_is_none() -> None:
    story = hosts(12, 12, 12)
    for i in range(60):
        story.firm(
            f"tenant {i:03}", i * 10, room=f"own room {i}", building="tower", lost=900 if i < 40 else None
        )
    register = story.register()
    tower = story.keys.index((KeyKind.BUILDING, "tower"))
    register.keys.hub[tower] = HubKind.HOSTING_ADDRESS
    assert len(UNMANAGED_HOST.find(register, measure(register))) == 0
    register.keys.declared[tower] = True
    assert len(UNMANAGED_HOST.find(register, measure(register))) == 1


def test_a_market_is_no_host() -> None:
    assert hosts(12, 12, 12, 40, hub=HubKind.MARKET).flagged(UNMANAGED_HOST) == []


def test_the_worse_the_more_surprising() -> None:
    few, many = (hosts(12, 12, 12, n).found(UNMANAGED_HOST)[0] for n in (30, 45))
    assert many.surprise > few.surprise
    assert UNMANAGED_HOST.weight == 0
