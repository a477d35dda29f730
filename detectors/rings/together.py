"""What members of one candidate hold together, by key: compiled loops over one candidate after the other.

`start` are the candidates' offsets into member columns; `link` their offsets into the members' links, of
which `member` and `key` are columns, and `keep` marks those that count.
"""

import numpy as np
from numpy.typing import NDArray

from graph.jit import kernel
from graph.order import ascend
from graph.slice import Bools, Ints


@kernel
def held(member: NDArray[np.int64], key: Ints, kind: NDArray[np.int8], members: int, kinds: int) -> Ints:
    """(kinds, members): the last key of each kind among each member's links, -1 none."""
    out = np.full((kinds, members), -1, np.int32)
    for i in range(len(member)):
        out[kind[i], member[i]] = key[i]
    return out


@kernel
def _by_key(begin: int, end: int, key: Ints, keep: Bools, room: NDArray[np.int64]) -> NDArray[np.int64]:
    """One candidate's links that count, by key, in `room`: the key above 32 bits with the link's place."""
    count = 0
    for i in range(begin, end):
        if keep[i]:
            room[count] = np.int64(key[i]) << 32 | (i - begin)
            count += 1
    here = room[:count]
    ascend(here)
    return here


@kernel
def crossing(
    link: NDArray[np.int64], member: NDArray[np.int64], key: Ints, keep: Bools, representative: Ints
) -> Bools:
    """Members that share a key with a member of another representative."""
    out = np.zeros(len(representative), np.bool_)
    room = np.empty(len(member), np.int64)
    for group in range(len(link) - 1):
        here = _by_key(link[group], link[group + 1], key, keep, room)
        first = 0
        for i in range(1, len(here) + 1):
            if i < len(here) and here[i] >> 32 == here[first] >> 32:
                continue
            one = representative[member[link[group] + (here[first] & 0xFFFFFFFF)]]
            several = False
            for j in range(first + 1, i):
                several |= representative[member[link[group] + (here[j] & 0xFFFFFFFF)]] != one
            if several:
                for j in range(first, i):
                    out[member[link[group] + (here[j] & 0xFFFFFFFF)]] = True
            first = i
    return out


@kernel
def reborn(
    link: NDArray[np.int64],
    member: NDArray[np.int64],
    key: Ints,
    keep: Bools,
    born: Ints,
    died: Ints,
    no_day: int,
    within: int,
) -> Bools:
    """Members born at most `within` days after a member ended that shares a key with them."""
    out = np.zeros(len(born), np.bool_)
    room, ends = np.empty(len(member), np.int64), np.empty(len(member), np.int64)
    for group in range(len(link) - 1):
        here = _by_key(link[group], link[group + 1], key, keep, room)
        first = 0
        for i in range(1, len(here) + 1):
            if i < len(here) and here[i] >> 32 == here[first] >> 32:
                continue
            dead = 0
            for j in range(first, i):
                end = died[member[link[group] + (here[j] & 0xFFFFFFFF)]]
                if end != no_day:
                    ends[dead] = end
                    dead += 1
            if dead:
                ended = ends[:dead]
                ascend(ended)
                for j in range(first, i):
                    at = member[link[group] + (here[j] & 0xFFFFFFFF)]
                    before = np.searchsorted(ended, np.int64(born[at]), side="right")
                    if born[at] != no_day and before > 0 and born[at] - ended[before - 1] <= within:
                        out[at] = True
            first = i
    return out


@kernel
def in_run(
    start: NDArray[np.int64], place: NDArray[np.int64], stream: Ints, counted: Bools, reach: int
) -> Bools:
    """Members whose neighbour in filing order within the candidate is at most `reach` places from them, in
    the same stream."""
    out = np.zeros(len(place), np.bool_)
    room = np.empty(len(place), np.int64)
    for group in range(len(start) - 1):
        here = room[: start[group + 1] - start[group]]
        for i in range(len(here)):
            here[i] = place[start[group] + i] << 32 | i
        ascend(here)
        for i in range(1, len(here)):
            a, b = start[group] + (here[i - 1] & 0xFFFFFFFF), start[group] + (here[i] & 0xFFFFFFFF)
            if place[b] - place[a] <= reach and stream[a] == stream[b] and counted[a] and counted[b]:
                out[a] = out[b] = True
    return out
