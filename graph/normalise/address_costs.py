"""How unlikely a run of names is to be cut in a certain way: the figures behind `address_names`.

All are in tenths of a nat (ten times the negative logarithm of a probability, rounded by hand): what
addresses usually look like. A road's name has two characters before its 路 nine times in ten; a village
follows a town far more often than a road; a number with 号 follows a road. Only differences matter. A score
of them was then moved, one by one, to where the parts of open addresses come out best
(`bench.address_parts`, the half to learn from).
"""

from enum import IntEnum

import numpy as np

from graph.normalise.address_words import Part

NEVER = 10_000


class Class(IntEnum):
    """What a piece is to its neighbours; the last four only stand before a run."""

    TOWN = 0
    VILLAGE = 1
    ZONE = 2
    ESTATE = 3
    ROAD = 4
    PLACE = 5
    NAME = 6  # without a word that tells what it is
    NEAR = 7
    START = 8
    GATE = 9  # behind a number
    INNER = 10  # behind a building or unit
    LEVEL = 11  # behind a floor or room


class Follow(IntEnum):
    """What comes after a run of names."""

    END = 0
    NUMBER = 1  # with 号 or 弄
    BARE = 2  # a number without a unit
    INNER = 3  # a building or anything in one
    GROUP = 4  # of a village
    AREA = 5  # of an estate: 三区


CLASS_OF = np.full(len(Part), -1, np.int64)
for _class, _kinds in (
    (Class.TOWN, (Part.TOWN, Part.STREET)),
    (Class.VILLAGE, (Part.VILLAGE, Part.RESIDENTS)),
    (Class.ZONE, (Part.ZONE, Part.DISTRICT)),
    (Class.ESTATE, (Part.ESTATE,)),
    (Class.ROAD, (Part.ROAD, Part.GROUP)),
    (Class.PLACE, (Part.PARK, Part.TOWER, Part.MARKET, Part.AREA, Part.CAMPUS)),
    (Class.NAME, (Part.NAME,)),
    (Class.NEAR, (Part.NEAR, Part.NOISE, Part.QUALIFIER, Part.LINK, Part.SECTION)),
):
    CLASS_OF[list(_kinds)] = _class

# By class, by how many characters stand before the word that tells the class (the last goes for all longer
# ones); for a name without such a word, by its length.
LENGTH = np.array([
    [90, 40, 1, 20, 45, 70, 90, 90, 90, 90, 90, 90],  # TOWN
    [70, 27, 2, 18, 45, 70, 90, 90, 90, 90, 90, 90],  # VILLAGE
    [8, 40, 5, 15, 25, 35, 45, 55, 65, 75, 85, 90],  # ZONE
    [20, 25, -1, 15, 25, 35, 45, 55, 65, 75, 85, 90],  # ESTATE
    [60, 22, 2, 28, 52, 75, 85, 90, 95, 99, 99, 99],  # ROAD
    [35, 32, 6, 18, 18, 12, 26, 44, 33, 38, 40, 53],  # PLACE
    [99, 70, 20, 18, 12, 22, 26, 34, 38, 42, 48, 52],  # NAME
    [-28, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],  # NEAR
], np.int64)  # fmt: skip

# From the class in the row to that in the column.
STEP = np.array([
    # TOWN VILLAGE ZONE ESTATE ROAD PLACE NAME NEAR
    [50, 14, 50, 25, 9, 14, 20, 60],  # TOWN
    [80, 50, 80, 30, 12, 4, 13, 30],  # VILLAGE
    [35, 30, 60, 30, 3, 15, 25, 50],  # ZONE
    [60, 40, 60, 60, 5, 20, 20, 30],  # ESTATE
    [60, 45, 60, 30, 4, -6, 12, 20],  # ROAD
    [50, 45, 60, 25, 14, 12, 8, 20],  # PLACE
    [60, 43, 60, 15, 16, 14, 90, 22],  # NAME
    [50, 40, 50, 25, 14, 8, 10, 25],  # NEAR
    [8, 30, 30, 10, 3, 16, 46, 50],  # START
    [60, 45, 60, 25, 45, 5, 16, 25],  # GATE
    [60, 60, 60, 30, 45, 8, 8, 25],  # INNER
    [70, 70, 70, 40, 60, 8, 5, 25],  # LEVEL
], np.int64)  # fmt: skip

# From the class of the last name (row) to what follows the run.
LAST = np.array([
    # END NUMBER BARE INNER GROUP AREA
    [0, 25, 40, 50, 15, 40],  # TOWN
    [0, 5, 15, 30, 0, 15],  # VILLAGE
    [0, 30, 30, 25, 30, 30],  # ZONE
    [0, 25, 15, 10, 30, 10],  # ESTATE
    [0, 0, 15, 30, 30, 30],  # ROAD
    [0, 15, 2, 0, 30, 5],  # PLACE
    [0, 20, 6, 5, 15, 3],  # NAME
    [0, 5, 5, 10, 30, 20],  # NEAR
], np.int64)  # fmt: skip

STARRED_INSIDE = 12  # a word that mostly ends a name at the end of a run, within one
UNLISTED_TOWN = -2  # a town that no gazetteer knows
# A town without its 镇 or 街道, by where the gazetteer knows it: the county, the city, the province, once or
# more in the country.
SHORT_TOWN = np.array([-10, 0, 25, 14, 28], np.int64)
LISTED_TOWN = 4  # what its 镇 or 街道 makes a town of the gazetteer likelier
WORD_INSIDE = 25  # a word within a name that could have ended it
STARRED_INSIDE_NAME = 0
PLACE_INSIDE = 15
TORN = 30  # a name of unknown kind that ends inside a word
NEAR_INSIDE = 50  # a word for nearness (对面) within a name
AREA_COST = 5  # 东区 and the like, which are no names
UNLISTED_DISTRICT = 25  # three characters that end in 区, 县 or 市, at the front
SUFFIX_FIRST = 15  # a name that begins with a word which might have ended the one before (路东段)
STARRED_WHOLE = 15  # a name of unknown kind that ends in such a word
