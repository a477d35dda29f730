"""Which rings a team of given capacity should look at, and how many of them will turn out true."""

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import islice

import numpy as np

from bootstrap.model import published
from detectors.capacity import SURELY, Yield, true_rings
from graph.store.port import GraphView
from graph.store.records import RingRow
from graph.words import Lang, Text, counted

PAGE = 100  # rings asked for at a time
DECIDED = 0.5  # share of its firms from which a ring is decided


@dataclass(frozen=True)
class Shortlist:
    """The rings to look at, the surest first, out of `listed`, of which `decided` were left out; what to
    expect of them; and the sweep they are of."""

    rings: tuple[RingRow, ...]
    listed: int
    decided: int
    true_rings: Yield
    sweep_id: str

    def lines(self, lang: Lang) -> list[str]:
        """For a terminal."""
        told = [f"{r.ring_id}  {r.score:.2f}  {r.title.in_(lang)}" for r in self.rings]
        y = self.true_rings
        sum_ = Text(
            f"{self.listed} 个团伙中的 {len(self.rings)} 个：预计 {y.expected:.1f} 个属实"
            f"（{SURELY:.0%} 区间 {y.low}–{y.high}）。",
            f"{len(self.rings)} of {counted(self.listed, 'ring')}: "
            f"{y.expected:.1f} are expected to be true "
            f"({SURELY:.0%} interval {y.low} to {y.high}).",
        )
        left_out = Text(
            f"{self.decided} 个团伙已有决定，未列入。",
            f"{counted(self.decided, 'ring')} decided already, left out.",
        )
        return [*told, sum_.in_(lang), *([left_out.in_(lang)] if self.decided else [])]


def decided_rings(members: Sequence[tuple[str, str]], decided: Set[str]) -> set[str]:
    """Ids of the rings of which at least half of the firms are decided; `members` are (ring id, firm id)."""
    if not decided:
        return set()
    size = Counter(ring for ring, _ in members)
    done = Counter(ring for ring, firm in members if firm in decided)
    return {ring for ring, count in done.items() if count >= DECIDED * size[ring]}


def shortlist(view: GraphView, capacity: int, decided: Set[str] = frozenset()) -> Shortlist:
    """The `capacity` rings of which most will turn out true: those with the highest probability, of equal
    ones the larger first. `decided` are firms on which an investigator has decided; rings that are decided
    are left out."""
    done = decided_rings(view.ring_membership() if decided else (), decided)
    page = first = view.rings(None, PAGE)
    rows = [ring for ring in page.items if ring.ring_id not in done]
    while page.cursor is not None and len(rows) < capacity:
        page = view.rings(page.cursor, PAGE)
        rows += [ring for ring in page.items if ring.ring_id not in done]
    best = tuple(islice(sorted(rows, key=lambda r: (-r.score, -r.size, r.rank)), capacity))
    used = published(view.info.configuration)
    score = np.clip(np.array([r.score for r in best], np.float64), 1e-9, 1.0 - 1e-9)
    expected = true_rings(np.log(score / (1.0 - score)), used.calibration.rings, used.uncertain)
    return Shortlist(best, first.total, len(done), expected, view.info.sweep_id)
