"""What each outcome of comparing a part says: its probability for one person, two strangers, two of a family.

The form is that of Fellegi and Sunter (A theory for record linkage, 1969), with a third hypothesis beside
theirs: people of one family share surname, home, phone and firm, so that these, together, prove little.
Every number is a probability or a share and stands with its reason; none was fitted to labelled pairs.
"""

from collections.abc import Mapping
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Levels = npt.NDArray[np.int8]

# A register is taken to hold so many people, as a city's does; each has one other mention and five relatives
# in it.
POPULATION = 500_000
RELATIVES = 5


class Chinese(IntEnum):
    """Two Chinese names."""

    UNKNOWN = 0
    SAME = 1
    SOUNDS_ALIKE = 2  # or looks alike, character by character
    TURNED_ROUND = 3
    LEFT_OUT = 4  # a character of the given name
    ONE_CHARACTER = 5  # of two in the given name is the same
    SAME_GIVEN = 6
    SAME_SURNAME = 7
    OTHER = 8
    ROMANISED = 9  # one is the other in pinyin
    ROMANISED_OTHER = 10


class Birth(IntEnum):
    """Two dates of birth."""

    UNKNOWN = 0
    DAY = 1
    DEFAULT_DAY = 2  # the first of January: what is written where only the year is known
    MONTH = 3
    YEAR = 4
    SWAPPED = 5  # day and month
    SLIP = 6  # one digit, or two neighbouring ones swapped
    DAY_OF_OTHER_YEAR = 7
    OTHER_DAY_OF_MONTH = 8
    NEARLY = 9  # two coarse dates: the next year, another month of the year
    OTHER = 10


class Id(IntEnum):
    """Two ids of people."""

    UNKNOWN = 0
    SAME_CHECKED = 1  # its check digit holds
    SAME = 2  # of a system that has no check we know
    SLIP = 3  # one character, where not both are valid
    MASKED_FITS = 4  # what is visible agrees, the last digits among it
    MASKED_MAY_FIT = 5
    MASKED_DIFFERS = 6
    TWO_CHECKED = 7
    TWO = 8  # of one system
    TWO_UNCHECKED = 9  # one is no valid resident id, so it may be mistyped
    TWO_SYSTEMS = 10


class Region(IntEnum):
    """Two home regions: divisions where they can be read, otherwise texts."""

    UNKNOWN = 0
    COUNTY = 1
    CITY = 2  # one side says no more than the city
    OTHER_COUNTY = 3  # of one city
    PROVINCE = 4  # one side says no more
    OTHER_CITY = 5  # of one province
    OTHER = 6
    TEXT = 7
    TEXT_ALIKE = 8
    OTHER_TEXT = 9


class Phone(IntEnum):
    """Two phone numbers."""

    UNKNOWN = 0
    SAME = 1
    AGENTS = 2  # the same, and one of the two is there as an agent, whose number many use
    SLIP = 3
    OTHER = 4


class Firm(IntEnum):
    """Two firms that people have roles in."""

    UNKNOWN = 0
    SAME = 1
    ALIKE = 2  # the same brand: a branch, a sister
    OTHER = 3


class Role(IntEnum):
    """Two roles or occupations."""

    UNKNOWN = 0
    SAME = 1
    BOTH_INDEPENDENT = 2  # independent directors sit on several boards
    SAME_OCCUPATION = 3
    OTHER = 4
    OTHER_OCCUPATION = 5
    AGENT_AND_OTHER = 6


class Gender(IntEnum):
    """Two genders."""

    UNKNOWN = 0
    SAME = 1
    OTHER = 2


_NOTHING = (1.0, 1.0, 1.0)
# Two grown people were born in the same year once in 35 times: most of them are of a few decades.
_YEAR = 1 / 35
_MONTH, _DAY = _YEAR / 12, _YEAR / 365

