"""What two addresses' agreement comes to: a verdict, a score, and whether they are in one building."""

import numpy as np
import numpy.typing as npt

from graph.jit import kernel
from graph.matching.address_cut import Tokens
from graph.matching.address_designators import align_designators
from graph.matching.address_kinds import (
    CITY_BIT,
    DISTRICT_BIT,
    FIRST_KIND_BIT,
    ONE_BUILDING,
    PROVINCE_BIT,
    Kind,
)
from graph.matching.address_likeness import MOST, Weights, likeness
from graph.matching.address_names import (
    AGREE,
    CLOSE,
    CONFLICT,
    MORE,
    NESTED,
    NOTHING,
    ONE,
    Statuses,
    align_names,
    names_alone,
)
from graph.matching.comparison import Verdict
from graph.normalise.codepoints import Spans
from graph.normalise.regions import Table, within

TOWN, COMMUNITY, ZONE, ROAD = int(Kind.TOWN), int(Kind.COMMUNITY), int(Kind.ZONE), int(Kind.ROAD)
PARK, NEAR, GROUP, NUMBER = int(Kind.PARK), int(Kind.NEAR), int(Kind.GROUP), int(Kind.NUMBER)
AREA, BUILDING, UNIT, FLOOR = int(Kind.AREA), int(Kind.BUILDING), int(Kind.UNIT), int(Kind.FLOOR)
ROOM, STATION, REST = int(Kind.ROOM), int(Kind.STATION), int(Kind.REST)
SAME, POSSIBLE, DIFFERENT = int(Verdict.SAME), int(Verdict.POSSIBLE), int(Verdict.DIFFERENT)
UNKNOWN, NO, YES = -1, 0, 1  # whether both are in one building

PROVINCE, CITY, DISTRICT = 1, 2, 3
NEAR_ENOUGH = 0.43  # likeness of names from which two addresses may be one place
_GENERIC = np.array([ord(c) for c in "经高开工产出保新"], np.uint32)  # how zones begin that any city has
Regions = npt.NDArray[np.int32]
Places = npt.NDArray[np.int64]


@kernel
def _depth(code: int) -> int:
    if code == 0:
        return 0
    return DISTRICT if code % 100 else CITY if code % 10000 else PROVINCE


@kernel
def _namesake(table: Table, word: int, code: int) -> bool:
    """Whether one of the divisions of a name lies in, or holds, the division `code`."""
    for i in range(word + 2, word + 2 + table[word + 1]):
        if within(table[i], code) or within(code, table[i]):
            return True
    return False


@kernel
def align_regions(table: Table, code_a: int, word_a: int, code_b: int, word_b: int) -> int:
    """How deep both agree (0 unknown, PROVINCE, CITY, DISTRICT), or -1 where they cannot be one place."""
    if code_a and code_b:
        if within(code_a, code_b) or within(code_b, code_a):
            return min(_depth(code_a), _depth(code_b))
        return -1
    if word_a >= 0 and word_b >= 0:
        return DISTRICT if word_a == word_b else -1
    if word_a >= 0 and code_b:
        return min(DISTRICT, _depth(code_b)) if _namesake(table, word_a, code_b) else -1
    if word_b >= 0 and code_a:
        return min(DISTRICT, _depth(code_a)) if _namesake(table, word_b, code_a) else -1
    return 0


@kernel
def _region_bits(code_a: int, code_b: int, depth: int) -> tuple[int, int]:
    """Bits of the divisions that agree and that differ."""
    agree = differ = 0
    if depth >= PROVINCE:
        agree |= 1 << PROVINCE_BIT
        agree |= (depth >= CITY) << CITY_BIT
        agree |= (depth >= DISTRICT) << DISTRICT_BIT
    elif depth < 0:
        same_province = code_a // 10000 == code_b // 10000 and code_a > 0
        same_city = code_a // 100 == code_b // 100 and code_a > 0
        agree |= same_province << PROVINCE_BIT | same_city << CITY_BIT
        differ |= (not same_province) << PROVINCE_BIT if code_a and code_b else 1 << DISTRICT_BIT
        if same_city:
            differ |= 1 << DISTRICT_BIT
        elif same_province:
            differ |= 1 << CITY_BIT
    return agree, differ


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
def _is_one_building(t: Tokens, a: int, a_end: int) -> bool:
    for i in range(a, a_end):
        if t.flags[i] & ONE_BUILDING and t.kinds[i] == PARK:
            return True
    return False


