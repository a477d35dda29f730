"""Two rings are one operation for what their cores have and hardly anybody else has, and for nothing less."""

import numpy as np
import pytest

from detectors.rings.operations import operations
from graph.model import KeyKind, LinkRole
from graph.slice import Groups
from tests.detectors.registers import City

EACH = 5
RINGS = ("a", "b")


def linked(shared: dict[KeyKind, int], *, bystanders: int = 0, fringe: bool = False) -> bool:
    """Whether two rings are one operation, of which so many members each have one thing of these kinds, and
    so many strangers beside; `fringe`: those members hardly belong."""
    city = City()
    city.others(bystanders)
    for ring in RINGS:
        for i in range(EACH):
            city.firm(f"{ring}{i}", 400 + i, phone=f"phone of {ring}")
    for kind, members in shared.items():
        role = LinkRole.AGENT if kind == KeyKind.AGENT else LinkRole.CONTACT
        on = [f"{ring}{i}" for ring in RINGS for i in range(members)]
        for firm in on + [f"other {i:04}" for i in range(bystanders)]:
            city.link(firm, kind, f"shared {kind.name}", role)
    register = city.register()
    of = {name: row for row, name in enumerate(city.names)}
    rows = np.array([of[f"{ring}{i}"] for ring in RINGS for i in range(EACH)], np.int32)
    rings = Groups.sets(register, np.repeat(np.arange(2, dtype=np.int32), EACH), rows)
    most = max(shared.values(), default=0)
    edge = np.array([int(city.names[row][1:]) < most for row in rings.firm])
    strength = np.where(edge & fringe, 0.3, 0.9)
    found = operations(register, rings, strength)
    assert found in ([[1], [0]], [[], []])
    return bool(found[0])


@pytest.mark.parametrize("kind", [KeyKind.PHONE, KeyKind.DEVICE, KeyKind.PERSON, KeyKind.ACCOUNT])
def test_one_thing_of_two_members_each_is_enough(kind: KeyKind) -> None:
    assert linked({kind: 2})
    assert not linked({kind: 1})
    assert not linked({kind: 2}, fringe=True)


def test_of_one_member_each_it_takes_two_things() -> None:
    assert linked({KeyKind.PHONE: 1, KeyKind.DEVICE: 1})


@pytest.mark.parametrize("kind", [KeyKind.AGENT, KeyKind.IP, KeyKind.SCOPE])
def test_what_serves_anybody_tells_of_nobody(kind: KeyKind) -> None:
    assert not linked({kind: EACH})


def test_what_many_others_have_tells_of_nobody() -> None:
    assert linked({KeyKind.PHONE: 2}, bystanders=4)
    assert not linked({KeyKind.PHONE: 2}, bystanders=5)


def test_rings_with_nothing_in_common_stand_alone() -> None:
    assert not linked({})
