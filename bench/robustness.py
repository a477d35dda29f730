"""How detection stands up to adversaries who have read the documents: `python -m bench.robustness --write`.

Every attack of `bench.attacks` is made on the same generated cities. Recall is the share of false firms at a
score of at least 0.5, per ring and then over rings; precision is of everything flagged; what an attack costs
is counted on the tables. The victims are the honest firms whose address or phone a ring took, which must not
be drawn in; they are told by how long they stood before the ring.
"""

import argparse
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
import polars as pl

from bench.attacks import AGES, ATTACKS, POISON, Bill, Tables, bill, scene
from bench.measures import FOUND
from bench.tables import HOUSE, put, table
from detectors.judge import judge
from detectors.scoring import GRADE_B
from fixtures.city import write_city
from graph.columns import slice_of
from graph.readers.register import read_register
from graph.snapshot import build
from graph.validate import validate

PAGE = HOUSE / "docs" / "robustness.md"
HEADS = (
    "what the ring does",
    "recall",
    "precision",
    "taken for one hand",
    "phones a firm",
    "devices a firm",
    "people a firm",
    "rooms a firm",
    "days a ring",
    "what it costs beside",
)
VICTIM_HEADS = (
    "what the ring does",
    "days the victim stood before",
    "victims",
    "flagged",
    "looked at more closely",
    "highest score",
)


@dataclass(frozen=True)
class Outcome:
    """One attack on one city: the rings' mean recall, precision, the rings' mean share of firms that belong
    to one hand likelier than not, what it cost, and the victims' scores."""

    recall: float
    precision: float
    one_hand: float
    bill: Bill
    ages: list[int]
    victims: list[float]


def _read(folder: Path) -> Tables:
    return {path.stem: pl.read_csv(path, infer_schema_length=0) for path in sorted(folder.glob("*.csv"))}


def _scores(tables: Tables, folder: Path) -> dict[str, tuple[float, float]]:
    """Both claims of every firm: false, and of its ring's hand (0 without a ring)."""
    for name, frame in tables.items():
        frame.write_csv(folder / f"{name}.csv")
    snapshot = build(validate(read_register(folder)).tables, id_key=b"bench")
    scores = judge(slice_of(snapshot)[0]).scores
    claims = zip(scores.score.tolist(), np.nan_to_num(scores.one_hand).tolist(), strict=True)
    return dict(zip(snapshot.firms["firm_id"].to_list(), claims, strict=True))


def attacked(city: tuple[str, int, int, float]) -> list[Outcome]:
    """All attacks on one city (habit, seed, firms, prevalence), in the order of ATTACKS."""
    habit, seed, firms, prevalence = city
    out = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_city(folder, firms=firms, seed=seed, prevalence=prevalence, habit=habit)
        truth = pl.read_csv(folder / "truth" / "firms.csv", infer_schema_length=0)
        truth = truth.with_columns(fake=pl.col("fake") == "true")
        of = scene(_read(folder), truth, np.random.default_rng(seed))
        for number, (attack, _, _) in enumerate(ATTACKS):
            done = attack(of, np.random.default_rng([seed, number]))
            false = {firm for ring in done.rings for firm in ring}
            score = _scores(done.tables, folder)
            flagged = {firm for firm, (value, _) in score.items() if value >= FOUND}
            hand = [np.mean([score[firm][1] >= FOUND for firm in ring]) for ring in done.rings]
            recall = [np.mean([firm in flagged for firm in ring]) for ring in done.rings]
            right = len(flagged & false) / len(flagged) if flagged else float("nan")
            victims = [score[firm][0] for firm in done.victims]
            shares = float(np.mean(recall)), right, float(np.mean(hand))
            out.append(Outcome(*shares, bill(done), done.ages, victims))
    return out


def rows(cities: Sequence[list[Outcome]]) -> list[list[str]]:
    """The table of attacks: means over cities."""
    out = []
    for (_, name, cost), outcomes in zip(ATTACKS, zip(*cities, strict=True), strict=True):
        recall = np.mean([outcome.recall for outcome in outcomes])
        right = np.nanmean([outcome.precision for outcome in outcomes])
        hand = np.mean([outcome.one_hand for outcome in outcomes])
        costs = np.mean([astuple(outcome.bill) for outcome in outcomes], axis=0)
        counted = [f"{cost:.2f}" for cost in costs[:-1]]
        out.append([name, f"{recall:.2f}", f"{right:.2f}", f"{hand:.2f}", *counted, f"{costs[-1]:.0f}", cost])
    return out


def victim_rows(cities: Sequence[list[Outcome]]) -> list[list[str]]:
    """The table of victims: of all cities, by age."""
    out = []
    for (attack, name, _), outcomes in zip(ATTACKS, zip(*cities, strict=True), strict=True):
        if attack not in POISON:
            continue
        age = np.array([age for outcome in outcomes for age in outcome.ages])
        score = np.array([score for outcome in outcomes for score in outcome.victims])
        for low, high in ((-np.inf, AGES[0][0]), *AGES):
            of = score[(age >= low) & (age < high)]
            if len(of):
                band = f"{low} to {high}" if np.isfinite(low) else f"less than {high}"
                counts = (len(of), (of >= FOUND).sum(), (of >= GRADE_B).sum())
                out.append([name, band, *map(str, counts), f"{of.max():.2f}"])
    return out


def main() -> None:
    """Print the tables; with --write, put them into docs/robustness.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=3000)
    parser.add_argument("--prevalence", type=float, default=0.03)
    parser.add_argument("--habits", default="fuzhou,sparse_years")
    parser.add_argument("--seeds", default="61,62,63,64")
    parser.add_argument("--write", action="store_true", help="rewrite the tables in docs/robustness.md")
    args = parser.parse_args()
    plans = [
        (h, int(s), args.firms, args.prevalence)
        for h in args.habits.split(",")
        for s in args.seeds.split(",")
    ]
    with ProcessPoolExecutor(2) as pool:
        cities = list(pool.map(attacked, plans))
    attacks, victims = table(HEADS, rows(cities)), table(VICTIM_HEADS, victim_rows(cities))
    rings = sum(len(city[0].ages) for city in cities)
    print(attacks, victims, f"{len(plans)} cities of {args.firms} firms, {rings} rings", sep="\n\n")
    if args.write:
        put(PAGE, "robustness", attacks)
        put(PAGE, "victims", victims)


if __name__ == "__main__":
    main()
