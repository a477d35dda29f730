"""Whether two mentions of people are one person: a sum of log-likelihood ratios, and rules above it."""

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.matching.comparison import Verdict, comparison
from graph.normalise.dates import partial_dates
from graph.normalise.ids import canonical, resident_ids
from graph.normalise.person_names import person_names
from graph.normalise.phones import phones
from graph.normalise.text import present
from graph.words import Text

PERSON_COLUMNS = ("name", "birth_date", "gender", "id", "region", "phone", "firm", "role")
PERSON_PARTS: tuple[Text, ...] = (
    Text("姓名", "name"),
    Text("出生日期", "birth date"),
    Text("性别", "gender"),
    Text("证件号码", "id"),
    Text("籍贯", "home region"),
    Text("电话", "phone"),
    Text("任职企业", "firm"),
    Text("职务", "role"),
)
# Nats that a part's agreement and difference add.
_WEIGHTS = (
    (6.0, -6.0),
    (9.0, -5.0),
    (0.6, -4.0),
    (20.0, -20.0),
    (3.0, -1.5),
    (6.0, -0.5),
    (7.0, -0.5),
    (0.7, -0.3),
)
_PRIOR = -9.0
_NAME, _ID = 0, 3

Flags = npt.NDArray[np.bool_]


def _read(people: pl.DataFrame) -> pl.DataFrame:
    column = {
        name: people[name].cast(pl.String)
        if name in people.columns
        else pl.Series(name, [None] * len(people), dtype=pl.String)
        for name in PERSON_COLUMNS
    }
    said = resident_ids(column["id"])
    return pl.DataFrame(
        {
            "name": person_names(column["name"])["name"],
            "birth_date": said["birth_date"]
            .cast(pl.String)
            .fill_null(partial_dates(column["birth_date"])["value"]),
            "gender": present(column["gender"]).str.to_uppercase().str.slice(0, 1),
            "id": canonical(column["id"]).set(said["masked"].fill_null(value=False), None),
            "region": said["home_region"].fill_null(present(column["region"])),
            "phone": phones(column["phone"])["phone"],
            "firm": present(column["firm"]),
            "role": present(column["role"]),
        }
    )


def compare_people(left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    """Compare two tables of mentions row by row.

    Both have the text columns of `PERSON_COLUMNS`; null, empty or missing is unknown. Gives the columns of
    `graph.matching.comparison.comparison`; `agree` and `differ` number `PERSON_PARTS`.
    """
    one, other = _read(left), _read(right)
    n = len(one)
    total = np.full(n, _PRIOR)
    agree, differ = np.zeros(n, np.uint32), np.zeros(n, np.uint32)
    same: list[Flags] = []
    unlike: list[Flags] = []
    for part, (column, (plus, minus)) in enumerate(zip(PERSON_COLUMNS, _WEIGHTS, strict=True)):
        equal = (one[column] == other[column]).to_numpy(allow_copy=True)
        known = (one[column].is_not_null() & other[column].is_not_null()).to_numpy()
        same.append(known & (equal == True))  # noqa: E712 (null where unknown)
        unlike.append(known & ~same[-1])
        total += np.where(same[-1], plus, np.where(unlike[-1], minus, 0.0))
        agree |= same[-1].astype(np.uint32) << np.uint32(part)
        differ |= unlike[-1].astype(np.uint32) << np.uint32(part)
    score = 1.0 / (1.0 + np.exp(-total))
    score[unlike[_ID]] = 0.0
    beside_name = agree & ~np.uint32(1 << _NAME) != 0
    verdict = np.where(score >= 0.5, np.where(beside_name, Verdict.SAME, Verdict.POSSIBLE), Verdict.DIFFERENT)
    verdict = np.where(
        same[_NAME] & (verdict == Verdict.DIFFERENT) & (differ == 0), Verdict.POSSIBLE, verdict
    )
    return comparison(score, verdict, agree, differ)
