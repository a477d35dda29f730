"""How alike the names in two addresses are, where not all of them agree: 0 to 1.

Pairs of neighbouring characters that both sides hold, weighted: what any place could be called (小区, 公司,
路) counts little, a town less than a road. What is shared is measured more against the side that says less.
"""

import numpy as np
import numpy.typing as npt

from graph.jit import kernel
from graph.matching.address_kinds import Kind
from graph.matching.address_store import Tokens
from graph.normalise.address_words import KIND, PLACES, Part
from graph.normalise.trie import NOTHING, Trie, longest

GENERIC = 0.15  # weight of a character in a word of the lexicon `places`
LEAST = 2.5  # so much has to be named before its share counts in full
LEAN = 0.7  # exponent of the side that says less; the other has the rest
NUMBER_WEIGHT = 0.5
MOST = 64  # pairs of characters that are looked at on one side

# Of the kinds before GROUP, in their order.
_WEIGHTS = np.zeros(int(Kind.GROUP))
for _kind, _weight in (
    (Kind.TOWN, 0.3),
    (Kind.COMMUNITY, 1.0),
    (Kind.ZONE, 0.5),
    (Kind.ROAD, 1.1),
    (Kind.PARK, 0.9),
    (Kind.NEAR, 0.5),
):
    _WEIGHTS[int(_kind)] = _weight
_NAME = int(Part.NAME)

Weights = npt.NDArray[np.float32]
Pairs = npt.NDArray[np.int64]
Sums = npt.NDArray[np.float64]


@kernel
def weigh_characters(t: Tokens, first: int, n: int, trie: Trie, weights: Weights) -> None:
    """Fill `weights`, parallel to `t.codes`, for the names among the tokens first:n."""
    for k in range(first, n):
        begin, end = t.begins[k], t.ends[k]
        i = begin
        while i < end:
            word, length = longest(trie, PLACES, t.codes, i, end)
            generic = word != NOTHING and (word & KIND) != _NAME and (length > 1 or i + 1 == end)
            if not generic:
                length = 1
            weights[i : i + length] = GENERIC if generic else 1.0
            i += length


@kernel
def _pairs(t: Tokens, a: int, a_end: int, weights: Weights, keys: Pairs, values: Sums) -> int:
    n = 0
    for k in range(a, a_end):
        for i in range(t.begins[k], t.ends[k] - 1):
            key = (np.int64(t.codes[i]) << 32) | np.int64(t.codes[i + 1])
            value = (weights[i] + weights[i + 1]) / 2 * _WEIGHTS[t.kinds[k]]
            at = 0
            while at < n and keys[at] != key:
                at += 1
            if at == n:
                if n == MOST:
                    return n
                n += 1
                keys[at] = key
                values[at] = value
            else:
                values[at] = max(values[at], value)
    return n


@kernel
def likeness(
    t: Tokens, a: int, a_end: int, b: int, b_end: int, weights: Weights, number: int, pairs: Pairs, sums: Sums
) -> float:
    """How alike the names a:a_end and b:b_end are; `number` is 1 where the numbers agree, -1 where not, or 0.

    `pairs` and `sums` are scratch of two rows each.
    """
    n = _pairs(t, a, a_end, weights, pairs[0], sums[0])
    m = _pairs(t, b, b_end, weights, pairs[1], sums[1])
    shared = NUMBER_WEIGHT * (number > 0)
    of_a, of_b = sums[0, :n].sum(), sums[1, :m].sum()
    if number:
        of_a += NUMBER_WEIGHT
        of_b += NUMBER_WEIGHT
    for i in range(n):
        for j in range(m):
            if pairs[0, i] == pairs[1, j]:
                shared += min(sums[0, i], sums[1, j])
                break
    less, more = min(of_a, of_b), max(of_a, of_b)
    return float(min(shared / max(less**LEAN * more ** (1 - LEAN), LEAST), 1.0))
