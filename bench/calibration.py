"""What scores mean after 200 decisions: `python -m bench.calibration [--habits N] [--write]`.

For each random habit never used in tuning three cities are drawn: one in which investigators decide all
members of ring after ring until they have decided 200 firms; a second with as many false firms; a third
with half as many. What the decisions taught is held against the truth of the second and third, of which
nobody decided anything, and beside boosted trees grown on the same decisions. `--write` writes the
reliability diagram and the table of docs/learning.md.
"""

import argparse
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bench.cities import HOUSE, City, Plan, city
from bench.detection import UNSEEN
from bench.losses import planted_in
from bench.reliability_diagram import diagram
from bench.tables import put, table
from detectors.calibration import UNCALIBRATED, Calibration
from detectors.challenger import boosted, evidence
from detectors.learning import Cases, compare, fit
from detectors.measures import Fit, measured
from detectors.scoring import PRIOR

DECISIONS = 200
DRAWS = 100
SHARE, HALF = 0.01, 0.005  # of false firms
EVERY = 3  # of a list looked at evenly
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Judged:
    """A city judged without labels, and its truth."""

    cases: Cases
    fake: NDArray[np.bool_]


def judged(of: City) -> Judged:
    """Every firm of a city as a case."""
    fake = planted_in(of)[0] >= 0
    return Judged(Cases.of(of.register, np.arange(len(fake), dtype=np.int32), fake, PRIOR), fake)


def decided(of: Judged, every: int) -> Cases:
    """The firms that investigators decide: all members of every so-manieth ring down the list and again
    from its top, until there are enough; 1 is from the top."""
    members = of.cases.judged.rings.groups
    keep = np.zeros(len(of.fake), np.bool_)
    for ring in np.concatenate([np.arange(start, len(members), every) for start in range(every)]):
        keep[members.firm[members.group == ring]] = True
        if keep.sum() >= DECISIONS:
            break
    return of.cases.where(keep)


def figures(p: Floats, fake: NDArray[np.bool_]) -> Fit:
    """Of all firms of a city, or of several."""
    return measured(p, fake, np.ones(len(p)))


def by_chance(of: Judged, calibration: Calibration) -> float:
    """Mean calibration error that these scores would show if they were right: whole rings turn out false or
    not, so a city with ten of them never shows none."""
    scores = of.cases.scores(calibration)
    rings = of.cases.judged.rings.calibrated(calibration.rings)
    rng = np.random.default_rng(1)
    inside = np.flatnonzero(scores.ring >= 0)
    ring = scores.ring[inside]
    within = scores.score[inside] / rings.false[ring]
    total, chance = 0.0, scores.score.copy()
    for _ in range(DRAWS):
        chance[inside] = within * (rng.random(len(rings)) < rings.false)[ring]
        total += figures(scores.score, rng.random(len(chance)) < chance).ece
    return total / DRAWS


@dataclass
class Protocol:
    """How decisions were made, and what came of it, city by city."""

    name: str
    every: int
    share: float
    decisions: list[int] = field(default_factory=list)
    before: list[Floats] = field(default_factory=list)
    after: list[Floats] = field(default_factory=list)
    trees: list[Floats] = field(default_factory=list)
    truth: list[NDArray[np.bool_]] = field(default_factory=list)
    chance: list[float] = field(default_factory=list)

    def add(self, taught: Judged, asked: Judged) -> None:
        """Learn in one city and foretell another."""
        cases = decided(taught, self.every)
        calibration = fit(cases).calibration if compare(cases).better else UNCALIBRATED  # as `learn` does
        self.decisions.append(len(cases.firm))
        self.before.append(asked.cases.scores(UNCALIBRATED).score)
        self.after.append(asked.cases.scores(calibration).score)
        self.trees.append(boosted(cases, evidence(taught.cases), evidence(asked.cases)))
        self.truth.append(asked.fake)
        self.chance.append(by_chance(asked, calibration))

    def row(self) -> list[str]:
        """A line of the table: all cities' firms as one, and means over cities."""
        ways = (self.before, self.after, self.trees)
        fake = np.concatenate(self.truth)
        was, now, trees = (figures(np.concatenate(way), fake) for way in ways)
        city = [np.mean([figures(p, t).ece for p, t in zip(way, self.truth, strict=True)]) for way in ways]
        values = [was.ece, now.ece, trees.ece, *city[:2], float(np.mean(self.chance))]
        values += [was.precision, now.precision]
        values += [was.average_precision, now.average_precision, trees.average_precision]
        return [self.name, f"{np.mean(self.decisions):.0f}", *(f"{value:.3f}" for value in values)]


HEADS = ["decided, and judged", "decisions", "ECE before", "ECE after", "ECE boosted"]
HEADS += ["a city before", "a city after", "a city by chance", "precision before", "precision after"]
HEADS += ["AP before", "AP after", "AP boosted"]


def main() -> None:
    """Print the table; with --write, put it and the diagram into the documents."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--habits", type=int, default=10)
    parser.add_argument("--first", type=int, default=UNSEEN, help="number of the first random habit")
    parser.add_argument("--firms", type=int, default=20_000)
    parser.add_argument("--write", action="store_true", help="rewrite docs/learning.md and its picture")
    args = parser.parse_args()
    protocols = [
        Protocol("from the top; as many false", 1, SHARE),
        Protocol("every third ring; as many false", EVERY, SHARE),
        Protocol("from the top; half as many", 1, HALF),
        Protocol("every third ring; half as many", EVERY, HALF),
    ]
    for i in range(args.habits):
        habit = f"wild-{args.first + i}"
        taught = judged(city(Plan(habit, 1, SHARE, args.firms)))
        asked = {share: judged(city(Plan(habit, 2, share, args.firms))) for share in (SHARE, HALF)}
        for protocol in protocols:
            protocol.add(taught, asked[protocol.share])
        print(habit, *(f"{figures(p.after[-1], p.truth[-1]).ece:.3f}" for p in protocols), flush=True)
    text = table(HEADS, [protocol.row() for protocol in protocols])
    print(text)
    if args.write:
        put(HOUSE / "docs" / "learning.md", "calibration", text)
        shown = protocols[0]
        before, after = np.concatenate(shown.before), np.concatenate(shown.after)
        picture = diagram(before, after, np.concatenate(shown.truth))
        (HOUSE / "docs" / "reliability.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
