"""Open firm names, cut by hand: whether the brand is found."""

import json
from pathlib import Path

import polars as pl

from bench.matching_baselines.apart import parts_of_names
from bench.matching_baselines.environments import NotInstalled
from bench.matching_table import OURS, Measure, Part, absent
from graph.normalise.names import firm_names
from graph.words import Text

FILE = Path("matching", "company_names", "name-sample-check.jsonl")
BAR = 0.94
HEADER = ("method", "precision", "recall", "F1", "F1 of names that have a brand")

Brands = list[set[str]]


def read(file: Path) -> tuple[list[str], Brands]:
    """The names, and the brands that a person marked in each."""
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    marked = [{brand[0] for brand in line["label"].get("brand", ())} for line in lines]
    return [line["text"] for line in lines], marked


def scored(marked: Brands, found: Brands) -> tuple[float, float, float]:
    """Precision, recall and F1 over all brands; a brand is right where its text is."""
    right = sum(len(a & b) for a, b in zip(marked, found, strict=True))
    n_marked, n_found = (sum(map(len, brands)) for brands in (marked, found))
    return right / max(n_found, 1), right / n_marked, 2 * right / (n_marked + n_found)


def _ours(texts: list[str]) -> Brands:
    return [{brand} if brand else set() for brand in firm_names(pl.Series(texts))["brand"]]


def _parser(texts: list[str]) -> Brands:
    brands = parts_of_names(pl.Series(texts)).table["brand"]
    return [{part for part in brand.split(",") if part} for brand in brands]


def part(data: Path) -> Part:
    """Figures on the odd names; ours on the even ones as well, which it may have been made to suit."""
    texts, marked = read(data / FILE)
    rows = [[f"{OURS}, the half to learn from", *_figures(marked[::2], _ours(texts[::2]))]]
    found = _ours(texts[1::2])
    rows.append([OURS, *_figures(marked[1::2], found)])
    _, _, ours = scored(marked[1::2], found)
    others = {}
    try:
        found = _parser(texts[1::2])
        _, _, others["companynameparser"] = scored(marked[1::2], found)
        rows.append(["companynameparser", *_figures(marked[1::2], found)])
    except NotInstalled:
        rows.append(absent("companynameparser", len(HEADER)))
    return Part(
        "matching-brands",
        HEADER,
        rows,
        [Measure(Text("字号，F1", "brands, F1"), BAR, ours, others)],
        f"{len(texts[1::2]):,} open firm names, cut by hand. A brand is right where its text is.",
    )


def _figures(marked: Brands, found: Brands) -> list[str]:
    having = [(a, b) for a, b in zip(marked, found, strict=True) if a]
    *_, where_there_is_one = scored([a for a, _ in having], [b for _, b in having])
    return [f"{figure:.3f}" for figure in (*scored(marked, found), where_there_is_one)]
