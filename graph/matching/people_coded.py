"""Whether two mentions of one name are one person, where what is said of them is numbers already.

What `compare_people` does with texts, a sweep does here with the codes of its mentions and a desk with
those of an application: the same outcomes, weights and rules (graph.matching.people_verdict). Two things are
stricter, since who is joined takes over all that is known of the other: it wants to be surer, and where ids,
dates of birth or home counties contradict each other people stay apart, be it a slip of the pen.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.matching.comparison import Verdict
from graph.matching.people_births import compare_births
from graph.matching.people_names import ComparedNames, Likeness
from graph.matching.people_places import compare_divisions
from graph.matching.people_verdict import Compared, judge
from graph.matching.people_weights import CHINESE, Birth, Chinese, Firm, Id, Levels, Region

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]


SURE_FROM = 0.95  # the score from which two people of a register are joined; below they are possibly one
_BIRTHS_OF_ONE = (Birth.UNKNOWN, Birth.DAY, Birth.DEFAULT_DAY, Birth.MONTH, Birth.YEAR)
_REGIONS_OF_ONE = (Region.UNKNOWN, Region.COUNTY, Region.CITY, Region.PROVINCE)
_IDS_OF_ONE = (Id.UNKNOWN, Id.SAME, Id.MASKED_FITS, Id.MASKED_MAY_FIT)


@dataclass(frozen=True)
class Mentions:
    """int32 per mention, -1 unknown.

    birth: 1980, 198005 or 19800503; region: six digits of the home division; id: a code for the whole id;
    front and back: codes for its ends, as far as these are visible (people_ids.visible_ends).
    """

    birth: Ints
    region: Ints
    id: Ints
    front: Ints
    back: Ints

    def at(self, rows: npt.NDArray[np.integer]) -> "Mentions":
        """Those of some rows."""
        return Mentions(self.birth[rows], self.region[rows], self.id[rows], self.front[rows], self.back[rows])


def judge_namesakes(
    left: Mentions, right: Mentions, chance: Floats, phone: Levels, population: float
) -> Levels:
    """int8 per pair of mentions of one name in two firms, a `Verdict`.

    `chance`: that a stranger bears the name. `phone`: a `Phone` per pair, of whatever contact or room the two
    firms share and few others have. `population`: how many people the register has, any of whom it may be.
    """
    n = len(chance)
    unknown = np.zeros(n, np.int8)
    same_name = np.array(CHINESE[Chinese.SAME])
    names = ComparedNames(
        np.full(n, Likeness.SAME, np.int8),
        np.log(np.stack([np.full(n, same_name[0]), chance, np.full(n, same_name[1])])),
    )
    birth = compare_births(_dates(left.birth), _dates(right.birth), np.zeros(n, np.bool_))
    region = compare_divisions(np.maximum(left.region, 0), np.maximum(right.region, 0))
    id_ = _ids(left, right)
    compared = Compared(
        names,
        birth,
        unknown,
        id_,
        region,
        phone,
        np.full(n, Firm.OTHER, np.int8),
        unknown,
        np.zeros(n, np.bool_),
    )
    told = judge(compared, population)
    verdict = told["verdict"].to_numpy()
    unsure = (verdict == Verdict.SAME) & (told["score"].to_numpy() < SURE_FROM)
    verdict = np.where(unsure, np.int8(Verdict.POSSIBLE), verdict)
    apart = ~np.isin(birth, _BIRTHS_OF_ONE) | ~np.isin(region, _REGIONS_OF_ONE) | ~np.isin(id_, _IDS_OF_ONE)
    return np.where(apart, np.int8(Verdict.DIFFERENT), verdict)


def _dates(born: Ints) -> Ints:
    """int32[n, 3]: year, month and day, 0 where not said; the first of January is often only the year."""
    known = np.maximum(born, 0)
    whole = np.where(known >= 10_000_000, known, np.where(known >= 100_000, known * 100, known * 10_000))
    whole = np.where(whole % 10_000 == 101, whole // 10_000 * 10_000, whole)
    return np.stack([whole // 10_000, whole // 100 % 100, whole % 100], axis=1).astype(np.int32)


def _ids(left: Mentions, right: Mentions) -> Levels:
    """int8 per pair, an `Id`."""

    def both(name: str) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        a, b = getattr(left, name), getattr(right, name)
        return (a >= 0) & (b >= 0) & (a == b), (a >= 0) & (b >= 0) & (a != b)

    (same, two), (same_front, other_front), (same_back, other_back) = map(both, ("id", "front", "back"))
    return np.select(
        [same, two, other_front | other_back, same_back, same_front],
        [Id.SAME, Id.TWO, Id.MASKED_DIFFERS, Id.MASKED_FITS, Id.MASKED_MAY_FIT],
        Id.UNKNOWN,
    ).astype(np.int8)
