"""Whether two mentions of people are one person: evidence part by part, and rules above the sum."""

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.matching.people_births import compare_births, read_births
from graph.matching.people_columns import both
from graph.matching.people_contacts import (
    compare_firms,
    compare_genders,
    compare_phones,
    compare_roles,
)
from graph.matching.people_ids import compare_ids, read_ids
from graph.matching.people_names import compare_person_names
from graph.matching.people_places import compare_regions
from graph.matching.people_verdict import Compared, judge
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


def _text(people: pl.DataFrame, column: str) -> pl.Series:
    """A column's texts, null where it is missing."""
    if column not in people.columns:
        return pl.Series(column, [None] * len(people), dtype=pl.String)
    return people[column].cast(pl.String)


def compare_people(left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    """Compare two tables of mentions row by row.

    Both have the text columns of `PERSON_COLUMNS`; null, empty or missing is unknown. Gives the columns of
    `graph.matching.comparison.comparison`; `agree`, `differ` and `alike` number
    `PERSON_PARTS`.
    """
    said = {column: (_text(left, column), _text(right, column)) for column in PERSON_COLUMNS}
    ids = read_ids(*said["id"])
    texts, *codes = both(*said["birth_date"])
    read, either_way = read_births(texts)
    born, other_born = (
        _or_of_id(np.concatenate([read, np.zeros((1, 3), np.int32)])[code], of_id)
        for code, of_id in zip(codes, ids.born, strict=True)
    )
    either = np.append(either_way, np.False_)
    role, agents = compare_roles(*said["role"])
    gender, male = compare_genders(*said["gender"], ids.male)
    return judge(
        Compared(
            compare_person_names(*said["name"]),
            compare_births(born, other_born, either[codes[0]] | either[codes[1]]),
            gender,
            compare_ids(ids),
            compare_regions(*said["region"], ids.region),
            compare_phones(*said["phone"], agents),
            compare_firms(*said["firm"]),
            role,
            male,
        )
    )


def _or_of_id(read: npt.NDArray[np.int32], born: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Dates as written, but those of valid ids go before them."""
    of_id = np.stack([born // 10_000, born // 100 % 100, born % 100], axis=1)
    return np.where((born > 0)[:, None], of_id, read).astype(np.int32)
