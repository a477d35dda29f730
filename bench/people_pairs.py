"""Pairs of mentions of people made by rules; each rule is a kind with a name, so that rates are per kind.

Kinds of one person spoil or drop what is said of them; kinds of two people give them something in common.
"""

import polars as pl

from bench.people_drawing import Draw, world
from bench.people_kinds import COLUMNS
from bench.people_others import NAME_ALONE, OTHER
from bench.people_same import SAME


def generated(each: int, half: str = "dev", seed: int = 1) -> pl.DataFrame:
    """`each` pairs of every kind: id, kind, same (null where nobody could say), left_… and right_…."""
    d = Draw(world(half), seed)
    rows: list[dict[str, str | bool | None]] = []
    for kinds, same in ((SAME, True), (OTHER, False), (NAME_ALONE, None)):
        for kind, make in kinds.items():
            for i in range(each):
                left, right = make(d)
                row: dict[str, str | bool | None] = {"id": f"{kind}-{i}", "kind": kind, "same": same}
                for side, person in (("left", left), ("right", right)):
                    row |= {f"{side}_{column}": person.get(column) or None for column in COLUMNS}
                rows.append(row)
    texts = [f"{side}_{column}" for side in ("left", "right") for column in COLUMNS]
    columns = ["id", "kind", "same", *texts]
    schema = {name: pl.Boolean if name == "same" else pl.String for name in columns}
    return pl.DataFrame(rows, schema=schema)
