"""Longest-match look-up of lexicon words in code points, fast enough for every character of a register."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from graph.jit import kernel
from graph.normalise.codepoints import Codes

# One array, because kernels pay for every array they are handed: an open-addressing table of pairs
# (node * 2^21 + character, child * 2^32 + value + 1), value + 1 being 0 where no word ends.
Trie = npt.NDArray[np.int64]
NOTHING = -1
_VALUE = (1 << 32) - 1


def build(lists: Sequence[Mapping[str, int]]) -> Trie:
    """A trie of several word lists, each with values of 0 or more; the i-th list has the root i."""
    edges: dict[tuple[int, int], int] = {}
    values = [0] * len(lists)
    for root, words in enumerate(lists):
        for word in sorted(words):
            node = root
            for letter in word:
                edge = (node, ord(letter))
                if edge not in edges:
                    edges[edge] = len(values)
                    values.append(0)
                node = edges[edge]
            values[node] = words[word] + 1
    size = 1 << max(4, (len(edges) * 2).bit_length())
    trie = np.full(2 * size, NOTHING, np.int64)
    for (node, character), child in edges.items():
        slot = _slot(node, character, size)
        while trie[2 * slot] != NOTHING:
            slot = (slot + 1) & (size - 1)
        trie[2 * slot] = (node << 21) | character
        trie[2 * slot + 1] = (child << 32) | values[child]
    return trie


def backwards(words: Mapping[str, int]) -> dict[str, int]:
    """A word list for `longest_before`."""
    return {word[::-1]: value for word, value in words.items()}


@kernel
def _slot(node: int, character: int, size: int) -> int:
    # Small enough for 64 bits, so that Python and the kernel agree.
    return ((node * 0x9E3779B1 + character * 0x85EBCA6B) >> 9) & (size - 1)


@kernel
def step(trie: Trie, node: int, character: int) -> int:
    """What lies behind a node's edge, for `child` and `word_value`, or NOTHING. A root is a node."""
    size = len(trie) >> 1
    edge = (node << 21) | character
    slot = _slot(node, character, size)
    while trie[2 * slot] != NOTHING:
        if trie[2 * slot] == edge:
            return int(trie[2 * slot + 1])
        slot = (slot + 1) & (size - 1)
    return NOTHING


@kernel
def child(packed: int) -> int:
    """The node that a step led to."""
    return packed >> 32


@kernel
def word_value(packed: int) -> int:
    """The value of the word that a step completed, or NOTHING."""
    return (packed & _VALUE) - 1


@kernel
def longest(trie: Trie, root: int, codes: Codes, at: int, end: int) -> tuple[int, int]:
    """Value and length of the longest word that begins at `at`; (NOTHING, 0) if none does."""
    node = root
    value = NOTHING
    length = 0
    i = at
    while i < end:
        packed = step(trie, node, int(codes[i]))
        if packed == NOTHING:
            break
        i += 1
        node = packed >> 32
        if packed & _VALUE:
            value = (packed & _VALUE) - 1
            length = i - at
    return value, length


@kernel
def longest_before(trie: Trie, root: int, codes: Codes, begin: int, at: int) -> tuple[int, int]:
    """Value and length of the longest word that ends just before `at`, not reaching before `begin`."""
    node = root
    value = NOTHING
    length = 0
    i = at
    while i > begin:
        packed = step(trie, node, int(codes[i - 1]))
        if packed == NOTHING:
            break
        i -= 1
        node = packed >> 32
        if packed & _VALUE:
            value = (packed & _VALUE) - 1
            length = at - i
    return value, length
