"""How the designators of two addresses agree: number, building, unit, floor, room."""

from graph.jit import kernel
from graph.matching.address_kinds import IMPLIED, MARK, PLAIN, REPEATED, Kind
from graph.matching.address_names import AGREE, CONFLICT, NESTED, NOTHING, ONE, Statuses
from graph.matching.address_spelling import floor_of
from graph.matching.address_store import Tokens
from graph.matching.edits import equal
from graph.normalise.codepoints import Codes
from graph.normalise.numerals import plain_int

GROUP, NUMBER, BUILDING, FLOOR = int(Kind.GROUP), int(Kind.NUMBER), int(Kind.BUILDING), int(Kind.FLOOR)
ROOM, REST = int(Kind.ROOM), int(Kind.REST)
_DASH, _COMMA = ord("-"), ord(",")


@kernel
def _same_value(t: Tokens, i: int, j: int) -> bool:
    return bool(equal(t.codes, t.begins[i], t.ends[i], t.codes, t.begins[j], t.ends[j]))


@kernel
def _same_mark(t: Tokens, i: int, j: int) -> bool:
    """101 may be 101室, but not 101铺."""
    a, b = t.flags[i] & MARK, t.flags[j] & MARK
    return bool(a == b or (a <= PLAIN and b <= PLAIN))


@kernel
def _one(t: Tokens, i: int, j: int) -> bool:
    """Whether two designators are the same; what a compound implies may be a building, a unit or a floor."""
    if not _same_value(t, i, j) or not _same_mark(t, i, j):
        return False
    a, b = t.kinds[i], t.kinds[j]
    if a == b:
        return True
    if a > b:
        i, j, a, b = j, i, b, a
    if a == NUMBER:
        return bool(t.flags[i] & IMPLIED) and b in (BUILDING, ROOM)
    return bool((t.flags[i] | t.flags[j]) & IMPLIED) and a >= BUILDING and b <= FLOOR


@kernel
def _next(t: Tokens, i: int, end: int) -> int:
    """From `i` on, the first designator that is no repeated floor."""
    while i < end and t.flags[i] & REPEATED:
        i += 1
    return i


@kernel
def same_sequence(t: Tokens, a: int, a_end: int, b: int, b_end: int) -> int:
    """1 where the designators are the same one by one, 2 where only one side has the number, else 0."""
    numbers = 1
    i, j = _next(t, a, a_end), _next(t, b, b_end)
    while i < a_end or j < b_end:
        if i < a_end and j < b_end and _one(t, i, j):
            i, j = _next(t, i + 1, a_end), _next(t, j + 1, b_end)
        elif i < a_end and t.kinds[i] == NUMBER and (j == b_end or t.kinds[j] != NUMBER):
            numbers = 2
            i = _next(t, i + 1, a_end)
        elif j < b_end and t.kinds[j] == NUMBER and (i == a_end or t.kinds[i] != NUMBER):
            numbers = 2
            j = _next(t, j + 1, b_end)
        else:
            return 0
    return numbers


@kernel
def _contains(codes: Codes, a: int, a_end: int, b: int, b_end: int) -> bool:
    """Whether the second value hangs on, lies in or is listed in the first: 8-2 and 8, 101-105 and 103."""
    wanted = plain_int(codes, b, b_end)
    start = a
    low = -1
    for i in range(a + 1, a_end + 1):
        if i < a_end and (48 <= codes[i] <= 57 or 65 <= codes[i] <= 90):
            continue
        if equal(codes, start, i, codes, b, b_end):
            return True
        value = plain_int(codes, start, i)
        if 0 <= low <= wanted <= value:
            return True
        low = value if i < a_end and codes[i] == _DASH else -1
        start = i + 1
    return False


@kernel
def _first(t: Tokens, a: int, a_end: int, kind: int) -> int:
    for i in range(a, a_end):
        if t.kinds[i] == kind:
            return i
    return -1


@kernel
def _compare(t: Tokens, i: int, a_end: int, j: int, b_end: int) -> int:
    """The designators of one kind, the first of which are i and j, one after the other."""
    kind = t.kinds[i]
    worst = AGREE
    while i < a_end and j < b_end and t.kinds[i] == kind and t.kinds[j] == kind:
        if not _same_value(t, i, j):
            a, a_stop, b, b_stop = t.begins[i], t.ends[i], t.begins[j], t.ends[j]
            if not _contains(t.codes, a, a_stop, b, b_stop) and not _contains(t.codes, b, b_stop, a, a_stop):
                return CONFLICT
            worst = NESTED
        elif not _same_mark(t, i, j):
            worst = NESTED
        i += 1
        j += 1
    more = (i < a_end and t.kinds[i] == kind) or (j < b_end and t.kinds[j] == kind)
    return NESTED if more else worst


@kernel
def _told_floor(t: Tokens, floor: int, room: int) -> int:
    """Whether a floor named by one side is that of the other side's room."""
    told = floor_of(t.codes, t.begins[room], t.ends[room])
    if told == 0:
        return ONE
    named = plain_int(t.codes, t.begins[floor], t.ends[floor])
    if t.codes[t.begins[floor]] == _DASH:
        named = -plain_int(t.codes, t.begins[floor] + 1, t.ends[floor])
    return AGREE if told == named else CONFLICT


@kernel
def align_designators(t: Tokens, a: int, a_end: int, b: int, b_end: int, said: Statuses) -> int:
    """Fill `said` for the kinds from `GROUP` on; returns what `same_sequence` does.

    NESTED says that one value holds the other (101-105 and 103), or that both bear another mark (101室,
    101铺).
    """
    same = same_sequence(t, a, a_end, b, b_end)
    for kind in range(GROUP, REST + 1):
        i, j = _first(t, a, a_end, kind), _first(t, b, b_end, kind)
        if i < 0 and j < 0:
            said[kind] = NOTHING
        elif i < 0 or j < 0:
            said[kind] = ONE
        else:
            said[kind] = _compare(t, i, a_end, j, b_end)
    rooms = _first(t, a, a_end, ROOM), _first(t, b, b_end, ROOM)
    if said[FLOOR] == ONE and said[ROOM] == ONE:
        i, j = _first(t, a, a_end, FLOOR), _first(t, b, b_end, FLOOR)
        if i >= 0 and rooms[1] >= 0:
            said[FLOOR] = _told_floor(t, i, rooms[1])
        elif j >= 0 and rooms[0] >= 0:
            said[FLOOR] = _told_floor(t, j, rooms[0])
    if same:  # a compound's parts may have been taken for other kinds
        for kind in range(GROUP, REST + 1):
            if said[kind] != NOTHING and not (same == 2 and kind == NUMBER):
                said[kind] = AGREE
    return same
