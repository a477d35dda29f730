"""The kinds of parts an address is made of, and the lexicons that tell them apart."""

from enum import IntEnum
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from graph.normalise import lexicon
from graph.normalise.trie import Trie, build


class Part(IntEnum):
    """What a part of an address is; the order means nothing."""

    TOWN = 0
    STREET = 1  # a town that addresses often leave out
    VILLAGE = 2
    RESIDENTS = 3  # a residents' committee, likewise left out
    ZONE = 4
    ROAD = 5
    PARK = 6
    TOWER = 7  # a named place that is one building
    NEAR = 8  # the place lies near what was named
    NOISE = 9
    QUALIFIER = 10  # 负, 附: changes the number behind it
    NUMBER = 11
    LANE = 12
    BUILDING = 13
    UNIT = 14
    FLOOR = 15
    ROOM = 16
    SHOP = 17
    STATION = 18
    GROUP = 19
    PART = 20
    BARE = 21  # a number or letter without a unit
    NAME = 22  # a name of unknown kind; in the lexicons: a word that does not end a name


class Words(NamedTuple):
    """A lexicon: word w has a kind, whether it is starred (see the files), and a canonical spelling.

    `marks` holds the code points written into keys, `mark_starts` where those of word w begin.
    """

    trie: Trie
    kinds: npt.NDArray[np.int8]
    starred: npt.NDArray[np.bool_]
    marks: npt.NDArray[np.uint32]
    mark_starts: npt.NDArray[np.int64]


def _words(name: str) -> Words:
    rows = lexicon.rows(name)
    marks = [row[2] if len(row) > 2 else row[0].rstrip("*") for row in rows]
    return Words(
        build({row[0].rstrip("*"): i for i, row in enumerate(rows)}),
        np.array([Part[row[1].upper()] for row in rows], np.int8),
        np.array([row[0].endswith("*") for row in rows]),
        np.array([ord(c) for mark in marks for c in mark], np.uint32),
        np.cumsum([0] + [len(mark) for mark in marks]).astype(np.int64),
    )


@cache
def places() -> Words:
    """Words that end a named part (路, 镇, 小区)."""
    return _words("places")


@cache
def units() -> Words:
    """Words that follow a number or a letter (号, 栋, 室)."""
    return _words("units")
