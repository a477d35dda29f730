"""Whether two addresses are in one building, as far as both tell."""

from graph.jit import kernel
from graph.matching.address_kinds import ONE_BUILDING, Kind
from graph.matching.address_names import AGREE, CONFLICT, MORE, NESTED, NOTHING, ONE, Statuses
from graph.matching.address_regions import APART
from graph.matching.address_store import Tokens

TOWN, COMMUNITY, ZONE, ROAD = int(Kind.TOWN), int(Kind.COMMUNITY), int(Kind.ZONE), int(Kind.ROAD)
PARK, NEAR, GROUP, NUMBER = int(Kind.PARK), int(Kind.NEAR), int(Kind.GROUP), int(Kind.NUMBER)
AREA, BUILDING, UNIT, FLOOR = int(Kind.AREA), int(Kind.BUILDING), int(Kind.UNIT), int(Kind.FLOOR)
ROOM = int(Kind.ROOM)
UNKNOWN, NO, YES = -1, 0, 1


@kernel
def _is_one_building(t: Tokens, a: int, a_end: int) -> bool:
    for i in range(a, a_end):
        if t.flags[i] & ONE_BUILDING and t.kinds[i] == PARK:
            return True
    return False


@kernel
def _other_building(depth: int, said: Statuses) -> bool:
    """Whether something that lies above rooms differs."""
    if depth == APART or said[TOWN] == CONFLICT or said[COMMUNITY] == CONFLICT or said[ZONE] == CONFLICT:
        return True
    if CONFLICT in (said[GROUP], said[AREA], said[BUILDING], said[NUMBER]):
        return True
    gate = said[ROAD] in (AGREE, MORE) and said[NUMBER] == AGREE
    if said[PARK] == CONFLICT and (said[BUILDING] != NOTHING or not gate):
        return True
    return bool(said[ROAD] == CONFLICT and said[PARK] not in (AGREE, MORE))


@kernel
def _left_open(said: Statuses) -> bool:
    """Whether something that lies above rooms is named by one side alone, or not quite alike."""
    if said[NEAR] not in (NOTHING, AGREE) or said[GROUP] == ONE or said[NUMBER] == NESTED:
        return True
    if said[AREA] not in (NOTHING, AGREE) or said[BUILDING] not in (NOTHING, AGREE):
        return True
    return bool(max(said[ROAD], said[PARK], said[TOWN], said[COMMUNITY]) > NESTED)


@kernel
def same_building(t: Tokens, a: int, a_end: int, b: int, b_end: int, depth: int, said: Statuses) -> int:
    """YES, NO, or UNKNOWN where what both name does not tell; for the tokens a:a_end and b:b_end."""
    if _other_building(depth, said):
        return NO
    if _left_open(said):
        return UNKNOWN
    road = said[ROAD] in (AGREE, MORE)
    place = road or AGREE in (said[COMMUNITY], said[ZONE], said[TOWN])
    if said[BUILDING] == AGREE:
        return YES if said[PARK] in (AGREE, MORE, NESTED) or (place and said[NUMBER] != ONE) else UNKNOWN
    if said[NUMBER] == AGREE and (road or (place and said[ROAD] == NOTHING)):
        return YES
    if said[PARK] == AGREE:
        tower = _is_one_building(t, a, a_end) or _is_one_building(t, b, b_end)
        inside = said[ROOM] >= AGREE or said[FLOOR] >= AGREE or said[UNIT] >= AGREE
        return YES if tower or (inside and said[NUMBER] != ONE) else UNKNOWN
    return UNKNOWN
