"""How the names in two addresses agree: town, village, road, estate, each with each."""

from enum import IntEnum

import numpy as np
import numpy.typing as npt

from graph.jit import kernel
from graph.matching.address_kinds import SYMBOLS, Kind
from graph.matching.address_store import Tokens
from graph.matching.edits import ADDED, DROPPED, REPLACED, SWAPPED, equal, one_edit
from graph.normalise.codepoints import Codes, holds

COMMUNITY, ZONE, ROAD, PARK = int(Kind.COMMUNITY), int(Kind.ZONE), int(Kind.ROAD), int(Kind.PARK)
TOWN = int(Kind.TOWN)
NEAR, GROUP = int(Kind.NEAR), int(Kind.GROUP)


class Said(IntEnum):
    """What two addresses say of one kind of name."""

    NOTHING = 0
    ONE = 1  # only one of them names it
    AGREE = 2
    MORE = 3  # what both name agrees, and one of them names another besides
    NESTED = 4  # one name ends with the other: 抱坡路 in 荔枝沟抱坡路
    CLOSE = 5  # one slip apart
    CONFLICT = 6


NOTHING, ONE, AGREE = int(Said.NOTHING), int(Said.ONE), int(Said.AGREE)
MORE, NESTED = int(Said.MORE), int(Said.NESTED)
CLOSE, CONFLICT = int(Said.CLOSE), int(Said.CONFLICT)
Statuses = npt.NDArray[np.int8]
LONGEST = 40  # characters of a name in Latin letters that are looked at for slips
LONG_NAME = 8  # characters from which such a name may have two slips
# One of these for another is no slip: 东街 and 西街, 一期 and 二期.
_TELLING = np.array(
    [ord(c) for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ东西南北中上下前后左右内外新老旧大小甲乙丙丁"],
    np.uint32,
)
_PLACE_ENDINGS = np.array([ord(c) for c in "区镇乡村道处办社市县"], np.uint32)


@kernel
def _ends_with(codes: Codes, a: int, a_end: int, b: int, b_end: int) -> bool:
    """Whether the first text ends with the second."""
    return a_end - a >= b_end - b and equal(codes, a_end - (b_end - b), a_end, codes, b, b_end)


@kernel
def _telling(c: int) -> bool:
    return bool(c >= SYMBOLS or holds(_TELLING, c))


@kernel
def _few_slips(codes: Codes, a: int, a_end: int, b: int, b_end: int) -> bool:
    """Whether two names in Latin letters are one slip apart, or two where they are long.

    Counted as Damerau and Levenshtein do (optimal string alignment), on the first `LONGEST` characters;
    what tells siblings apart must be the same.
    """
    n, m = min(a_end - a, LONGEST), min(b_end - b, LONGEST)
    rows = np.zeros((3, LONGEST + 1), np.int64)
    for j in range(m + 1):
        rows[0, j] = j
    for i in range(1, n + 1):
        row, above, second = i % 3, (i - 1) % 3, (i - 2) % 3
        rows[row, 0] = i
        for j in range(1, m + 1):
            x, y = codes[a + i - 1], codes[b + j - 1]
            least = rows[above, j - 1] + (0 if x == y else 9 if _is_sign(x) or _is_sign(y) else 1)
            least = min(least, rows[above, j] + (9 if _is_sign(x) else 1))
            least = min(least, rows[row, j - 1] + (9 if _is_sign(y) else 1))
            if i > 1 and j > 1 and x == codes[b + j - 2] and y == codes[a + i - 2]:
                least = min(least, rows[second, j - 2] + 1)
            rows[row, j] = least
    return bool(rows[n % 3, m] <= (2 if min(n, m) >= LONG_NAME else 1))


@kernel
def _is_sign(c: int) -> bool:
    """Whether a character in a Latin name stands for a word (road, north) or is a digit."""
    return 48 <= c <= 57 or c >= SYMBOLS


@kernel
def one_slip(codes: Codes, a: int, a_end: int, b: int, b_end: int) -> bool:
    """Whether one character, not one that tells siblings apart, was replaced, left out or swapped."""
    n, m = a_end - a, b_end - b
    if n < 3 or m < 3 or abs(n - m) > 1:
        return False
    if 65 <= codes[a] <= 90 and 65 <= codes[b] <= 90:
        return bool(_few_slips(codes, a, a_end, b, b_end))
    edit, _, at = one_edit(codes, a, a_end, codes, b, b_end)
    if edit == REPLACED:
        return not (_telling(codes[a + at]) or _telling(codes[b + at]))
    if edit == DROPPED:
        return not _telling(codes[a + at])
    if edit == ADDED:
        return not _telling(codes[b + at])
    return edit == SWAPPED


@kernel
def _equals(t: Tokens, i: int, j: int) -> bool:
    """Whether two names are one but for their suffixes: 城南街道, 城南街道办事处; but 路 is not 街."""
    if equal(t.codes, t.begins[i], t.ends[i], t.codes, t.begins[j], t.ends[j]):
        return True
    if t.kinds[i] == ROAD or t.kinds[i] != t.kinds[j]:
        return False
    return bool(equal(t.codes, t.begins[i], t.stems[i], t.codes, t.begins[j], t.stems[j]))


@kernel
def _nested(t: Tokens, i: int, j: int) -> int:
    """What it says that the longer name ends with the shorter; NOTHING where it does not.

    AGREE where what stands before is a place of its own (北苑街道 + 机场路), else NESTED.
    """
    if t.ends[i] - t.begins[i] < t.ends[j] - t.begins[j]:
        i, j = j, i
    shorter = t.ends[j] - t.begins[j]
    before = t.ends[i] - t.begins[i] - shorter
    if shorter < 3 or before < 1 or not _ends_with(t.codes, t.begins[i], t.ends[i], t.begins[j], t.ends[j]):
        return NOTHING
    if holds(_PLACE_ENDINGS, t.codes[t.begins[i] + before - 1]):
        return AGREE
    return NESTED if before > 1 else NOTHING


@kernel
def _joined(t: Tokens, i: int, first: int, last: int, used: Statuses) -> int:
    """How many unused names from `first` on, written together, are name `i`; 0 if none do."""
    at = t.begins[i]
    for k in range(first, last):
        length = t.ends[k] - t.begins[k]
        if used[k - first] or at + length > t.ends[i]:
            return 0
        if not equal(t.codes, at, at + length, t.codes, t.begins[k], t.ends[k]):
            return 0
        at += length
        if at == t.ends[i]:
            return k + 1 - first
    return 0


@kernel
def _join(
    t: Tokens, a: int, a_end: int, b: int, b_end: int, used_a: Statuses, used_b: Statuses, said: Statuses
) -> None:
    """Match a name of one address with several of the other that were cut differently."""
    for i in range(a, a_end):
        if used_a[i - a]:
            continue
        for j in range(b, b_end):
            n = _joined(t, i, j, b_end, used_b[j - b :])
            if n > 1:
                used_a[i - a] = 1
                said[t.kinds[i]] = max(said[t.kinds[i]], AGREE)
                for k in range(j, j + n):
                    used_b[k - b] = 1
                    said[t.kinds[k]] = max(said[t.kinds[k]], AGREE)
                break


@kernel
def _match(
    t: Tokens, a: int, a_end: int, b: int, b_end: int, used_a: Statuses, used_b: Statuses, said: Statuses,
    same_kind: bool,
) -> None:  # fmt: skip
    """Match names that are equal: of one kind first, so that 大南镇大南村 is not matched crosswise."""
    for i in range(a, a_end):
        for j in range(b, b_end):
            if used_a[i - a] or used_b[j - b] or (t.kinds[i] == t.kinds[j]) != same_kind:
                continue
            if (t.kinds[i] == NEAR) == (t.kinds[j] == NEAR) and _equals(t, i, j):
                used_a[i - a] = used_b[j - b] = 1
                said[t.kinds[i]] = said[t.kinds[j]] = AGREE


@kernel
def _names_before(
    t: Tokens, i: int, j: int, c: int, c_end: int, used: Statuses, said: Statuses
) -> None:  # fmt: skip
    """What stands before the shorter name in the longer (城关镇 in 城关镇政府大院), against the names c:c_end
    of the side with the shorter."""
    before = t.ends[i] - (t.ends[j] - t.begins[j])
    for k in range(c, c_end):
        if used[k - c] or t.kinds[k] not in (TOWN, COMMUNITY, ZONE):
            continue
        if equal(t.codes, t.begins[i], before, t.codes, t.begins[k], t.ends[k]):
            used[k - c] = 1
            said[t.kinds[k]] = AGREE
        elif t.codes[before - 1] == t.codes[t.ends[k] - 1]:
            said[t.kinds[k]] = CONFLICT


@kernel
def _match_nested(
    t: Tokens, a: int, a_end: int, b: int, b_end: int, used_a: Statuses, used_b: Statuses, said: Statuses
) -> None:
    for i in range(a, a_end):
        for j in range(b, b_end):
            if used_a[i - a] or used_b[j - b] or t.kinds[i] == NEAR or t.kinds[j] == NEAR:
                continue
            nested = _nested(t, i, j)
            if nested:
                used_a[i - a] = used_b[j - b] = 1
                said[t.kinds[i]] = max(said[t.kinds[i]], nested)
                said[t.kinds[j]] = max(said[t.kinds[j]], nested)
                if t.ends[i] - t.begins[i] > t.ends[j] - t.begins[j]:
                    _names_before(t, i, j, b, b_end, used_b, said)
                else:
                    _names_before(t, j, i, a, a_end, used_a, said)


@kernel
def _siblings(t: Tokens, i: int, j: int) -> bool:
    """Whether two names differ in one character only, whatever they were taken for: 港门村 and 港门春."""
    n, m = t.ends[i] - t.begins[i], t.ends[j] - t.begins[j]
    if min(n, m) < 2 or abs(n - m) > 1:
        return False
    front = back = 0
    while front < min(n, m) and t.codes[t.begins[i] + front] == t.codes[t.begins[j] + front]:
        front += 1
    while back < min(n, m) - front and t.codes[t.ends[i] - 1 - back] == t.codes[t.ends[j] - 1 - back]:
        back += 1
    return bool(front + back >= max(n, m) - 1)


@kernel
def _weigh_rest(
    t: Tokens, a: int, a_end: int, b: int, b_end: int, used_a: Statuses, used_b: Statuses, said: Statuses
) -> None:
    """What the names come to that have no match on the other side."""
    for i in range(a, a_end):
        if used_a[i - a]:
            continue
        kind = t.kinds[i]
        worst = ONE
        for j in range(b, b_end):
            if used_b[j - b] or (t.kinds[j] != kind and not _siblings(t, i, j)):
                continue
            if one_slip(t.codes, t.begins[i], t.ends[i], t.begins[j], t.ends[j]):
                worst = CLOSE
                break
            worst = CONFLICT
        if worst == ONE and said[kind] != NOTHING:
            worst = MORE
        said[kind] = max(said[kind], worst)


@kernel
def align_names(
    t: Tokens, a: int, a_end: int, b: int, b_end: int, used_a: Statuses, used_b: Statuses, said: Statuses
) -> None:
    """Fill `said`, a status for each kind of name, for the names a:a_end and b:b_end.

    `used_a` and `used_b` are scratch; afterwards they say which names have a match.
    """
    said[:] = NOTHING
    used_a[: a_end - a] = 0
    used_b[: b_end - b] = 0
    _match(t, a, a_end, b, b_end, used_a, used_b, said, True)
    _match(t, a, a_end, b, b_end, used_a, used_b, said, False)
    _join(t, a, a_end, b, b_end, used_a, used_b, said)
    _join(t, b, b_end, a, a_end, used_b, used_a, said)
    _match_nested(t, a, a_end, b, b_end, used_a, used_b, said)
    _weigh_rest(t, a, a_end, b, b_end, used_a, used_b, said)
    _weigh_rest(t, b, b_end, a, a_end, used_b, used_a, said)


@kernel
def names_alone(t: Tokens, a: int, a_end: int, used: Statuses) -> bool:
    """Whether a village, zone or estate of one address has no match; `used` as `align_names` leaves it.

    In Latin script, where a street's name and a house's look alike, a street counts too.
    """
    for i in range(a, a_end):
        if used[i - a]:
            continue
        c = t.codes[t.begins[i]]
        latin = 65 <= c <= 90 or c >= SYMBOLS
        if t.kinds[i] in (COMMUNITY, ZONE, PARK) or (t.kinds[i] == ROAD and latin):
            return True
    return False
