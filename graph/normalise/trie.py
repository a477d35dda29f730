"""Longest-match look-up of lexicon words in code points, fast enough for every character of a register."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from graph.jit import kernel
from graph.normalise.codepoints import Codes

NOTHING = -1


class Trie(NamedTuple):
    """A trie whose edges lie in one open-addressing table; node 0 is the root."""

    first: npt.NDArray[np.int32]  # the root's child by character of the basic plane, or NOTHING
    edges: npt.NDArray[np.int64]  # node * 2^21 + character, or NOTHING
    children: npt.NDArray[np.int32]
    values: npt.NDArray[np.int32]  # of each node; NOTHING where no word ends


def build(words: Mapping[str, int], *, backwards: bool = False) -> Trie:
    """A trie of words with their values (0 or more), for `longest` or, backwards, for `longest_before`."""
    edges: dict[tuple[int, int], int] = {}
    values = [NOTHING]
    for word in sorted(words):
        node = 0
        for letter in reversed(word) if backwards else word:
            edge = (node, ord(letter))
            if edge not in edges:
                edges[edge] = len(values)
                values.append(NOTHING)
            node = edges[edge]
        values[node] = words[word]
    size = 1 << max(4, (len(edges) * 2).bit_length())
    table = np.full(size, NOTHING, np.int64)
    children = np.zeros(size, np.int32)
    first = np.full(1 << 16, NOTHING, np.int32)
    for (node, character), child in edges.items():
        slot = _slot(node, character, size)
        while table[slot] != NOTHING:
            slot = (slot + 1) & (size - 1)
        table[slot] = (node << 21) | character
        children[slot] = child
        if node == 0 and character < len(first):
            first[character] = child
    return Trie(first, table, children, np.array(values, np.int32))


@kernel
def _slot(node: int, character: int, size: int) -> int:
    # Small enough for 64 bits, so that Python and the kernel agree.
    return ((node * 0x9E3779B1 + character * 0x85EBCA6B) >> 9) & (size - 1)


@kernel
def step(trie: Trie, node: int, character: int) -> int:
    """The child of a node, or NOTHING."""
    if node == 0 and character < len(trie.first):
        return int(trie.first[character])
    size = len(trie.edges)
    edge = (node << 21) | character
    slot = _slot(node, character, size)
    while trie.edges[slot] != NOTHING:
        if trie.edges[slot] == edge:
            return int(trie.children[slot])
        slot = (slot + 1) & (size - 1)
    return NOTHING


@kernel
def longest(trie: Trie, codes: Codes, at: int, end: int) -> tuple[int, int]:
    """Value and length of the longest word that begins at `at`; (NOTHING, 0) if none does."""
    node = 0
    value = NOTHING
    length = 0
    i = at
    while i < end:
        node = step(trie, node, int(codes[i]))
        if node == NOTHING:
            break
        i += 1
        if trie.values[node] != NOTHING:
            value = trie.values[node]
            length = i - at
    return value, length


@kernel
def longest_before(trie: Trie, codes: Codes, begin: int, at: int) -> tuple[int, int]:
    """Value and length of the longest word that ends just before `at`, not reaching before `begin`."""
    node = 0
    value = NOTHING
    length = 0
    i = at
    while i > begin:
        node = step(trie, node, int(codes[i - 1]))
        if node == NOTHING:
            break
        i -= 1
        if trie.values[node] != NOTHING:
            value = trie.values[node]
            length = at - i
    return value, length
