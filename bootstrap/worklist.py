"""The rings to look at with time for so many, and how many true ones to expect among them."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from detectors.capacity import LEVEL, Expected, expected_true
from graph.store.port import GraphView
from graph.store.records import RingRow
from graph.words import Lang, Text

MOST: Final = 1000  # rings on one list: nobody looks at more in a week
_PAGE: Final = 200
EXPECTED: Final = Text(
    "{rings} 个团伙，共 {firms} 户企业；预计其中 {mean:.1f} 个属实"
    "（{level:.0%} 区间 {low}–{high}，假定概率准确）。",
    "{rings} rings of {firms} firms; {mean:.1f} of them are expected to be true "
    "({level:.0%} interval {low}-{high}, if the probabilities are right).",
)
NEXT: Final = Text(
    "还有 {left} 个团伙未列入；下一个的概率为 {score:.2f}。",
    "{left} more rings are not on the list; the next one's probability is {score:.2f}.",
)


@dataclass(frozen=True)
class Worklist:
    """The rings by rank, what to expect of them, how many are left and the probability of the next one."""

    rings: list[RingRow]
    expected: Expected
    left: int
    next_score: float | None


def worklist(view: GraphView, capacity: int) -> Worklist:
    """The first `capacity` rings, at most `MOST`.

    By rank, which is by the probability of being false: no other choice of as many rings has more true ones
    to expect.
    """
    wanted = min(capacity, MOST)
    page = view.rings(limit=min(wanted + 1, _PAGE))
    rows = list(page.items)
    while page.cursor is not None and len(rows) <= wanted:
        page = view.rings(page.cursor, min(wanted + 1 - len(rows), _PAGE))
        rows += page.items
    taken = rows[:wanted]
    return Worklist(
        taken,
        expected_true(np.array([row.score for row in taken], np.float64)),
        page.total - len(taken),
        rows[wanted].score if len(rows) > wanted else None,
    )


def lines(found: Worklist, lang: Lang) -> list[str]:
    """The list for a terminal: probability, size and title of each ring, then what to expect."""
    out = [f"{row.score:5.2f}  {row.ring_id}  {row.title.in_(lang)}" for row in found.rings]
    expected = found.expected
    told = EXPECTED.format(
        rings=len(found.rings),
        firms=sum(row.size for row in found.rings),
        mean=expected.mean,
        level=LEVEL,
        low=expected.low,
        high=expected.high,
    )
    out.append(told.in_(lang))
    if found.next_score is not None:
        out.append(NEXT.format(left=found.left, score=found.next_score).in_(lang))
    return out
