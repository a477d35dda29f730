"""What two addresses' agreement comes to: a verdict and a score."""

from graph.jit import kernel
from graph.matching.address_kinds import Kind
from graph.matching.address_names import AGREE, CLOSE, CONFLICT, MORE, NESTED, NOTHING, ONE, Statuses
from graph.matching.address_regions import APART, DISTRICT
from graph.matching.comparison import Verdict

TOWN, COMMUNITY, ZONE, ROAD = int(Kind.TOWN), int(Kind.COMMUNITY), int(Kind.ZONE), int(Kind.ROAD)
PARK, NEAR, GROUP, NUMBER = int(Kind.PARK), int(Kind.NEAR), int(Kind.GROUP), int(Kind.NUMBER)
AREA, BUILDING, UNIT, FLOOR = int(Kind.AREA), int(Kind.BUILDING), int(Kind.UNIT), int(Kind.FLOOR)
ROOM, STATION, REST = int(Kind.ROOM), int(Kind.STATION), int(Kind.REST)
SAME, POSSIBLE, DIFFERENT = int(Verdict.SAME), int(Verdict.POSSIBLE), int(Verdict.DIFFERENT)
NEAR_ENOUGH = 0.43  # likeness of names from which two addresses may be one place


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
def judge(
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
    if region == APART:
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
