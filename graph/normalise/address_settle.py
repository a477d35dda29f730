"""What the parts of an address are in context: bare numbers, numbers with 号, names of unknown kind.

12-3-1001 behind an estate is building 12, unit 3, room 1001; 128-1号 behind a road is gate 128 and what
hangs on it; 3号 is a gate behind a road, a building behind a lane or an estate, a unit or room in a building.
"""

import numpy as np
import numpy.typing as npt

from graph.jit import kernel
from graph.normalise.address_parts import BEGIN, DASHED, END, FIRST, KIND_OF, VALUE_END, WORD, Parts
from graph.normalise.address_words import Part
from graph.normalise.codepoints import Codes
from graph.normalise.numerals import is_numeral, plain_int
from graph.normalise.trie import NOTHING

VILLAGE, RESIDENTS, ROAD, GROUP = int(Part.VILLAGE), int(Part.RESIDENTS), int(Part.ROAD), int(Part.GROUP)
PARK, TOWER, ZONE, ESTATE = int(Part.PARK), int(Part.TOWER), int(Part.ZONE), int(Part.ESTATE)
TOWN, STREET, MARKET = int(Part.TOWN), int(Part.STREET), int(Part.MARKET)
LANDMARK, NAME = int(Part.LANDMARK), int(Part.NAME)
NUMBER, LANE, GATE_PART, HOUSE = int(Part.NUMBER), int(Part.LANE), int(Part.GATE_PART), int(Part.HOUSE)
BUILDING, UNIT, FLOOR, ROOM = int(Part.BUILDING), int(Part.UNIT), int(Part.FLOOR), int(Part.ROOM)
SHOP, STATION, PART, BARE, AREA = (
    int(Part.SHOP),
    int(Part.STATION),
    int(Part.PART),
    int(Part.BARE),
    int(Part.AREA),
)

# What has been settled before a part.
State = npt.NDArray[np.bool_]
HAS_TOWN, HAS_VILLAGE, HAS_ROAD, HAS_NUMBER, HAS_LANE, HAS_PARK = range(6)
HAS_BUILDING, HAS_UNIT, HAS_FLOOR, HAS_ROOM = range(6, 10)
STATES = 10

_OF, _STREET = ord("之"), ord("街")
_ROOM_DIGITS = 3  # a bare number of so many digits is a room rather than a building
_ROAD_NAME = 4  # a name of unknown kind that is longer is hardly a road
_RANGE = 20  # numbers no further apart than this may be a range: 101-105


@kernel
def _follows(parts: Parts, n: int, k: int) -> bool:
    """Whether a part finer than a building comes after part k."""
    for j in range(k + 1, n):
        if parts[j, KIND_OF] in (UNIT, FLOOR, ROOM, SHOP, STATION, BARE, NUMBER):
            return True
    return False


@kernel
def _has_digit(codes: Codes, begin: int, end: int) -> bool:
    for i in range(begin, end):
        if 48 <= codes[i] <= 57 or is_numeral(codes[i]):
            return True
    return False


@kernel
def _is_street(codes: Codes, parts: Parts, n: int, k: int) -> bool:
    """Whether a town's short name is that of a street here: 东街|5号, and not 东街街道."""
    streets = codes[parts[k, END] - 1] == _STREET and parts[k, WORD] == NOTHING
    return bool(streets and k + 1 < n and parts[k + 1, KIND_OF] == NUMBER)


@kernel
def _hangs_on(codes: Codes, parts: Parts, k: int) -> bool:
    """Whether a name belongs to the designator before it: 20号|之一."""
    begin = parts[k, BEGIN]
    if k == 0 or codes[begin] != _OF or parts[k - 1, END] != begin:
        return False
    return _has_digit(codes, begin + 1, parts[k, END])


@kernel
def _chain(parts: Parts, n: int, k: int) -> int:
    """How many designators hang on to part k by dashes."""
    j = k + 1
    while j < n and parts[j, DASHED]:
        j += 1
    return j - k - 1


