"""How well `firm_names` finds the brand, on names taken apart by hand.

    python -m bench.name_parts LABELLED.jsonl [--errors]

LABELLED has a name a line: `{"text": …, "label": {"place": [[words, begin, end], …], "brand": …, "trade": …,
"suffix": …}}`. A hash of the text says which names the word lists were made with, and which quarter nobody
looked at.
"""

import argparse
import hashlib
import json
from pathlib import Path

import polars as pl

from bench.tables import table
from graph.normalise.names import firm_names

PARTS = ("looked at", "never looked at")


def part_of(text: str) -> int:
    """1 for a quarter of the texts, 0 for the rest."""
    digest = hashlib.blake2b(text.encode()).digest()
    return digest[0] & digest[1] & 1


def read_labelled(path: Path) -> pl.DataFrame:
    """Columns text and brand (the first that is labelled, in capitals; null for none)."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    brands = [next((words for words, *_ in row["label"].get("brand", [])), None) for row in rows]
    return pl.DataFrame(
        {"text": [row["text"] for row in rows], "brand": brands},
        {"text": pl.String, "brand": pl.String},
    ).with_columns(pl.col("brand").str.to_uppercase())


def brand_f1(found: pl.Series, wanted: pl.Series) -> tuple[float, float, float]:
    """Precision, recall and F1 of whole brands."""
    right = int((found == wanted).sum())
    precision = right / max(int(found.is_not_null().sum()), 1)
    recall = right / max(int(wanted.is_not_null().sum()), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def main() -> None:
    """Print the figures of both parts and of the whole."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("labelled", type=Path)
    parser.add_argument("--errors", action="store_true", help="print what is wrong in the first part")
    args = parser.parse_args()
    labelled = read_labelled(args.labelled)
    labelled = labelled.with_columns(
        firm_names(labelled["text"])["brand"].alias("found"),
        pl.Series("part", [part_of(text) for text in labelled["text"]], dtype=pl.Int64),
    )
    rows = []
    for name, part in (
        *((PARTS[i], labelled.filter(pl.col("part") == i)) for i in (0, 1)),
        ("all", labelled),
    ):
        figures = brand_f1(part["found"], part["brand"])
        rows.append((name, str(len(part)), *(f"{figure:.3f}" for figure in figures)))
    print(table(("names", "count", "precision", "recall", "F1"), rows))
    if args.errors:
        wrong = labelled.filter((pl.col("part") == 0) & pl.col("found").ne_missing(pl.col("brand")))
        for text, brand, found in wrong.select("text", "brand", "found").iter_rows():
            print(text, "brand:", brand, "found:", found)


if __name__ == "__main__":
    main()
