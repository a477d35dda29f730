"""What the members of one group after another have in common: compiled loops over member columns.

`start` are the groups' offsets. A group's members are few: they are sorted in a room of their own, which
costs less than sorting the column of all groups.
"""

import numpy as np
from numpy.typing import NDArray

from graph.jit import kernel
from graph.order import ascend

Offsets = NDArray[np.int64]
Codes = NDArray[np.int32]
Marks = NDArray[np.bool_]


@kernel
def known_ascending(values: Codes, begin: int, end: int, room: Codes) -> Codes:
    """The known (>= 0) values of one group, ascending, in `room`."""
    known = 0
    for i in range(begin, end):
        if values[i] >= 0:
            room[known] = values[i]
            known += 1
    here = room[:known]
    ascend(here)
    return here


@kernel
def commonest(start: Offsets, values: Codes) -> tuple[Codes, NDArray[np.int64]]:
    """The most frequent known (>= 0) value of each group, the smaller at a tie, and how often it occurs."""
    value, times = np.full(len(start) - 1, -1, np.int32), np.zeros(len(start) - 1, np.int64)
    room = np.empty(len(values), np.int32)
    for group in range(len(start) - 1):
        here = known_ascending(values, start[group], start[group + 1], room)
        first = 0
        for i in range(1, len(here) + 1):
            if i == len(here) or here[i] != here[first]:
                if i - first > times[group]:
                    value[group], times[group] = here[first], i - first
                first = i
    return value, times


@kernel
def distinct(start: Offsets, values: Codes) -> NDArray[np.int64]:
    """How many distinct known (>= 0) values each group has."""
    count = np.zeros(len(start) - 1, np.int64)
    room = np.empty(len(values), np.int32)
    for group in range(len(start) - 1):
        here = known_ascending(values, start[group], start[group + 1], room)
        for i in range(len(here)):
            count[group] += i == 0 or here[i] != here[i - 1]
    return count


@kernel
def densest(start: Offsets, day: Codes, days: int, no_day: int) -> tuple[NDArray[np.int64], Codes]:
    """Most members of each group within any `days` days, and the first day of the earliest such window."""
    most, since = np.zeros(len(start) - 1, np.int64), np.full(len(start) - 1, no_day, np.int32)
    room = np.empty(len(day), np.int64)
    for group in range(len(start) - 1):
        known = 0
        for i in range(start[group], start[group + 1]):
            if day[i] != no_day:
                room[known] = day[i]
                known += 1
        here = room[:known]
        ascend(here)
        upto = 0
        for i in range(known):
            while upto < known and here[upto] < here[i] + days:
                upto += 1
            if upto - i > most[group]:
                most[group], since[group] = upto - i, here[i]
    return most, since


@kernel
def repeats(start: Offsets, values: Codes) -> tuple[NDArray[np.int64], Marks]:
    """Per member: how many of its group have its value (0 where it is unknown), and whether it is the first
    of them."""
    count, leads = np.zeros(len(values), np.int64), np.zeros(len(values), np.bool_)
    room = np.empty(len(values), np.int64)
    for group in range(len(start) - 1):
        known = 0
        for i in range(start[group], start[group + 1]):
            if values[i] >= 0:
                room[known] = np.int64(values[i]) << 32 | (i - start[group])
                known += 1
        here = room[:known]
        ascend(here)
        first = 0
        for i in range(1, known + 1):
            if i == known or here[i] >> 32 != here[first] >> 32:
                leads[start[group] + (here[first] & 0xFFFFFFFF)] = True
                for j in range(first, i):
                    count[start[group] + (here[j] & 0xFFFFFFFF)] = i - first
                first = i
    return count, leads


@kernel
def marked(start: Offsets, marks: Marks) -> NDArray[np.float64]:
    """How many members of each group each column of `marks` (members, columns) marks."""
    count = np.zeros((len(start) - 1, marks.shape[1]))
    for column in range(marks.shape[1]):
        for group in range(len(start) - 1):
            count[group, column] = marks[start[group] : start[group + 1], column].sum()
    return count
