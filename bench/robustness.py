"""How detection stands up to adversaries who have read the documents: `python -m bench.robustness --write`.

Every attack of `bench.attacks` is made on the same generated cities. Recall is the share of false firms at a
score of at least 0.5, per ring and then over rings; the victims are the honest firms whose address or phone a
ring took, which must not be drawn in; precision is of everything flagged.
"""

import argparse
import tempfile
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from bench.attacks import ATTACKS, Tables, scene
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
    "victims flagged",
    "victims looked at more closely",
    "highest score of a victim",
    "what it costs",
)


@dataclass(frozen=True)
class Outcome:
    """One attack on one city: the rings' mean recall, precision, and the victims' scores."""

    recall: float
    precision: float
    victims: list[float]


def _read(folder: Path) -> Tables:
    return {path.stem: pl.read_csv(path, infer_schema_length=0) for path in sorted(folder.glob("*.csv"))}


def _scores(tables: Tables, folder: Path) -> dict[str, float]:
    for name, frame in tables.items():
        frame.write_csv(folder / f"{name}.csv")
    snapshot = build(validate(read_register(folder)).tables, id_key=b"bench")
    scores = judge(slice_of(snapshot)[0]).scores.score
    return dict(zip(snapshot.firms["firm_id"].to_list(), scores.tolist(), strict=True))


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
        false = {firm for ring in of.rings for firm in ring}
        for number, (attack, _, _) in enumerate(ATTACKS):
            score = _scores(attack(of, np.random.default_rng([seed, number])), folder)
            flagged = {firm for firm, value in score.items() if value >= FOUND}
            recall = [np.mean([firm in flagged for firm in ring]) for ring in of.rings]
            right = len(flagged & false) / len(flagged) if flagged else float("nan")
            out.append(Outcome(float(np.mean(recall)), right, [score[firm] for firm in of.victims]))
    return out


def rows(cities: Iterable[list[Outcome]]) -> list[list[str]]:
    """The table's rows: means over cities."""
    out = []
    for (_, name, cost), outcomes in zip(ATTACKS, zip(*cities, strict=True), strict=True):
        victims = np.array([score for outcome in outcomes for score in outcome.victims])
        out.append(
            [
                name,
                f"{np.mean([outcome.recall for outcome in outcomes]):.2f}",
                f"{np.nanmean([outcome.precision for outcome in outcomes]):.2f}",
                f"{(victims >= FOUND).sum()} of {len(victims)}",
                f"{(victims >= GRADE_B).sum()} of {len(victims)}",
                f"{victims.max(initial=0.0):.2f}",
                cost,
            ]
        )
    return out


def main() -> None:
    """Print the table; with --write, put it into docs/robustness.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=4000)
    parser.add_argument("--prevalence", type=float, default=0.03)
    parser.add_argument("--habits", default="fuzhou,sparse_years")
    parser.add_argument("--seeds", default="61,62")
    parser.add_argument("--write", action="store_true", help="rewrite the table in docs/robustness.md")
    args = parser.parse_args()
    plans = [
        (h, int(s), args.firms, args.prevalence)
        for h in args.habits.split(",")
        for s in args.seeds.split(",")
    ]
    with ProcessPoolExecutor(2) as pool:
        text = table(HEADS, rows(pool.map(attacked, plans)))
    print(text)
    if args.write:
        put(PAGE, "robustness", text)


if __name__ == "__main__":
    main()
