"""What scores mean after 200 decisions: `python -m bench.calibration [--habits N] [--write]`.

For each random habit never used in tuning two cities are drawn. In the first, investigators go down the
list of rings and decide all members until they have decided 200 firms; `detectors.learning` learns from
them. Scores of the second, of which nobody decided anything, are then held against its truth, before and
after. `--write` writes the reliability diagram and the table of docs/learning.md.
"""

import argparse
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.cities import HOUSE, City, Plan, city
from bench.detection import UNSEEN, two_digits
from bench.losses import planted_in
from bench.reliability_diagram import diagram
from bench.tables import put, table
from detectors.calibration import UNCALIBRATED, Calibration
from detectors.learning import Cases, fit
from detectors.measures import Fit, measured
from detectors.scoring import PRIOR

DECISIONS = 200
PREVALENCES = (0.01, 0.005)  # where decisions are made, and where scores are held against the truth
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


def decided(of: Judged, least: int = DECISIONS) -> Cases:
    """The firms that investigators decide: whole rings from the top of the list."""
    members = of.cases.judged.rings.groups
    last = int(np.searchsorted(np.cumsum(members.sizes), least))
    firm = np.sort(members.firm[members.group <= last])
    keep = np.zeros(len(of.fake), np.bool_)
    keep[firm] = True
    return of.cases.where(keep)


def learned(of: Judged) -> tuple[Calibration, int]:
    """The calibration after the decisions, and how many there were."""
    cases = decided(of)
    return fit(cases).calibration, len(cases.firm)


def figures(p: Floats, fake: NDArray[np.bool_]) -> Fit:
    """Of all firms of a city, or of several."""
    return measured(p, fake, np.ones(len(p)))


def main() -> None:
    """Print the table; with --write, put it and the diagram into the documents."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--habits", type=int, default=10)
    parser.add_argument("--first", type=int, default=UNSEEN, help="number of the first random habit")
    parser.add_argument("--firms", type=int, default=20_000)
    parser.add_argument("--write", action="store_true", help="rewrite docs/learning.md and its picture")
    args = parser.parse_args()
    habits = [f"wild-{args.first + i}" for i in range(args.habits)]
    before: list[Floats] = []
    after: list[Floats] = []
    truth: list[NDArray[np.bool_]] = []
    rows: list[list[str]] = []
    for habit in habits:
        plans = (Plan(habit, seed, share, args.firms) for seed, share in enumerate(PREVALENCES, 1))
        first, second = (judged(city(plan)) for plan in plans)
        calibration, n = learned(first)
        raw, taught = (second.cases.scores(c).score for c in (UNCALIBRATED, calibration))
        before.append(raw)
        after.append(taught)
        truth.append(second.fake)
        was, now = figures(raw, second.fake), figures(taught, second.fake)
        rows.append(_row(habit, str(n), was, now))
        print(*rows[-1], flush=True)
    fake = np.concatenate(truth)
    was, now = figures(np.concatenate(before), fake), figures(np.concatenate(after), fake)
    rows.append(_row("all", "", was, now))
    heads = ["habit", "decisions", "ECE before", "ECE after"]
    heads += [f"{name} {when}" for name in ("precision at 0.5", "AP") for when in ("before", "after")]
    text = table(heads, rows)
    print(text)
    if args.write:
        put(HOUSE / "docs" / "learning.md", "calibration", text)
        picture = diagram(np.concatenate(before), np.concatenate(after), fake)
        (HOUSE / "docs" / "reliability.svg").write_text(picture, encoding="utf-8")


def _row(name: str, n: str, was: Fit, now: Fit) -> list[str]:
    pairs = ("ece", "precision", "average_precision")
    return [name, n, *(two_digits(getattr(fit, field)) for field in pairs for fit in (was, now))]


if __name__ == "__main__":
    main()
