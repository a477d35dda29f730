"""The rule "five firms at one address", without and with the days between them."""

import numpy as np
from numpy.typing import NDArray

from bench.detection_baselines.flat import born_within, most, once
from graph.model import HubKind, KeyKind
from graph.slice import Floats, RegisterSlice

FIRMS = 5  # at one address from which the rule speaks
DAYS = 90
SOLE_TRADER = 2  # Firms.kind: stalls of one market, which no such rule counts


def _at_rooms(register: RegisterSlice) -> NDArray[np.int64]:
    """Links of firms to their rooms, declared hubs and sole traders left out."""
    keys, links = register.keys, register.links
    rooms = (keys.kind == KeyKind.ROOM) & (keys.hub == HubKind.NONE)
    return once(register, rooms[links.key] & (register.firms.kind != SOLE_TRADER)[links.firm])


def at_one_address(register: RegisterSlice) -> Floats:
    """The most firms at a room of the firm's."""
    rows, key = _at_rooms(register), register.links.key
    return most(register, rows, np.bincount(key[rows], minlength=len(register.keys))[key[rows]])


def within_days(register: RegisterSlice) -> Floats:
    """The same of firms registered at most DAYS before or after the firm."""
    rows = _at_rooms(register)
    return most(register, rows, born_within(register, rows, DAYS))
