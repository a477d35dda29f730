"""What the parts of an address are in context, how fine it is, and the keys that two firms may share.

A key is the district's code and the parts in canonical spelling, in the order of the text. Everything that
is not known to be optional stays in it: a key may come out too long, never too short. Left out are

- a street or residents' committee, and a zone within a known district, before a road and number;
- an estate's name between road, number and building;
- a floor that the room's number repeats (16层1601室);
- words that say nothing (商铺, 临街) and units of the same meaning (栋 for 幢, 座 and 号楼).

Numerals are digits, those that count a road too (凤城八路).
"""

import numpy as np
import numpy.typing as npt

from graph.jit import kernel
from graph.model import Granularity
from graph.normalise.address_parts import BEGIN, END, FIRST, KIND_OF, VALUE_END, WORD, Parts
from graph.normalise.address_words import Marks, Part
from graph.normalise.codepoints import Codes
from graph.normalise.numerals import is_numeral, plain_int, write_int, write_number
from graph.normalise.trie import NOTHING

TOWN, STREET, VILLAGE, RESIDENTS = int(Part.TOWN), int(Part.STREET), int(Part.VILLAGE), int(Part.RESIDENTS)
ZONE, ROAD, PARK, TOWER = int(Part.ZONE), int(Part.ROAD), int(Part.PARK), int(Part.TOWER)
NEAR, NUMBER, LANE, BUILDING = int(Part.NEAR), int(Part.NUMBER), int(Part.LANE), int(Part.BUILDING)
UNIT, FLOOR, ROOM, SHOP = int(Part.UNIT), int(Part.FLOOR), int(Part.ROOM), int(Part.SHOP)
STATION, GROUP, PART = int(Part.STATION), int(Part.GROUP), int(Part.PART)
BARE, NAME, LANDMARK, AREA = int(Part.BARE), int(Part.NAME), int(Part.LANDMARK), int(Part.AREA)
DISTRICT, MARKET, CAMPUS = int(Part.DISTRICT), int(Part.MARKET), int(Part.CAMPUS)
GATE_PART, HOUSE, ESTATE = int(Part.GATE_PART), int(Part.HOUSE), int(Part.ESTATE)

FIELDS = (
    "town", "community", "zone", "road", "number", "park", "building", "unit", "floor", "room", "workstation",
    "district",
)  # fmt: skip
# The field of each kind of part (-1: none), and how fine an address is that has it.
_FIELD_OF = np.full(len(Part), -1, np.int64)
for _field, _kinds in enumerate((
    (TOWN, STREET), (VILLAGE, RESIDENTS), (ZONE,), (ROAD, GROUP), (NUMBER, LANE),
    (PARK, TOWER, MARKET, CAMPUS, ESTATE, LANDMARK), (BUILDING, HOUSE, GATE_PART),
    (UNIT,), (FLOOR,), (ROOM, SHOP), (STATION,), (DISTRICT,),
)):  # fmt: skip
    _FIELD_OF[list(_kinds)] = _field
_GRANULARITY = np.array(
    [
        Granularity.TOWN, Granularity.COMMUNITY, Granularity.DISTRICT, Granularity.ROAD, Granularity.NUMBER,
        Granularity.PARK, Granularity.BUILDING, Granularity.UNIT, Granularity.FLOOR, Granularity.ROOM,
        Granularity.WORKSTATION, Granularity.DISTRICT,
    ],
    np.int8,
)  # fmt: skip
_PARK = FIELDS.index("park")
_ROOM_MARK, _NUMBER_MARK, _BUILDING_MARK, _SLASH = ord("室"), ord("号"), ord("栋"), ord("/")
_DASH, _QUARTER, _OF = ord("-"), ord("区"), ord("之")
_UNIT_MARK = np.array([ord(c) for c in "单元"], np.uint32)


@kernel
def _continues(codes: Codes, parts: Parts, k: int) -> bool:
    """Whether part k belongs to the named place before it: 春晗|四区, 小区|A区, 大学|东校区.

    Not 市场|A区, 家园|四区, 春晗|二期.
    """
    if parts[k - 1, END] != parts[k, BEGIN]:
        return False
    if parts[k, KIND_OF] == CAMPUS:
        return True
    if parts[k, KIND_OF] != AREA or codes[parts[k, END] - 1] != _QUARTER:
        return False
    lettered = 65 <= codes[parts[k, BEGIN]] <= 90 and parts[k - 1, KIND_OF] != MARKET
    return bool(parts[k - 1, WORD] == NOTHING or lettered)


@kernel
def fields(
    codes: Codes, parts: Parts, n: int, begins: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]
) -> int:
    """Fill the spans of FIELDS (the first part of each, -1 where none); returns the granularity or 0."""
    finest = 0
    begins[:] = -1
    inside = False  # what is named behind a floor or room is a firm in it
    for k in range(n):
        kind = parts[k, KIND_OF]
        field = _FIELD_OF[kind]
        if kind == AREA and begins[_PARK] < 0 and codes[parts[k, END] - 1] == _QUARTER:
            field = _PARK  # of a village: 鹤田村1区
        inside |= kind in (FLOOR, ROOM, SHOP)
        if field < 0 or (inside and kind in (PARK, TOWER, MARKET, ROAD, ESTATE, LANDMARK)):
            continue
        finest = max(finest, _GRANULARITY[field])
        if begins[field] < 0:
            begins[field] = parts[k, FIRST]
            ends[field] = parts[k, END]
            if kind in (PARK, TOWER, MARKET) and k + 1 < n and _continues(codes, parts, k + 1):
                ends[field] = parts[k + 1, END]
            hangs_on = kind == NUMBER and k + 1 < n and parts[k + 1, KIND_OF] == PART
            if hangs_on and parts[k + 1, FIRST] == parts[k, END] and codes[parts[k, END]] == _OF:
                ends[field] = parts[k + 1, END]  # 82号之一 is not 82号
    return finest


