"""Runs in the environment "chinese": firm names cut by companynameparser.

IN: id, text; OUT: id and the parts.
"""

import csv
import sys
from importlib import import_module
from typing import Any

PARTS = ("place", "brand", "trade", "suffix")


def main(asked: str, answered: str) -> None:
    """Cut every row."""
    parser: Any = import_module("companynameparser")
    with open(asked, encoding="utf-8", newline="") as rows, open(answered, "w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("id", *PARTS))
        for row in csv.DictReader(rows):
            found = parser.parse(row["text"]) if row["text"] else {}
            writer.writerow((row["id"], *(found.get(part, "") for part in PARTS)))


if __name__ == "__main__":
    main(*sys.argv[1:])