@kernel
def _is_range(codes: Codes, parts: Parts, k: int, widest: int) -> bool:
    """Whether part k and the one after it are the ends of one range: 17-19, 101-105."""
    a = plain_int(codes, parts[k, BEGIN], parts[k, VALUE_END])
    b = plain_int(codes, parts[k + 1, BEGIN], parts[k + 1, VALUE_END])
    same = parts[k, VALUE_END] - parts[k, BEGIN] == parts[k + 1, VALUE_END] - parts[k + 1, BEGIN]
    return same and 0 <= a < b <= a + widest


@kernel
def _merge(parts: Parts, n: int, k: int) -> int:
    """Part k takes in the one after it; returns how many are left."""
    parts[k, END] = parts[k + 1, END]
    parts[k, VALUE_END] = parts[k + 1, VALUE_END]
    parts[k, WORD] = parts[k + 1, WORD]
    kind = parts[k + 1, KIND_OF]
    if kind != BARE:
        parts[k, KIND_OF] = kind
    for j in range(k + 1, n - 1):
        parts[j] = parts[j + 1]
    return n - 1


@kernel
def _name(parts: Parts, n: int, k: int, state: State) -> int:
    """What a name without a word that tells its kind is."""
    following = parts[k + 1, KIND_OF] if k + 1 < n else -1
    has_town, has_village = state[HAS_TOWN], state[HAS_VILLAGE]
    if state[HAS_ROAD] or state[HAS_NUMBER] or state[HAS_PARK]:
        return PARK
    if following == GROUP and has_village:
        parts[k + 1, FIRST] = parts[k, FIRST]  # 后芦三组
        return PART
    if following == NUMBER and not has_village:
        if has_town:
            return VILLAGE
        inner = k + 2 < n and parts[k + 2, KIND_OF] in (UNIT, FLOOR, ROOM, SHOP, BARE)
        return PARK if inner or parts[k, END] - parts[k, BEGIN] > _ROAD_NAME else ROAD
    if has_town and not has_village and following in (ROAD, PARK, TOWER, MARKET, ESTATE, GROUP):
        return VILLAGE
    return PARK


@kernel
def _number(codes: Codes, parts: Parts, k: int, state: State, last: int, finer: bool) -> int:
    """What a number with 号 is."""
    size = parts[k, VALUE_END] - parts[k, BEGIN]
    if state[HAS_BUILDING]:
        upper = not state[HAS_UNIT] and not state[HAS_FLOOR]
        return UNIT if upper and (finer or size < _ROOM_DIGITS) else ROOM
    if state[HAS_FLOOR] or state[HAS_UNIT]:
        return ROOM
    if state[HAS_LANE]:
        return HOUSE
    if last == MARKET and not finer:
        return ROOM
    if state[HAS_VILLAGE] and not state[HAS_ROAD] and not state[HAS_NUMBER] and not finer:
        return NUMBER
    if last in (PARK, TOWER, ESTATE, MARKET):
        lettered = 65 <= codes[parts[k, BEGIN]] <= 90 and size > _ROOM_DIGITS
        return ROOM if lettered and not finer else HOUSE
    if state[HAS_NUMBER]:
        return HOUSE if finer else ROOM
    return NUMBER


@kernel
def _bare(parts: Parts, k: int, state: State, last: int, finer: bool, chain: int, digits: bool) -> int:
    """What a number without a unit is."""
    size = parts[k, VALUE_END] - parts[k, BEGIN]
    in_park = last in (PARK, TOWER, ESTATE, MARKET)
    if not digits and not chain:
        return BUILDING if state[HAS_PARK] and not state[HAS_BUILDING] and finer else PART
    if state[HAS_BUILDING] or state[HAS_UNIT] or state[HAS_FLOOR]:
        if not chain and (not parts[k, DASHED] or size >= _ROOM_DIGITS or state[HAS_UNIT]):
            return ROOM
        if state[HAS_FLOOR]:
            return PART
        return FLOOR if state[HAS_UNIT] else UNIT
    if not state[HAS_NUMBER] and not in_park:
        # 下畈村26-9-250 is a house, its unit and room; behind a road the first is the gate.
        return BUILDING if chain > 1 and last != ROAD else NUMBER
    if chain or (finer and size < _ROOM_DIGITS):
        return BUILDING
    return ROOM


