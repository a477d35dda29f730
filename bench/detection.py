"""Detection on generated cities: `python -m bench.detection [--firms N] [--habits a,b] [--seeds 1,2,3]`.

Sweeps one city per habit, seed and prevalence in memory and prints average precision, precision at score
0.5 and at capacity, recall per difficulty and ring kind, false positives per look-alike, ring F1 and
calibration error. The cities are the generator's; it shares no code with the detectors.
"""

import argparse
import tempfile
from pathlib import Path

import numpy as np
import polars as pl

from bench.measures import FOUND, Quality, quality
from detectors.judge import Judgement, judge
from fixtures.city import write_city
from graph.columns import slice_of
from graph.readers.register import read_register
from graph.snapshot import build
from graph.snapshot_tables import Snapshot
from graph.validate import validate


def judged(folder: Path) -> tuple[Snapshot, Judgement]:
    """A register folder, swept in memory."""
    snapshot = build(validate(read_register(folder)).tables, id_key=b"bench")
    return snapshot, judge(slice_of(snapshot)[0])


def city_quality(firms: int, seed: int, prevalence: float, habit: str) -> Quality:
    """Generate a city, sweep it, measure."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_city(folder, firms=firms, seed=seed, prevalence=prevalence, habit=habit)
        snapshot, found = judged(folder)
        truth = pl.read_csv(folder / "truth" / "firms.csv", infer_schema_length=0).with_columns(
            (pl.col("fake") == "true").alias("fake")
        )
    ids = snapshot.firms["firm_id"]
    sure = found.rings.false[found.rings.groups.group] >= FOUND
    members = pl.DataFrame(
        {"ring": found.rings.groups.group[sure], "firm_id": ids.gather(found.rings.groups.firm[sure])}
    )
    return quality(pl.DataFrame({"firm_id": ids, "score": found.scores.score}), members, truth)


def _mean(values: list[float]) -> float:
    known = [v for v in values if not np.isnan(v)]
    return float(np.mean(known)) if known else float("nan")


def _merged(rows: list[dict[str, float]]) -> dict[str, float]:
    return {
        name: _mean([r[name] for r in rows if name in r]) for name in sorted({n for r in rows for n in r})
    }


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=20_000)
    parser.add_argument("--habits", default="fuzhou,sparse_years,thin,office_blocks,other_customs")
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--prevalences", default="0.001,0.005,0.02")
    args = parser.parse_args()
    print(
        "| habit | prevalence | AP | P at 0.5 | P at capacity | dense | partial | dispersed | ring F1 | ECE | look-alikes flagged | plain flagged |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    every: list[Quality] = []
    for habit in args.habits.split(","):
        for prevalence in map(float, args.prevalences.split(",")):
            runs = [city_quality(args.firms, int(seed), prevalence, habit) for seed in args.seeds.split(",")]
            every += runs
            recall = _merged([q.recall for q in runs])
            wrong = _merged([q.false_positives for q in runs])
            alike = _mean([v for name, v in wrong.items() if name != "plain"])
            cells = [
                _mean([q.average_precision for q in runs]),
                _mean([q.precision_at_half for q in runs]),
                _mean([q.precision_at_capacity for q in runs]),
                *(recall.get(d, float("nan")) for d in ("dense", "partial", "dispersed")),
                _mean([q.ring_f1 for q in runs]),
                _mean([q.calibration_error for q in runs]),
            ]
            shown = " | ".join(f"{c:.2f}" for c in cells)
            print(
                f"| {habit} | {prevalence:.1%} | {shown} | {alike:.2%} | {wrong.get('plain', 0.0):.3%} |",
                flush=True,
            )
    print("\n| look-alike or ring kind | false-positive rate or recall |\n|---|---|")
    for name, value in _merged([q.false_positives for q in every]).items():
        print(f"| {name} | {value:.2%} |")
    for name, value in _merged([q.recall for q in every]).items():
        print(f"| {name} | {value:.2f} |")


if __name__ == "__main__":
    main()
