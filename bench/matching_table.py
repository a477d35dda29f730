"""What a part of the matching bench gives: a table of methods, and the measures that have a bar."""

from dataclasses import dataclass, field
from math import ceil, floor

from bench.matching_baselines.environments import INSTALL
from bench.tables import table
from graph.words import Lang, Text

OURS = "ringwatch"


@dataclass(frozen=True)
class Measure:
    """A figure with a bar; the figures of others by method. `least`: the bar is a minimum, else a maximum."""

    words: Text
    bar: float
    ours: float
    others: dict[str, float] = field(default_factory=dict)
    least: bool = True
    places: int = 3  # decimals shown

    @property
    def met(self) -> bool:
        return self.ours >= self.bar if self.least else self.ours <= self.bar

    def show(self, value: float) -> str:
        """A figure as it is shown, never rounded over its bar."""
        step = 10**self.places
        whole = floor(value * step + 1e-9) if self.least else ceil(value * step - 1e-9)
        return f"{whole / step:,.{self.places}f}"

    def cells(self, lang: Lang) -> list[str]:
        """Measure, bar, ours, the best of the others and which that is."""
        best = (max if self.least else min)(self.others.items(), key=lambda one: one[1], default=None)
        sign = "≥" if self.least else "≤"
        return [
            self.words.in_(lang),
            f"{sign} {self.show(self.bar)}",
            self.show(self.ours) + ("" if self.met else " ✗"),
            *((self.show(best[1]), best[0]) if best else ("–", "–")),
        ]


@dataclass(frozen=True)
class Part:
    """One part of the bench; `note` says what was measured on."""

    name: str
    header: tuple[str, ...]
    rows: list[list[str]]
    measures: list[Measure]
    note: str

    def text(self) -> str:
        """The part for a document."""
        return f"{self.note}\n\n{table(self.header, self.rows)}"


def summary(measures: list[Measure], lang: Lang) -> str:
    """All measures with their bars."""
    heads = (
        Text("指标", "measure"),
        Text("要求", "bar"),
        Text("ringwatch", "ringwatch"),
        Text("其他最好", "best other"),
        Text("方法", "which"),
    )
    return table([head.in_(lang) for head in heads], [m.cells(lang) for m in measures])


def absent(method: str, width: int) -> list[str]:
    """The row of a baseline that is not there."""
    return [method, f"not installed: `{INSTALL}`", *["–"] * (width - 2)]
