"""Whether the interval of true rings that `rank` states holds the truth: `python -m bench.capacity --write`.

In cities of random habits that nothing was tuned to, the ten surest rings are taken as a team of that
capacity would get them. A ring is true when at least half of its firms are false. Nothing is decided, so the
stated prior of the curve is what the interval rests on.
"""

import argparse
from dataclasses import dataclass

import numpy as np

from bench.cities import HOUSE, City, Plan, over
from bench.losses import planted_in
from bench.tables import put, table
from detectors.calibration import IDENTITY
from detectors.capacity import SURELY, Yield, true_rings
from detectors.judge import judge

CAPACITY = 10
TRUE = 0.5  # share of a ring's firms that are false, from which it is true
FIRST = 950  # number of the first random habit
PREVALENCES = (0.005, 0.01, 0.03)
HEADS = ("false firms", "cities", "rings taken", "expected true", "true", "width of the interval")


@dataclass(frozen=True)
class Taken:
    """What the rings taken in one city were expected to hold, how many there were, and how many were true."""

    said: Yield
    rings: int
    true: int

    @property
    def covered(self) -> bool:
        """Whether the truth lies in the interval."""
        return self.said.low <= self.true <= self.said.high


def taken(of: City) -> Taken:
    """The surest rings of a city against its truth."""
    rings = judge(of.register).rings
    false = planted_in(of)[0] >= 0
    share = rings.groups.share(false[rings.groups.firm])[:CAPACITY]
    return Taken(true_rings(rings.log_odds[:CAPACITY], IDENTITY), len(share), int((share >= TRUE).sum()))


def row(prevalence: float, cities: list[Taken]) -> list[str]:
    """A line of the table: means over cities, and the share covered."""
    told = [
        np.mean(values)
        for values in (
            [city.rings for city in cities],
            [city.said.expected for city in cities],
            [city.true for city in cities],
            [city.said.high - city.said.low for city in cities],
        )
    ]
    below, above = (
        sum(city.true < city.said.low for city in cities),
        sum(city.true > city.said.high for city in cities),
    )
    covered = np.mean([city.covered for city in cities])
    return [
        f"{prevalence:.1%}",
        str(len(cities)),
        *(f"{value:.1f}" for value in told),
        f"{covered:.0%}",
        str(below),
        str(above),
    ]


def main() -> None:
    """Print the table; with --write, put it into docs/learning.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--habits", type=int, default=16)
    parser.add_argument("--firms", type=int, default=5000)
    parser.add_argument("--write", action="store_true", help="rewrite the table in docs/learning.md")
    args = parser.parse_args()
    rows = []
    for prevalence in PREVALENCES:
        plans = [Plan(f"wild-{FIRST + i}", 1, prevalence, args.firms) for i in range(args.habits)]
        rows.append(row(prevalence, list(over(taken, plans))))
        print(*rows[-1], flush=True)
    heads = [*HEADS, f"{SURELY:.0%} interval holds it", "cities with fewer", "cities with more"]
    text = table(heads, rows)
    print(text)
    if args.write:
        put(HOUSE / "docs" / "learning.md", "capacity", text)


if __name__ == "__main__":
    main()
