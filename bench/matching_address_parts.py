"""Open tagged addresses: which parts are read right, and how often the finest level is."""

from collections.abc import Callable
from pathlib import Path

import polars as pl

from bench.address_parts import COLUMN_OF, COLUMNS, Spans, read, read_parts, score, tagged_parts, text_of
from bench.matching_baselines.apart import crf, places
from bench.matching_baselines.environments import NotInstalled
from bench.matching_table import OURS, Measure, Part, absent
from graph.words import Text

FILE = Path("matching", "address_parsing", "train.txt")
BAR_PARTS = BAR_GRANULARITY = 0.93
HEADER = ("method", "precision", "recall", "micro F1", "finest level right")


def by_crf(dev: list[Spans], test: list[Spans]) -> list[Spans]:
    """What a conditional random field finds that learned the tags from the other half."""
    rows = []
    for number, (address, tagged) in enumerate([(a, True) for a in dev] + [(a, False) for a in test]):
        for tag, text in address:
            for i, token in enumerate(_tokens(text)):
                rows.append((str(number), token, f"{'IB'[i == 0]}-{tag}" if tagged else ""))
    answer = crf(pl.DataFrame(rows, schema=["id", "token", "tag"], orient="row")).table
    found: dict[str, Spans] = {str(len(dev) + i): [] for i in range(len(test))}
    for number, token, tag in answer.iter_rows():
        begins, _, name = tag.partition("-")
        spans = found[number]
        if begins == "B" or not spans or spans[-1][0] != name:
            spans.append((name, token))
        else:
            spans[-1] = (name, spans[-1][1] + token)
    return [tagged_parts(spans) for spans in found.values()]


def _tokens(text: str) -> list[str]:
    """Characters, but digits and letters in runs."""
    out: list[str] = []
    for c in text:
        if out and c.isascii() and c.isalnum() and out[-1].isascii() and out[-1].isalnum():
            out[-1] += c
        else:
            out.append(c)
    return out


def by_places(test: list[Spans], library: str) -> list[Spans]:
    """The levels that a reader of places knows, where they stand in the text."""
    texts = [text_of(row) for row in test]
    table = places(pl.Series(texts), library).table
    found = table.select("province", "city", "district", "town", "community").to_dicts()
    return [
        [(column, value) for column, value in row.items() if value and value in text]
        for text, row in zip(texts, found, strict=True)
    ]


def part(data: Path) -> Part:
    """Precision, recall and F1 over all parts of the odd addresses."""
    rows = read(data / FILE)
    dev, test = rows[::2], rows[1::2]
    methods: dict[str, tuple[list[Spans], Callable[[], list[Spans]]]] = {
        f"{OURS}, the half to learn from": (dev, lambda: read_parts([text_of(row) for row in dev])),
        OURS: (test, lambda: read_parts([text_of(row) for row in test])),
        "CRF trained on the other half": (test, lambda: by_crf(dev, test)),
        "cpca": (test, lambda: by_places(test, "cpca")),
        "jionlp": (test, lambda: by_places(test, "jionlp")),
    }
    lines, parts, levels = [], {}, {}
    for method, (tagged, work) in methods.items():
        try:
            total = score(tagged, work())
        except NotInstalled:
            lines.append(absent(method, len(HEADER)))
            continue
        precision, recall, parts[method] = total.f1(*COLUMNS)
        levels[method] = total.granularity / total.addresses
        lines.append([method, *(f"{x:.3f}" for x in (precision, recall, parts[method], levels[method]))])
    others = [m for m in parts if not m.startswith(OURS)]
    return Part(
        "matching-address-parts",
        HEADER,
        lines,
        [
            Measure(
                Text("地址要素，微平均 F1", "address parts, micro F1"),
                BAR_PARTS,
                parts[OURS],
                {m: parts[m] for m in others},
            ),
            Measure(
                Text("地址最细层级正确", "address's finest level right"),
                BAR_GRANULARITY,
                levels[OURS],
                {m: levels[m] for m in others},
            ),
        ],
        f"{len(test):,} open tagged addresses, none of which a method was trained on. A part is right where "
        f"its tag and its text are. cpca and jionlp read no road and nothing below. "
        f"Tags that count: {', '.join(COLUMN_OF)}.",
    )