@kernel
def settle(codes: Codes, parts: Parts, n: int) -> int:
    """Decide what every part is; returns how many there are, since the ends of a range become one."""
    state: State = np.zeros(STATES, np.bool_)
    last = -1  # the kind of the last name; a name of unknown kind is none that numbers its houses
    k = -1
    while k + 1 < n:
        k += 1
        kind = parts[k, KIND_OF]
        chain = _chain(parts, n, k)
        digits = _has_digit(codes, parts[k, BEGIN], parts[k, VALUE_END])
        gate = not state[HAS_NUMBER] and last not in (PARK, TOWER, ESTATE, MARKET)
        if kind == BARE and chain == 1 and not state[HAS_ROOM]:
            size = parts[k, VALUE_END] - parts[k, BEGIN]
            lettered = not digits and parts[k + 1, KIND_OF] == BUILDING  # A-6栋
            close = not parts[k, DASHED] and _is_range(codes, parts, k, 1000 if gate else _RANGE)
            # 3栋502-2: a part of a room
            part = (state[HAS_BUILDING] or state[HAS_FLOOR]) and parts[k + 1, KIND_OF] == BARE
            part = part and size >= _ROOM_DIGITS > parts[k + 1, VALUE_END] - parts[k + 1, BEGIN]
            if lettered or part or (close and (gate or size >= _ROOM_DIGITS)):
                n = _merge(parts, n, k)
                chain = 0
                kind = parts[k, KIND_OF]
        finer = _follows(parts, n, k)
        unknown = kind in (NAME, LANDMARK)
        if kind == TOWN and not state[HAS_ROAD] and _is_street(codes, parts, n, k):
            kind = ROAD
        if kind in (BARE, NUMBER) and state[HAS_ROOM]:
            kind = PART
        elif kind in (BARE, NUMBER) and parts[k, DASHED] and k > 0 and parts[k - 1, KIND_OF] == NUMBER:
            long = parts[k, VALUE_END] - parts[k, BEGIN] > _ROOM_DIGITS
            kind = ROOM if long and kind == BARE and not chain else GATE_PART
        elif kind == NUMBER:
            kind = _number(codes, parts, k, state, last, finer)
        elif kind == BARE:
            kind = _bare(parts, k, state, last, finer, chain, digits)
        elif (unknown and _hangs_on(codes, parts, k)) or (
            unknown and (parts[k, END] - parts[k, BEGIN] < 2 or state[HAS_ROOM] or state[HAS_FLOOR])
        ):
            kind = PART
        elif kind == NAME:
            kind = _name(parts, n, k, state)
        parts[k, KIND_OF] = kind
        if kind == PARK and unknown:
            last = NAME if state[HAS_VILLAGE] and not state[HAS_ROAD] else PARK
        elif kind == AREA and last == PARK and 65 <= codes[parts[k, BEGIN]] <= 90:
            last = MARKET  # C区279号
        elif kind in (ROAD, VILLAGE, RESIDENTS, GROUP, PARK, TOWER, MARKET, ZONE, ESTATE, LANDMARK):
            last = kind
        state[HAS_TOWN] |= kind in (TOWN, STREET)
        state[HAS_ROAD] |= kind == ROAD
        state[HAS_VILLAGE] |= kind in (VILLAGE, RESIDENTS, GROUP)
        state[HAS_NUMBER] |= kind in (NUMBER, LANE)
        state[HAS_LANE] |= kind == LANE
        state[HAS_PARK] |= kind in (PARK, TOWER, MARKET, ESTATE)
        state[HAS_BUILDING] |= kind in (BUILDING, HOUSE)
        state[HAS_UNIT] |= kind == UNIT
        state[HAS_FLOOR] |= kind == FLOOR
        state[HAS_ROOM] |= kind in (ROOM, SHOP)
    return n
