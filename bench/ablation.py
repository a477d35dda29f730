"""What each choice and family of evidence is worth: `python -m bench.ablation [--families] [--seeds 1,2]`.

Judges the same generated cities with one choice taken back at a time, or without one family of evidence -
its features of rings, its part of pairs, its detectors - and prints the means. The records in docs/decisions/
quote it.
"""

import argparse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from types import ModuleType
from typing import Any

import numpy as np

from bench.cities import Plan, city
from bench.detection import mean, measured, two_digits
from bench.measures import Quality
from bench.tables import table
from detectors import evidence, hubs, judge, scoring
from detectors.catalogue import DETECTORS
from detectors.detector import Family
from detectors.evidence import KEEP, Pairs, same_hand
from detectors.rings import candidates, ring, weigh
from detectors.rings.features import Feature, Features, features
from detectors.rings.hypotheses import HYPOTHESES
from detectors.rings.hypotheses.other_explanations import COINCIDENCE
from detectors.rings.hypotheses.quick_batch import QUICK_BATCH
from detectors.rings.hypothesis import Claim
from fixtures.habits import HABITS

NEVER = 10**9
FALSE = [h for h in HYPOTHESES if h.claim == Claim.FALSE]
# One kind of ring stands for all: it has their prior, and every honest explanation still speaks against it.
ONE_PICTURE = replace(QUICK_BATCH, prior=sum(h.prior for h in FALSE))
Choice = Mapping[tuple[ModuleType, str], Any]
CHOICES: dict[str, Choice] = {
    "as it is": {},
    "one picture of a ring": {
        (weigh, "HYPOTHESES"): (ONE_PICTURE, *(h for h in HYPOTHESES if h.claim != Claim.FALSE))
    },
    "no honest twins": {(weigh, "HYPOTHESES"): (*FALSE, COINCIDENCE)},
    "members settled once": {(ring, "ROUNDS"): 1},
    "no limit on a ring's log-odds": {(ring, "LIMIT"): 40.0, (scoring, "LIMIT"): 40.0},
    "no two-families rule": {(ring, "ONE_FAMILY_LIMIT"): 40.0},
    "components only, no communities": {(candidates, "LARGE"): NEVER},
    "no pairs from filing order": {(evidence, "NEXT_IN_STREAM"): 0, (evidence, "NEXT_IN_OFFICE"): 0},
    "each firm paired with the next 2 on a key": {(evidence, "NEXT"): 2},
    "each firm paired with the next 24 on a key": {(evidence, "NEXT"): 24},
    "no hubs inferred": {(hubs, "MIN_FIRMS"): NEVER},
}


def without(family: Family) -> Choice:
    """Everything as it is, but for one family of evidence."""
    of_it = [f for f in Feature if ring.FAMILY_OF.get(f, Family.BEHAVIOUR) == family]

    def fewer(*asked: Any) -> Features:
        seen = features(*asked)
        for part in (seen.hits, seen.of, seen.shows, seen.known):
            part[:, of_it] = 0
        return seen

    def apart(*asked: Any) -> Pairs:
        pairs = same_hand(*asked)
        by_family = pairs.by_family.copy()
        by_family[:, family] = 0.0
        weight = np.maximum(pairs.weight - pairs.by_family[:, family], 0.0)
        kept = weight >= KEEP
        return replace(
            pairs, a=pairs.a[kept], b=pairs.b[kept], by_family=by_family[kept], weight=weight[kept]
        )

    others = tuple(d for d in DETECTORS if d.family != family)
    return {(ring, "features"): fewer, (judge, "same_hand"): apart, (judge, "DETECTORS"): others}


FAMILIES: dict[str, Choice] = {
    "as it is": {},
    **{f"without {family.name.lower()}": without(family) for family in Family},
}
HEAD = (
    "choice taken back",
    "average precision",
    "precision at 0.5",
    "recall at 0.5",
    "ring F1",
    "calibration error",
    "look-alikes flagged",
)


@contextmanager
def taken_back(choice: Choice) -> Iterator[None]:
    """Within it, the modules' names stand for other values."""
    kept = {(module, name): getattr(module, name) for module, name in choice}
    try:
        for (module, name), value in choice.items():
            setattr(module, name, value)
        yield
    finally:
        for (module, name), value in kept.items():
            setattr(module, name, value)


def _row(name: str, runs: list[Quality]) -> list[str]:
    alike = [v for q in runs for kind, v in q.false_positives.items() if kind != "plain"]
    return [
        name,
        two_digits(mean([q.average_precision for q in runs])),
        two_digits(mean([q.precision_at_half for q in runs])),
        two_digits(mean([q.flagged_fakes / q.fakes for q in runs])),
        two_digits(mean([q.ring_f1 for q in runs])),
        two_digits(mean([q.calibration_error for q in runs])),
        f"{mean(alike):.2%}",
    ]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=20_000)
    parser.add_argument("--seeds", default="1,2")
    parser.add_argument("--prevalence", type=float, default=0.01)
    parser.add_argument("--families", action="store_true", help="families of evidence instead of choices")
    parser.add_argument("--only", default="", help="choices whose name has this in it")
    args = parser.parse_args()
    choices = FAMILIES if args.families else CHOICES
    if args.only:
        choices = {name: choice for name, choice in choices.items() if not choice or args.only in name}
    runs: dict[str, list[Quality]] = {name: [] for name in choices}
    for habit in HABITS:
        for seed in map(int, args.seeds.split(",")):
            of = city(Plan(habit, seed, args.prevalence, args.firms))
            for name, choice in choices.items():
                with taken_back(choice):
                    runs[name].append(measured(of))
    print(table(HEAD, [_row(name, found) for name, found in runs.items()]))


if __name__ == "__main__":
    main()
