"""Runs in the environment "chinese": the places in addresses, by cpca or jionlp.

IN: id, text; OUT: id, province, city, district, town, community and the rest of the text.
"""

import csv
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any

COLUMNS = ("province", "city", "district", "town", "community", "rest")


def by_cpca(texts: list[str]) -> Iterator[tuple[str, ...]]:
    """What cpca finds; it knows no level below the district."""
    cpca: Any = import_module("cpca")
    found = cpca.transform(texts).fillna("")
    for _, row in found.iterrows():
        yield row["省"], row["市"].replace("市辖区", ""), row["区"], "", "", row["地址"]


def by_jionlp(texts: list[str]) -> Iterator[tuple[str, ...]]:
    """What jionlp finds, down to the village."""
    jionlp: Any = import_module("jionlp")
    for text in texts:
        found = jionlp.parse_location(text, town_village=True) if text else {}
        said = {name: found.get(name) or "" for name in ("province", "city", "county", "town", "village")}
        rest = found.get("detail") or ""
        for name in ("town", "village"):
            rest = rest.removeprefix(said[name])
        yield *said.values(), rest


def main(asked: str, answered: str, library: str) -> None:
    """Read every row."""
    with open(asked, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    read = {"cpca": by_cpca, "jionlp": by_jionlp}[library]
    with open(answered, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("id", *COLUMNS))
        for row, found in zip(rows, read([row["text"] for row in rows]), strict=True):
            writer.writerow((row["id"], *found))


if __name__ == "__main__":
    main(*sys.argv[1:])