@kernel
def _same_building(t: Tokens, a: int, a_end: int, b: int, b_end: int, depth: int, said: Statuses) -> int:
    if depth < 0 or said[TOWN] == CONFLICT or said[COMMUNITY] == CONFLICT or said[ZONE] == CONFLICT:
        return NO
    if said[GROUP] == CONFLICT or said[AREA] == CONFLICT or said[BUILDING] == CONFLICT:
        return NO
    road = said[ROAD] in (AGREE, MORE)
    gate = road and said[NUMBER] == AGREE
    if said[NUMBER] == CONFLICT or (said[PARK] == CONFLICT and said[BUILDING] != NOTHING):
        return NO
    if said[ROAD] == CONFLICT and said[PARK] not in (AGREE, MORE):
        return NO
    if said[PARK] == CONFLICT and not gate:
        return NO
    if said[NEAR] not in (NOTHING, AGREE) or said[GROUP] == ONE:
        return UNKNOWN
    if said[AREA] not in (NOTHING, AGREE) or said[BUILDING] not in (NOTHING, AGREE) or said[NUMBER] == NESTED:
        return UNKNOWN
    if said[ROAD] > NESTED or said[PARK] > NESTED or said[TOWN] > NESTED or said[COMMUNITY] > NESTED:
        return UNKNOWN
    place = road or AGREE in (said[COMMUNITY], said[ZONE], said[TOWN])
    if said[BUILDING] == AGREE:
        return YES if said[PARK] in (AGREE, MORE, NESTED) or (place and said[NUMBER] != ONE) else UNKNOWN
    if gate or (place and said[NUMBER] == AGREE and said[ROAD] == NOTHING):
        return YES
    if said[PARK] == AGREE:
        tower = _is_one_building(t, a, a_end) or _is_one_building(t, b, b_end)
        inside = said[ROOM] >= AGREE or said[FLOOR] >= AGREE or said[UNIT] >= AGREE
        return YES if tower or (inside and said[NUMBER] != ONE) else UNKNOWN
    return UNKNOWN


@kernel
def _complete(said: Statuses) -> bool:
    """Whether each says all that the other says."""
    for status in said:
        if status not in (NOTHING, AGREE):
            return False
    return bool(
        said[COMMUNITY] or said[ZONE] or said[ROAD] or said[PARK] or said[NUMBER] or said[ROOM] or said[GROUP]
    )


@kernel
def _anchored(said: Statuses, same: int, apart: bool) -> bool:
    """Whether enough is named on both sides to be one place, and all of it agrees.

    `apart` says that each side has a village, zone or estate of its own.
    """
    if said[TOWN] >= CLOSE or said[COMMUNITY] >= CLOSE or said[ZONE] >= CLOSE:
        return False
    if said[ROAD] >= CLOSE or said[PARK] >= CLOSE or said[NEAR] not in (NOTHING, AGREE):
        return False
    inner = AGREE in (said[BUILDING], said[UNIT], said[FLOOR], said[ROOM])
    if said[ROAD] in (AGREE, MORE) and said[NUMBER] == AGREE:
        return True  # with or without the estate's name
    if apart:
        return False
    if said[PARK] in (AGREE, MORE, NESTED):
        # A road, or a number, that one leaves out needs a building or room to stand for it.
        full = said[PARK] == AGREE and ONE not in (said[ROAD], said[NUMBER])
        return bool(inner or full)
    if (
        said[PARK] == ONE
        or said[ROAD] in (ONE, MORE, NESTED)
        or said[COMMUNITY] in (MORE, NESTED)
        or same == 2
    ):
        return False
    return AGREE in (said[ROAD], said[COMMUNITY], said[ZONE])


@kernel
def _neighbours(said: Statuses) -> bool:
    """Whether both name rooms, floors or units, and those or what holds them are others."""
    inner = said[UNIT] > ONE or said[FLOOR] > ONE or said[ROOM] > ONE or said[STATION] > ONE
    for kind in (GROUP, NUMBER, AREA, BUILDING, UNIT, FLOOR, ROOM, STATION):
        if said[kind] == CONFLICT and inner:
            return True
    return False


