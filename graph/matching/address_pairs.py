"""Comparing addresses pair by pair: the kernel that puts the parts of the comparison together."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from graph.jit import kernel
from graph.matching.address_building import UNKNOWN, YES, same_building
from graph.matching.address_designators import align_designators
from graph.matching.address_kinds import FIRST_KIND_BIT, Kind
from graph.matching.address_likeness import MOST, likeness
from graph.matching.address_names import (
    AGREE,
    CLOSE,
    CONFLICT,
    MORE,
    Statuses,
    align_names,
    names_alone,
)  # fmt: skip
from graph.matching.address_regions import (
    APART,
    CITY,
    DISTRICT,
    align_postcodes,
    align_regions,
    postcode_bits,
    region_bits,
)  # fmt: skip
from graph.matching.address_store import Tokens
from graph.matching.address_tokens import Addresses
from graph.matching.address_verdict import judge
from graph.matching.comparison import Verdict
from graph.normalise.regions import Table

TOWN, ZONE, ROAD, PARK = int(Kind.TOWN), int(Kind.ZONE), int(Kind.ROAD), int(Kind.PARK)
NEAR, GROUP, NUMBER, BUILDING = int(Kind.NEAR), int(Kind.GROUP), int(Kind.NUMBER), int(Kind.BUILDING)
UNIT, FLOOR, ROOM, STATION = int(Kind.UNIT), int(Kind.FLOOR), int(Kind.ROOM), int(Kind.STATION)
REST = int(Kind.REST)
SAME, DIFFERENT = int(Verdict.SAME), int(Verdict.DIFFERENT)
_GENERIC = np.array([ord(c) for c in "经高开工产出保新"], np.uint32)  # how zones begin that any city has


class Compared(NamedTuple):
    """What comes of every pair, as arrays of one length."""

    verdict: npt.NDArray[np.int8]
    score: npt.NDArray[np.float64]
    building: npt.NDArray[np.int8]
    agree: npt.NDArray[np.uint32]
    differ: npt.NDArray[np.uint32]


@kernel
def _finest(t: Tokens, a: int, a_end: int) -> int:
    finest = -1
    for i in range(a, a_end):
        kind = t.kinds[i]
        if kind not in (NEAR, REST):
            # An estate is finer than a road and its number.
            rank = 2 * NUMBER + 1 if kind == PARK else 2 * kind
            finest = max(finest, rank)
    return finest


@kernel
def _own_zone(t: Tokens, a: int, a_end: int, used: Statuses) -> bool:
    """Whether a matched zone bears a name of its own: 洋浦经济开发区, but not 经济开发区."""
    for i in range(a, a_end):
        if t.kinds[i] == ZONE and used[i - a] and not _generic(t.codes[t.begins[i]]):
            return True
    return False


@kernel
def _generic(c: int) -> bool:
    for x in _GENERIC:
        if x == c:
            return True
    return False


@kernel
def _first_designator(t: Tokens, a: int, a_end: int) -> int:
    while a < a_end and t.kinds[a] < GROUP:
        a += 1
    return a


@kernel
def _placed(known: Addresses, x: int, y: int, depth: int, own_zone: bool, said: Statuses) -> int:
    """How deep the divisions agree, where they do not tell by what else says that both are in one town."""
    if depth == APART or depth >= CITY:
        return depth
    if known.latin[x]:
        one_line = known.postcodes[x] == known.postcodes[y] and said[ROAD] == AGREE and said[NUMBER] == AGREE
        return CITY if said[TOWN] in (AGREE, MORE) else int(one_line)
    alike = known.regions[x] == known.regions[y] and known.namesakes[x] == known.namesakes[y]
    full = said[ROAD] == AGREE and said[NUMBER] == AGREE and said[PARK] == AGREE and said[ROOM] == AGREE
    return int(alike or full or own_zone or said[TOWN] == AGREE)


@kernel
def _forgive(said: Statuses) -> int:
    """One postcode is a few houses: a slip in the street and another name for the town are let pass.

    Returns how many were.
    """
    forgiven = 0
    for kind in (TOWN, ROAD, PARK):
        if said[kind] == CLOSE or (kind == TOWN and said[kind] == CONFLICT):
            said[kind] = AGREE if kind != TOWN else MORE
            forgiven += 1
    return forgiven


@kernel
def compare_pairs(
    known: Addresses, table: Table, left: npt.NDArray[np.int32], right: npt.NDArray[np.int32], out: Compared
) -> None:
    """Compare the addresses `left[k]` and `right[k]` for every k; -1 stands for an unknown one."""
    t = known.tokens
    said = np.zeros(REST + 1, np.int8)
    used_a, used_b = np.zeros(256, np.int8), np.zeros(256, np.int8)
    pairs, sums = np.zeros((2, MOST), np.int64), np.zeros((2, MOST), np.float64)
    for k in range(len(left)):
        out.verdict[k], out.score[k], out.building[k] = DIFFERENT, 0.0, UNKNOWN
        out.agree[k] = out.differ[k] = 0
        x, y = left[k], right[k]
        if x < 0 or y < 0 or known.latin[x] != known.latin[y]:
            continue
        latin = known.latin[x]
        a, a_end, b, b_end = known.starts[x], known.ends[x], known.starts[y], known.ends[y]
        a_mid, b_mid = _first_designator(t, a, a_end), _first_designator(t, b, b_end)
        if latin:
            depth = align_postcodes(known.postcodes[x], known.postcodes[y])
        else:
            depth = align_regions(
                table, known.regions[x], known.namesakes[x], known.regions[y], known.namesakes[y]
            )
        align_names(t, a, a_mid, b, b_mid, used_a, used_b, said)
        same = align_designators(t, a_mid, a_end, b_mid, b_end, said)
        forgiven = _forgive(said) if latin and depth == DISTRICT else 0
        inner = AGREE in (said[BUILDING], said[UNIT], said[FLOOR], said[ROOM], said[STATION])
        level = _finest(t, a, a_end) == _finest(t, b, b_end) or (same > 0 and inner)
        placed = _placed(known, x, y, depth, _own_zone(t, a, a_mid, used_a), said)
        number = 1 if said[NUMBER] == AGREE else -1 if said[NUMBER] == CONFLICT else 0
        alike = likeness(t, a, a_mid, b, b_mid, known.weights, number, pairs, sums)
        apart = names_alone(t, a, a_mid, used_a) and names_alone(t, b, b_mid, used_b)
        verdict, score = judge(placed, same, level, apart, alike, said)
        score -= 0.01 * forgiven * (verdict == SAME)
        out.verdict[k], out.score[k] = verdict, 1.0 if x == y and verdict == SAME else score
        building = same_building(t, a, a_end, b, b_end, depth, said)
        if verdict == SAME and building == UNKNOWN and a_mid < a_end and said[NUMBER] + said[ROOM] > 0:
            building = YES
        out.building[k] = building
        if latin:
            agree, differ = postcode_bits(known.postcodes[x], known.postcodes[y])
        else:
            agree, differ = region_bits(known.regions[x], known.regions[y], depth)
        for kind in range(REST + 1):
            agree |= (said[kind] in (AGREE, MORE)) << (kind + FIRST_KIND_BIT)
            differ |= (said[kind] > MORE) << (kind + FIRST_KIND_BIT)
        out.agree[k], out.differ[k] = agree, differ
