"""The parts of tagged addresses against what the parser reads: `python -m bench.address_parts FILE`.

FILE holds one character (or run of letters and digits) and its BIO tag a line, a blank line between
addresses, as the open set of Chinese address parsing does. Prints precision, recall and F1 by tag, over
all of them, and how often the finest level is right. A part is right when tag and text are equal. The
even addresses are there to learn from; `--held-out` scores the odd ones as well.
"""

import argparse
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from bench.tables import table
from graph.model import Granularity
from graph.normalise.addresses import addresses

COLUMN_OF = {
    "prov": "province",
    "city": "city",
    "district": "district",
    "town": "town",
    "community": "community",
    "devzone": "zone",
    "road": "road",
    "roadno": "number",
    "poi": "park",
    "houseno": "building",
    "cellno": "unit",
    "floorno": "floor",
    "roomno": "room",
}
COLUMNS = tuple(COLUMN_OF.values())
_LEVELS = {name: Granularity[name.upper()] for name in COLUMNS if name != "zone"}

Spans = list[tuple[str, str]]


@dataclass
class Score:
    """How many parts were found, tagged, and both; and of how many addresses the finest level is right."""

    found: Counter[str] = field(default_factory=Counter)
    tagged: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    granularity: int = 0
    addresses: int = 0

    def f1(self, *names: str) -> tuple[float, float, float]:
        """Precision, recall and F1 over some columns."""
        right, found, tagged = (sum(c[n] for n in names) for c in (self.right, self.found, self.tagged))
        return right / max(found, 1), right / max(tagged, 1), 2 * right / max(found + tagged, 1)


def read(path: Path) -> list[Spans]:
    """The tagged spans (tag in lower case, text) of every address."""
    rows: list[Spans] = [[]]
    for line in path.read_text(encoding="utf-8").splitlines():
        token, _, tag = line.rpartition(" ")
        if not token:
            rows.append([])
            continue
        begins, _, name = tag.lower().partition("-")
        if begins == "b" or not rows[-1] or rows[-1][-1][0] != name:
            rows[-1].append((name, token))
        else:
            rows[-1][-1] = (name, rows[-1][-1][1] + token)
    return [row for row in rows if row]


def text_of(row: Spans) -> str:
    """The address without its tags."""
    return "".join(text for _, text in row)


def tagged_parts(row: Spans) -> Spans:
    """The tags that we read too, as our columns."""
    return [(COLUMN_OF[tag], text) for tag, text in row if tag in COLUMN_OF]


def read_parts(texts: list[str]) -> list[Spans]:
    """What the parser makes of them."""
    parsed = addresses(pl.Series(texts)).with_columns(
        pl.col(f"written_{level}").alias(level) for level in ("province", "city", "district")
    )
    return [[(c, v) for c, v in row.items() if v is not None] for row in parsed.select(COLUMNS).to_dicts()]


def finest(parts: Spans) -> int:
    """The finest level among parts."""
    return max((_LEVELS[name] for name, _ in parts if name in _LEVELS), default=Granularity.NONE)


def score(rows: list[Spans], read: list[Spans]) -> Score:
    """Compare what was read with what was tagged."""
    total = Score()
    for row, found in zip(rows, read, strict=True):
        tagged = tagged_parts(row)
        total.tagged.update(name for name, _ in tagged)
        total.found.update(name for name, _ in found)
        total.right.update(name for name, _ in (Counter(tagged) & Counter(found)).elements())
        total.granularity += finest(tagged) == finest(found)
        total.addresses += 1
    return total


def report(total: Score) -> str:
    """The table of one set."""
    rows = [
        (name, str(total.tagged[name]), str(total.found[name]), *(f"{x:.3f}" for x in total.f1(name)))
        for name in COLUMNS
    ]
    everything = (str(total.tagged.total()), str(total.found.total()))
    rows.append(("all", *everything, *(f"{x:.4f}" for x in total.f1(*COLUMNS))))
    said = table(("part", "tagged", "found", "precision", "recall", "F1"), rows)
    right = total.granularity / total.addresses
    return f"{said}\n\n{total.addresses:,} addresses, finest level right: {right:.4f}"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--held-out", action="store_true", help="score the odd addresses as well")
    args = parser.parse_args()
    rows = read(args.file)
    halves = {"even addresses": rows[::2], "odd addresses": rows[1::2]}
    for name, half in list(halves.items())[: 1 + args.held_out]:
        print(f"{name}\n\n{report(score(half, read_parts([text_of(row) for row in half])))}\n")


if __name__ == "__main__":
    main()