@kernel
def _judge(
    region: int, same: int, level: bool, apart: bool, alike: float, said: Statuses
) -> tuple[int, float]:
    """Verdict and score of a pair whose agreement is known.

    `region` says how deep the divisions agree, 0 where they do not tell, -1 where they cannot; `alike` is
    the likeness of the names.
    """
    hard = soft = missing = agreeing = 0
    for kind in range(REST + 1):
        status = said[kind]
        if status == CONFLICT:
            hard += 1
        elif status in (CLOSE, NESTED):
            soft += 1
        elif status == ONE:
            missing += 1
        elif status in (AGREE, MORE):
            agreeing += 1
    if region < 0:
        return DIFFERENT, 0.05 * alike
    anchored = _complete(said) or _anchored(said, same, apart)
    if same and level and anchored and region > 0:
        return SAME, 0.99 - 0.01 * missing - 0.015 * (DISTRICT - region) - 0.02 * soft
    share = agreeing / (agreeing + 2 * hard + soft + missing + 1)
    if alike < NEAR_ENOUGH or _neighbours(said):
        return DIFFERENT, 0.05 + 0.25 * alike * share
    if hard:
        return POSSIBLE, 0.3 + 0.15 * alike * share
    return POSSIBLE, 0.4 + 0.35 * alike * share + (0.1 if same and anchored else 0.0)


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
def compare_tokens(
    t: Tokens, weights: Weights, starts: Spans, regions: Regions, namesakes: Places, table: Table, left: Places, right: Places,
    verdict: npt.NDArray[np.int8], score: npt.NDArray[np.float64], building: npt.NDArray[np.int8],
    agree: npt.NDArray[np.uint32], differ: npt.NDArray[np.uint32],
) -> None:  # fmt: skip
    """Compare the addresses `left[k]` and `right[k]` for every k; -1 stands for an unknown one."""
    said = np.zeros(REST + 1, np.int8)
    used_a, used_b = np.zeros(256, np.int8), np.zeros(256, np.int8)
    pairs, sums = np.zeros((2, MOST), np.int64), np.zeros((2, MOST), np.float64)
    for k in range(len(left)):
        verdict[k], score[k], building[k], agree[k], differ[k] = DIFFERENT, 0.0, UNKNOWN, 0, 0
        x, y = left[k], right[k]
        if x < 0 or y < 0:
            continue
        a, a_end, b, b_end = starts[x], starts[x + 1], starts[y], starts[y + 1]
        a_mid, b_mid = a, b
        while a_mid < a_end and t.kinds[a_mid] < GROUP:
            a_mid += 1
        while b_mid < b_end and t.kinds[b_mid] < GROUP:
            b_mid += 1
        depth = align_regions(table, regions[x], namesakes[x], regions[y], namesakes[y])
        align_names(t, a, a_mid, b, b_mid, used_a, used_b, said)
        same = align_designators(t, a_mid, a_end, b_mid, b_end, said)
        finest_a, finest_b = _finest(t, a, a_end), _finest(t, b, b_end)
        inner = AGREE in (said[BUILDING], said[UNIT], said[FLOOR], said[ROOM], said[STATION])
        level = finest_a == finest_b or (same > 0 and inner)
        placed = depth
        if 0 <= depth < CITY:
            alike = regions[x] == regions[y] and namesakes[x] == namesakes[y]
            full = (
                said[ROAD] == AGREE and said[NUMBER] == AGREE and said[PARK] == AGREE and said[ROOM] == AGREE
            )
            placed = int(alike or full or said[TOWN] == AGREE or _own_zone(t, a, a_mid, used_a))
        number = 1 if said[NUMBER] == AGREE else -1 if said[NUMBER] == CONFLICT else 0
        alike = likeness(t, a, a_mid, b, b_mid, weights, number, pairs, sums)
        apart = names_alone(t, a, a_mid, used_a) and names_alone(t, b, b_mid, used_b)
        verdict[k], score[k] = _judge(placed, same, level, apart, alike, said)
        if x == y and verdict[k] == SAME:
            score[k] = 1.0
        building[k] = _same_building(t, a, a_end, b, b_end, depth, said)
        if verdict[k] == SAME and building[k] == UNKNOWN and a_mid < a_end and said[NUMBER] + said[ROOM] > 0:
            building[k] = YES
        agree_bits, differ_bits = _region_bits(regions[x], regions[y], depth)
        for kind in range(REST + 1):
            agree_bits |= (said[kind] in (AGREE, MORE)) << (kind + FIRST_KIND_BIT)
            differ_bits |= (said[kind] > MORE) << (kind + FIRST_KIND_BIT)
        agree[k], differ[k] = agree_bits, differ_bits