@kernel
def _floor_repeated(codes: Codes, parts: Parts, n: int, k: int) -> bool:
    """16层1601室: the room's number without its last two digits is the floor's."""
    floor = plain_int(codes, parts[k, BEGIN], parts[k, VALUE_END])
    if floor < 1:
        return False
    for j in range(k + 1, n):
        if parts[j, KIND_OF] in (ROOM, SHOP):
            room = plain_int(codes, parts[j, BEGIN], parts[j, VALUE_END])
            return room >= 100 and room // 100 == floor
    return False


@kernel
def _find(parts: Parts, n: int, first: int, second: int) -> int:
    for k in range(n):
        if parts[k, KIND_OF] == first or parts[k, KIND_OF] == second:
            return k
    return -1


@kernel
def _write_mark(parts: Parts, k: int, marks: Marks, out: Codes, at: int) -> int:
    """The canonical unit behind a value."""
    kind = parts[k, KIND_OF]
    word = parts[k, WORD]
    if kind == ROOM:
        out[at] = _ROOM_MARK
    elif kind in (NUMBER, HOUSE):
        out[at] = _NUMBER_MARK
    elif kind == GATE_PART:
        return at
    elif kind == BUILDING:
        out[at] = _BUILDING_MARK
    elif word == NOTHING:
        if kind == UNIT:
            for c in _UNIT_MARK:
                out[at] = c
                at += 1
        return at
    else:
        for i in range(marks[word], marks[word + 1]):
            out[at] = marks[i]
            at += 1
        return at
    return at + 1


@kernel
def _write_name(codes: Codes, parts: Parts, k: int, out: Codes, at: int) -> int:
    """A name as it stands, but a road that is counted in digits: 凤城8路."""
    begin, end = parts[k, BEGIN], parts[k, VALUE_END]
    counted = end
    if parts[k, KIND_OF] == ROAD:
        while counted > begin and is_numeral(codes[counted - 1]):
            counted -= 1
    for i in range(begin, counted):
        out[at] = codes[i]
        at += 1
    return write_number(codes, counted, end, out, at) if counted < end else at


@kernel
def write_key(
    codes: Codes, parts: Parts, n: int, region: int, marks: Marks, out: Codes, at: int
) -> tuple[int, int, int]:
    """Write the canonical parts to `out[at:]`: (where the building ends, where the room ends, end of `out`).

    -1 instead of an end where the address names no building, or no room of one.
    """
    number, building = _find(parts, n, NUMBER, LANE), _find(parts, n, BUILDING, HOUSE)
    road, park, tower = (
        _find(parts, n, ROAD, ROAD),
        max(_find(parts, n, PARK, TOWER), _find(parts, n, MARKET, MARKET)),
        _find(parts, n, TOWER, TOWER),
    )
    village = _find(parts, n, VILLAGE, GROUP)
    room = max(_find(parts, n, ROOM, SHOP), _find(parts, n, STATION, STATION))
    gate = road >= 0 and number > road and (parts[road, WORD] != NOTHING or parts[road, KIND_OF] != ROAD)
    last_designator = -1
    last_near = _find(parts, n, NEAR, NEAR)
    for k in range(n):
        if parts[k, KIND_OF] in (NUMBER, LANE, BUILDING, HOUSE, UNIT, FLOOR, ROOM, SHOP, STATION):
            last_designator = k
        if parts[k, KIND_OF] == NEAR:
            last_near = k
    placed = road >= 0 or park >= 0 or village >= 0
    has_building = (placed and (number >= 0 or building >= 0)) or tower >= 0
    if region == 0 or (not has_building and not (room >= 0 and park >= 0)) or last_near > last_designator:
        return -1, -1, at
    begin = at
    at = write_int(region, out, at)
    building_end = -1
    inside = False  # past the building's door
    for k in range(n):
        kind = parts[k, KIND_OF]
        if gate and (kind in (STREET, RESIDENTS) or (kind in (ZONE, ESTATE) and region % 100 != 0)):
            continue
        if gate and kind in (PARK, MARKET) and building > k:
            continue
        if kind in (NEAR, LANDMARK) and k < last_designator and placed and park > k:
            continue
        if kind == FLOOR and _floor_repeated(codes, parts, n, k):
            continue
        out[at] = _DASH if kind == GATE_PART else _SLASH
        at += 1
        if kind in (
            TOWN,
            STREET,
            VILLAGE,
            RESIDENTS,
            ZONE,
            ESTATE,
            ROAD,
            PARK,
            TOWER,
            MARKET,
            CAMPUS,
            NEAR,
            LANDMARK,
        ):
            at = _write_name(codes, parts, k, out, at)
            if parts[k, WORD] == NOTHING:
                for i in range(parts[k, VALUE_END], parts[k, END]):
                    out[at] = codes[i]
                    at += 1
            else:
                at = _write_mark(parts, k, marks, out, at)
        else:
            at = write_number(codes, parts[k, BEGIN], parts[k, VALUE_END], out, at)
            at = _write_mark(parts, k, marks, out, at)
        # 20号-5 and 20号之一 are not 20号: what hangs on to a gate or building belongs to it.
        if kind in (NUMBER, LANE, BUILDING, HOUSE, GATE_PART, TOWER) or (
            kind in (PART, AREA) and building_end >= 0 and not inside
        ):
            building_end = at
        inside = inside or kind in (UNIT, FLOOR, ROOM, SHOP, STATION)
    if not has_building:
        building_end = -1
    room_end = at if room >= 0 else -1
    if building_end < 0 and room_end < 0:
        return -1, -1, begin
    return building_end, room_end, at
