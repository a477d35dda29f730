"""How the names in two addresses agree: town, village, road, estate, each with each."""

from enum import IntEnum

import numpy as np
import numpy.typing as npt

from graph.jit import kernel
from graph.matching.address_cut import Tokens
from graph.matching.address_kinds import Kind
from graph.normalise.codepoints import Codes

TOWN, COMMUNITY, ROAD, PARK = int(Kind.TOWN), int(Kind.COMMUNITY), int(Kind.ROAD), int(Kind.PARK)
NEAR, GROUP = int(Kind.NEAR), int(Kind.GROUP)


class Said(IntEnum):
    """What two addresses say of one kind of name."""

    NOTHING = 0
    ONE = 1  # only one of them names it
    AGREE = 2
    NESTED = 3  # one name ends with the other: 抱坡路 in 荔枝沟抱坡路
    CLOSE = 4  # one slip apart
    CONFLICT = 5


NOTHING, ONE, AGREE = int(Said.NOTHING), int(Said.ONE), int(Said.AGREE)
NESTED, CLOSE, CONFLICT = int(Said.NESTED), int(Said.CLOSE), int(Said.CONFLICT)
Statuses = npt.NDArray[np.int8]
LONGEST = 24  # characters of a name that are looked at for slips
# One of these for another is no slip: 东街 and 西街, 一期 and 二期.
_TELLING = np.array(
    [ord(c) for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ东西南北中上下前后左右内外新老旧大小甲乙丙丁"],
    np.uint32,
)


@kernel
def equal_texts(codes: Codes, a: int, a_end: int, b: int, b_end: int) -> bool:
    """Whether `codes[a:a_end]` and `codes[b:b_end]` are the same."""
    if a_end - a != b_end - b:
        return False
    for i in range(a_end - a):
        if codes[a + i] != codes[b + i]:
            return False
    return True


@kernel
def _ends_with(codes: Codes, a: int, a_end: int, b: int, b_end: int) -> bool:
    """Whether the first text ends with the second."""
    return a_end - a >= b_end - b and equal_texts(codes, a_end - (b_end - b), a_end, b, b_end)


@kernel
def _telling(c: int) -> bool:
    for x in _TELLING:
        if x == c:
            return True
    return False


@kernel
def one_slip(codes: Codes, a: int, a_end: int, b: int, b_end: int) -> bool:
    """Whether one character, not one that tells siblings apart, was replaced, left out or swapped."""
    n, m = a_end - a, b_end - b
    if n < 3 or m < 3 or abs(n - m) > 1:
        return False
    i = 0
    while i < min(n, m) and codes[a + i] == codes[b + i]:
        i += 1
    j = 0
    while j < min(n, m) - i and codes[a_end - 1 - j] == codes[b_end - 1 - j]:
        j += 1
    if n == m:
        if n - i - j == 2:
            return bool(codes[a + i] == codes[b + i + 1] and codes[a + i + 1] == codes[b + i])
        return n - i - j == 1 and not (_telling(codes[a + i]) or _telling(codes[b + i]))
    if i + j < min(n, m):
        return False
    return not _telling(codes[a + i] if n > m else codes[b + i])


@kernel
def _equals(t: Tokens, i: int, j: int) -> bool:
    """Whether two names are one but for their suffixes: 城南街道, 城南街道办事处; but 路 is not 街."""
    if equal_texts(t.codes, t.begins[i], t.ends[i], t.begins[j], t.ends[j]):
        return True
    return t.kinds[i] != ROAD and equal_texts(t.codes, t.begins[i], t.stems[i], t.begins[j], t.stems[j])


@kernel
def _nested(t: Tokens, i: int, j: int) -> bool:
    """Whether the longer name ends with the shorter, at least two characters before it."""
    if t.ends[i] - t.begins[i] < t.ends[j] - t.begins[j]:
        i, j = j, i
    shorter = t.ends[j] - t.begins[j]
    if shorter < 3 or t.ends[i] - t.begins[i] < shorter + 2:
        return False
    return _ends_with(t.codes, t.begins[i], t.ends[i], t.begins[j], t.ends[j])


@kernel
def _joined(t: Tokens, i: int, first: int, last: int, used: Statuses) -> int:
    """How many unused names from `first` on, written together, are name `i`; 0 if none do."""
    at = t.begins[i]
    for k in range(first, last):
        length = t.ends[k] - t.begins[k]
        if used[k - first] or at + length > t.ends[i]:
            return 0
        if not equal_texts(t.codes, at, at + length, t.begins[k], t.ends[k]):
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
def align_names(
    t: Tokens, a: int, a_end: int, b: int, b_end: int, used_a: Statuses, used_b: Statuses, said: Statuses
) -> int:
    """Fill `said` (a status for each kind of name); returns where names on one side alone were found.

    The names are the tokens a:a_end and b:b_end. Bit 0 of the result: the first has names that the second
    does not have; bit 1: the other way round.
    """
    said[:] = NOTHING
    used_a[: a_end - a] = 0
    used_b[: b_end - b] = 0
    for i in range(a, a_end):
        for j in range(b, b_end):
            near = (t.kinds[i] == NEAR) != (t.kinds[j] == NEAR)
            if not used_b[j - b] and not near and _equals(t, i, j):
                used_a[i - a] = used_b[j - b] = 1
                said[t.kinds[i]] = AGREE
                break
    _join(t, a, a_end, b, b_end, used_a, used_b, said)
    _join(t, b, b_end, a, a_end, used_b, used_a, said)
    for i in range(a, a_end):
        for j in range(b, b_end):
            if used_a[i - a] or used_b[j - b] or t.kinds[i] == NEAR or t.kinds[j] == NEAR:
                continue
            if _nested(t, i, j):
                used_a[i - a] = used_b[j - b] = 1
                said[t.kinds[i]] = max(said[t.kinds[i]], NESTED)
                said[t.kinds[j]] = max(said[t.kinds[j]], NESTED)
    alone = 0
    for i in range(a, a_end):
        if used_a[i - a]:
            continue
        kind = t.kinds[i]
        worst = ONE
        for j in range(b, b_end):
            if used_b[j - b] or t.kinds[j] != kind:
                continue
            if one_slip(t.codes, t.begins[i], t.ends[i], t.begins[j], t.ends[j]):
                worst = CLOSE
                break
            worst = CONFLICT
        if worst == ONE:
            alone |= 1
            worst = NOTHING if said[kind] else ONE
        said[kind] = max(said[kind], worst)
    for j in range(b, b_end):
        if used_b[j - b]:
            continue
        kind = t.kinds[j]
        if said[kind] < CLOSE:
            alone |= 2
            said[kind] = max(said[kind], ONE)
    return alone
