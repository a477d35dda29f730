"""The kinds of parts an address is made of, and the lexicons that tell them apart."""

from enum import IntEnum
from functools import cache

import numpy as np
import numpy.typing as npt

from graph.normalise import lexicon
from graph.normalise.regions import district_stems, region_words
from graph.normalise.trie import Trie, backwards, build


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
    LANDMARK = 23  # a named place that another lies near
    GATE_PART = 24  # what a dash hangs on to a gate's number: 128-1号
    HOUSE = 25  # a house of an estate that is numbered like a gate
    AREA = 26  # a numbered part of an estate: 三区, 2期
    ESTATE = 27  # an industrial estate: a zone to a key, a named place to people
    SECTION = 29  # of a road, right behind it: 东段
    MARKET = 31  # a named place whose numbers are stalls
    CAMPUS = 32  # continues the name of a school: 紫金港校区
    DISTRICT = 30  # what looks like a county that no list knows
    LINK = 28  # what only right behind a road or village is a word of its own: 与, 口


# The roots in the trie after the divisions'.
PLACES, UNITS, FILLERS, ENDINGS, STEMS = 1, 2, 3, 4, 5
# What the trie holds for a word: its kind, whether it is starred, its number in `marks`.
STARRED, WORD_SHIFT = 1 << 8, 16
KIND = STARRED - 1

# Canonical spellings as code points: those of word w are marks[marks[w]:marks[w + 1]].
Marks = npt.NDArray[np.int64]


@cache
def _rows() -> tuple[list[list[str]], list[list[str]]]:
    return lexicon.rows("places"), lexicon.rows("units")


def _words(rows: list[list[str]], first: int) -> dict[str, int]:
    return {
        word.rstrip("*"): Part[kind.upper()] | (STARRED * word.endswith("*")) | ((first + i) << WORD_SHIFT)
        for i, (word, kind, *_) in enumerate(rows)
    }


@cache
def address_trie() -> Trie:
    """The divisions, the words that end a named part (路, 小区) and those that follow a number (号, 室)."""
    places, units = _rows()
    fillers = {"市辖区": 0, "其他区": 0, "其它区": 0, "NULL": 0, "中国": 1}  # 1: only before a division
    named = _words(places, 0)
    endings = backwards({word: value for word, value in named.items() if value & KIND != Part.NAME})
    return build([region_words(), named, _words(units, len(places)), fillers, endings, district_stems()])


@cache
def address_marks() -> Marks:
    """How keys spell the words: 栋 for 幢, and 村 for 村委会."""
    places, units = _rows()
    marks = [row[2] if len(row) > 2 else row[0].rstrip("*") for row in [*places, *units]]
    ends = np.cumsum([0] + [len(mark) for mark in marks]) + len(marks) + 1
    return np.array([*ends, *(ord(c) for mark in marks for c in mark)], np.int64)