# P(outcome | one person) and P(outcome | two of a family); of strangers it depends on the name. A family
# shares the surname, siblings often a character, and nobody is given a relative's whole name.
CHINESE = {
    Chinese.UNKNOWN: (1.0, 1.0),
    Chinese.SAME: (0.93, 1e-4),
    Chinese.SOUNDS_ALIKE: (0.02, 1e-3),
    Chinese.TURNED_ROUND: (0.003, 1e-3),
    Chinese.LEFT_OUT: (0.008, 0.01),
    Chinese.ONE_CHARACTER: (0.003, 0.25),
    Chinese.SAME_GIVEN: (0.0015, 0.003),
    Chinese.SAME_SURNAME: (0.006, 0.6),
    Chinese.OTHER: (0.003, 0.35),
    Chinese.ROMANISED: (0.6, 1e-3),
    Chinese.ROMANISED_OTHER: (0.4, 1.0),
}
# ln of how much rarer a man's surname changes than anybody's.
RENAMED_MAN = np.log(0.1)
# Per outcome: P(outcome | one person), P(… | two strangers), P(… | two of a family).
BIRTH = {
    Birth.UNKNOWN: _NOTHING,
    Birth.DAY: (0.90, _DAY, 0.015),  # of siblings, one or two in a hundred are twins
    Birth.DEFAULT_DAY: (0.90, 0.002, 0.02),
    Birth.MONTH: (0.95, _MONTH, 0.015),
    Birth.YEAR: (0.96, _YEAR, 0.06),
    Birth.SWAPPED: (0.01, _DAY, _DAY),
    Birth.SLIP: (0.10, 20 * _DAY, 20 * _DAY),
    Birth.DAY_OF_OTHER_YEAR: (0.01, 1 / 365, 1 / 365),
    Birth.OTHER_DAY_OF_MONTH: (0.01, _MONTH, 0.005),
    Birth.NEARLY: (0.02, 2 * _YEAR, 0.1),
    Birth.OTHER: (0.01, 0.95, 0.9),
}
ID = {
    Id.UNKNOWN: _NOTHING,
    Id.SAME_CHECKED: (0.98, 1e-9, 1e-9),
    Id.SAME: (0.95, 1e-7, 1e-7),
    Id.SLIP: (0.02, 1e-7, 1e-6),
    Id.MASKED_FITS: (0.97, 2e-4, 2e-4),
    Id.MASKED_MAY_FIT: (0.97, 0.1, 0.5),
    Id.MASKED_DIFFERS: (0.01, 1.0, 1.0),
    Id.TWO_CHECKED: (1e-4, 1.0, 1.0),
    Id.TWO: (0.01, 1.0, 1.0),
    Id.TWO_UNCHECKED: (0.01, 1.0, 1.0),
    Id.TWO_SYSTEMS: (0.5, 1.0, 1.0),
}
REGION = {
    Region.UNKNOWN: _NOTHING,
    Region.COUNTY: (0.75, 0.05, 0.7),
    Region.CITY: (0.85, 0.12, 0.85),
    Region.OTHER_COUNTY: (0.08, 0.07, 0.1),
    Region.PROVINCE: (0.9, 0.3, 0.9),
    Region.OTHER_CITY: (0.07, 0.14, 0.1),
    Region.OTHER: (0.12, 0.8, 0.1),
    Region.TEXT: (0.6, 0.004, 0.6),
    Region.TEXT_ALIKE: (0.12, 0.006, 0.12),
    Region.OTHER_TEXT: (0.28, 0.98, 0.28),
}
PHONE = {
    Phone.UNKNOWN: _NOTHING,
    Phone.SAME: (0.55, 1e-4, 0.2),
    Phone.AGENTS: (0.5, 0.01, 0.2),
    Phone.SLIP: (0.02, 2e-6, 0.001),
    Phone.OTHER: (0.43, 1.0, 0.8),
}
FIRM = {
    Firm.UNKNOWN: _NOTHING,
    Firm.SAME: (0.35, 1e-5, 0.3),
    Firm.ALIKE: (0.05, 1e-4, 0.1),
    Firm.OTHER: (0.6, 1.0, 0.6),
}
ROLE = {
    Role.UNKNOWN: _NOTHING,
    Role.SAME: (0.35, 0.22, 0.2),
    Role.BOTH_INDEPENDENT: (0.5, 0.08, 0.05),
    Role.SAME_OCCUPATION: (0.7, 0.04, 0.1),
    Role.OTHER: (0.65, 0.78, 0.8),
    Role.OTHER_OCCUPATION: (0.3, 0.96, 0.9),
    Role.AGENT_AND_OTHER: (0.1, 0.3, 0.3),
}
GENDER = {
    Gender.UNKNOWN: _NOTHING,
    Gender.SAME: (0.98, 0.55, 0.5),
    Gender.OTHER: (0.02, 0.45, 0.5),
}


def nats(levels: Levels, table: Mapping[Any, tuple[float, float, float]]) -> Floats:
    """float64[3, n]: the natural logarithms of the three probabilities for each outcome."""
    logs = np.log(np.array([table[level] for level in sorted(table)]))
    return np.ascontiguousarray(logs[levels].T)
