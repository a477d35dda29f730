"""From compared parts to a score and a verdict: the sum of the evidence, and the rules above it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.matching.comparison import Verdict, comparison
from graph.matching.people_names import ComparedNames, Likeness
from graph.matching.people_weights import (
    BIRTH,
    FIRM,
    GENDER,
    ID,
    PHONE,
    POPULATION,
    REGION,
    RELATIVES,
    RENAMED_MAN,
    ROLE,
    Birth,
    Firm,
    Gender,
    Id,
    Levels,
    Phone,
    Region,
    Role,
    nats,
)

Flags = npt.NDArray[np.bool_]

SAME_FROM = 0.5
POSSIBLE_FROM = 0.02
CAPPED = 0.49  # what may not be the same scores no more than this
REFUTED = 0.01


@dataclass(frozen=True)
class Compared:
    """How the parts of each pair compare: names, and int8 outcomes of `graph.matching.people_weights`."""

    names: ComparedNames
    birth: Levels
    gender: Levels
    id: Levels
    region: Levels
    phone: Levels
    firm: Levels
    role: Levels
    male: Flags  # one of the two is known to be


def _among(levels: Levels, *outcomes: int) -> Flags:
    return np.isin(levels, outcomes)


def judge(c: Compared, population: float = POPULATION) -> pl.DataFrame:
    """The comparison's columns (graph.matching.comparison.comparison), and `alike`, as `why` takes it.

    `population`: how many people either of the two may be.
    """
    parts = (
        (c.birth, BIRTH),
        (c.gender, GENDER),
        (c.id, ID),
        (c.region, REGION),
        (c.phone, PHONE),
        (c.firm, FIRM),
        (c.role, ROLE),
    )
    total = c.names.nats + np.log([1.0, population, RELATIVES])[:, None]
    weighed = [nats(levels, table) for levels, table in parts]
    total[0] += np.where(c.male & (c.names.likeness == Likeness.RENAMED), RENAMED_MAN, 0.0)
    for part in weighed:
        total += part
    agree, alike_parts, differ = _parts(c, weighed)
    score = 1.0 / np.exp(total - total[0]).sum(axis=0)
    name = c.names.likeness
    one_id = _among(c.id, Id.SAME_CHECKED, Id.SAME)
    two_ids = _among(c.id, Id.TWO_CHECKED, Id.TWO)
    alike = _among(name, Likeness.SAME, Likeness.VARIANT, Likeness.RENAMED, Likeness.PARTLY)
    beside_name = (
        _among(c.birth, *(b for b in Birth if b not in {Birth.UNKNOWN, Birth.OTHER, Birth.NEARLY}))
        | _among(c.id, Id.SAME_CHECKED, Id.SAME, Id.SLIP)
        | _among(c.region, Region.COUNTY, Region.CITY, Region.TEXT, Region.TEXT_ALIKE)
        | _among(c.phone, Phone.SAME, Phone.AGENTS, Phone.SLIP)
        | _among(c.firm, Firm.SAME, Firm.ALIKE)
        | (c.role == Role.SAME_OCCUPATION)
    )
    refuted = (c.birth == Birth.OTHER) | _among(c.id, Id.MASKED_DIFFERS, Id.TWO_UNCHECKED)
    may = (alike & beside_name & ~refuted) | (one_id & (alike | (name == Likeness.UNKNOWN)))
    score = np.where(one_id & (alike | (name == Likeness.UNKNOWN)), np.maximum(score, 0.9), score)
    score = np.where(may, score, np.minimum(score, CAPPED))
    score = np.where(two_ids, np.minimum(score, REFUTED), score)
    verdict = np.where(score >= SAME_FROM, Verdict.SAME, Verdict.DIFFERENT)
    open_ = (score >= POSSIBLE_FROM) | ((name == Likeness.SAME) & ~refuted) | one_id
    verdict = np.where((score < SAME_FROM) & open_ & ~two_ids, Verdict.POSSIBLE, verdict)
    return comparison(score, verdict, agree, differ).with_columns(pl.Series("alike", alike_parts))


# The outcomes of each part in which both sides say the same, as far as both say it, whatever that is worth.
_THE_SAME: tuple[tuple[int, ...], ...] = (
    (Likeness.SAME,),
    (Birth.DAY, Birth.DEFAULT_DAY, Birth.MONTH, Birth.YEAR),
    (Gender.SAME,),
    (Id.SAME_CHECKED, Id.SAME),
    (Region.COUNTY, Region.CITY, Region.PROVINCE, Region.TEXT),
    (Phone.SAME, Phone.AGENTS),
    (Firm.SAME,),
    (Role.SAME, Role.BOTH_INDEPENDENT, Role.SAME_OCCUPATION),
)


def _parts(c: Compared, weighed: list[npt.NDArray[np.float64]]) -> tuple[npt.NDArray[np.uint32], ...]:
    """Bits of the parts that are the same; that are not, yet likelier for one person than for two strangers;
    and of the others that both sides name."""
    ratios = [c.names.nats[0] - c.names.nats[1], *(part[0] - part[1] for part in weighed)]
    known = [c.names.likeness, c.birth, c.gender, c.id, c.region, c.phone, c.firm, c.role]
    agree, alike, differ = (np.zeros(len(c.birth), np.uint32) for _ in range(3))
    for bit, (ratio, levels, equal) in enumerate(zip(ratios, known, _THE_SAME, strict=True)):
        same, near = _among(levels, *equal), ratio > 0
        known_bit = (levels > 0).astype(np.uint32) << np.uint32(bit)
        agree |= np.where(same, known_bit, 0)
        alike |= np.where(~same & near, known_bit, 0)
        differ |= np.where(~same & ~near, known_bit, 0)
    return agree, alike, differ
