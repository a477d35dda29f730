"""Runs in the environment "nomenklatura": pairs of entities, each scored by two of its algorithms.

IN: id and left_<property>, right_<property> as FollowTheMoney names them; OUT: id and a column for each.
"""

import csv
import sys
from importlib import import_module
from typing import Any

ALGORITHMS = ("logic-v2", "regression-v1")


def main(asked: str, answered: str, schema: str) -> None:
    """Score every row; a pair with an empty side scores 0."""
    model: Any = import_module("followthemoney").model
    matching: Any = import_module("nomenklatura.matching")
    chosen = [matching.get_algorithm(name) for name in ALGORITHMS]
    with open(asked, encoding="utf-8", newline="") as rows, open(answered, "w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("id", *ALGORITHMS))
        for row in csv.DictReader(rows):
            sides = []
            for side in ("left_", "right_"):
                entity = model.make_entity(schema)
                entity.id = side + row["id"]
                for column, value in row.items():
                    if value and column.startswith(side):
                        entity.add(column.removeprefix(side), value, quiet=True)
                sides.append(entity)
            scores = [a.compare(*sides, a.default_config()).score for a in chosen]
            writer.writerow((row["id"], *(f"{score:.6f}" for score in scores)))


if __name__ == "__main__":
    main(*sys.argv[1:])
