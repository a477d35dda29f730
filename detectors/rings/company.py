"""What a firm finds in a ring it is asked for: members with its value, around its day, tied to it.

Compiled loops over one ring after the other: a ring's members are few, so they are sorted or marked once
and each firm asked for only looks them up. `start` are the rings' offsets into member columns; `ask` the
rings' offsets into the columns of what is asked, which stand in the order of the rings.
"""

import math

import numpy as np
from numpy.typing import NDArray

from graph.jit import kernel
from graph.order import ascend
from graph.slice import Bools, Floats, Ints
from graph.tally import known_ascending

MOST_BOUND = 0.95  # of a ring that one value may bind


@kernel
def likelier(
    start: NDArray[np.int64],
    own: Ints,
    ask: NDArray[np.int64],
    value: Ints,
    member: Bools,
    frequency: Floats,
    agreeing: float,
) -> Floats:
    """How many times likelier each asked value (-1 unknown) is in its ring, without the firm itself, than in
    the register; 1 where nothing is known. `own` are the members' values, `frequency` is the register's by
    value, `agreeing` the probability that two of its firms agree.

    A share b of the ring is bound together by the value, the rest being as the register. If a share b of the
    members have one value and the others any, two members agree with probability b^2 + (1 - b^2) s, s being
    that of two firms of the register; solved for b.
    """
    out = np.ones(len(value))
    room, times = np.empty(len(own), np.int32), np.empty(len(own), np.int64)
    for ring in range(len(start) - 1):
        here = known_ascending(own, start[ring], start[ring + 1], room)
        known = len(here)
        if known == 0:
            continue
        # Each distinct value once, with how many have it.
        alike = 0.0
        first, distinct = 0, 0
        for i in range(1, known + 1):
            if i == known or here[i] != here[first]:
                alike += (i - first) * (i - first - 1.0)
                here[distinct], times[distinct] = here[first], i - first
                distinct += 1
                first = i
        agree = alike / max(known * (known - 1.0), 1.0)
        bound = math.sqrt(min(max((agree - agreeing) / max(1.0 - agreeing, 1e-9), 0.0), MOST_BOUND))
        if bound == 0.0:
            continue  # the ring is as the register
        for j in range(ask[ring], ask[ring + 1]):
            left = known - member[j]
            if value[j] < 0 or left == 0:
                continue
            low, high = 0, distinct
            while low < high:
                middle = (low + high) // 2
                if here[middle] < value[j]:
                    low = middle + 1
                else:
                    high = middle
            hits = 0
            if low < distinct and here[low] == value[j]:
                hits = times[low] - member[j]
            usual = max(frequency[value[j]], 1e-9)
            out[j] = max(bound * hits / left + (1.0 - bound) * usual, 1e-12) / usual
    return out


@kernel
def near(
    start: NDArray[np.int64],
    own: NDArray[np.int64],
    known: Bools,
    ask: NDArray[np.int64],
    at: NDArray[np.int64],
    reach: int,
) -> NDArray[np.int64]:
    """How many known members of its ring lie within `reach` of each place asked for."""
    out = np.zeros(len(at), np.int64)
    room = np.empty(len(own), np.int64)
    for ring in range(len(start) - 1):
        count = 0
        for i in range(start[ring], start[ring + 1]):
            if known[i]:
                room[count] = own[i]
                count += 1
        here = room[:count]
        ascend(here)
        for j in range(ask[ring], ask[ring + 1]):
            upto = np.searchsorted(here, at[j] + reach, side="right")
            out[j] = upto - np.searchsorted(here, at[j] - reach)
    return out


@kernel
def inside(start: NDArray[np.int64], firm: Ints, ask: NDArray[np.int64], asked: Ints, firms: int) -> Bools:
    """Which firms are members of the ring they are asked for; the register has so many `firms`."""
    out = np.zeros(len(asked), np.bool_)
    of = np.full(firms, -1, np.int64)
    for ring in range(len(start) - 1):
        for i in range(start[ring], start[ring + 1]):
            of[firm[i]] = ring
        for j in range(ask[ring], ask[ring + 1]):
            out[j] = of[asked[j]] == ring
    return out


@kernel
def strongest(
    start: NDArray[np.int64],
    firm: Ints,
    ask: NDArray[np.int64],
    asked: Ints,
    tie: NDArray[np.int64],
    to: Ints,
    nats: Floats,
) -> Floats:
    """The most that ties each firm to one other member of its ring, 0 without a tie. `tie` are each firm's
    offsets into the ties `to` other firms."""
    out = np.zeros(len(asked))
    of = np.full(len(tie) - 1, -1, np.int64)
    for ring in range(len(start) - 1):
        for i in range(start[ring], start[ring + 1]):
            of[firm[i]] = ring
        for j in range(ask[ring], ask[ring + 1]):
            for edge in range(tie[asked[j]], tie[asked[j] + 1]):
                if of[to[edge]] == ring:
                    out[j] = max(out[j], nats[edge])
    return out
