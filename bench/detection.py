"""Detection on generated cities: `python -m bench.detection [--firms N] [--seeds 1,2,3] [--write]`.

Sweeps one city per habit, seed and prevalence in memory and prints average precision (mean, worst and best
city), precision at score 0.5 and at capacity, recall per difficulty, ring kind and typology, false positives
per look-alike, ring F1 and calibration error. Where hardly any firm is false, cities are five times as large
and fewer: in a small one all rings would be of four firms, and low prevalence could not be told from small
rings. Calibration is measured over a row's cities together: one city has eight rings, and as many different
scores. The cities are the generator's; it shares no code with the detectors. `--write` puts the tables into
both READMEs.
"""

import argparse
from collections.abc import Iterator

import numpy as np
import polars as pl

from bench.cities import City, Plan, over
from bench.measures import FOUND, Quality, quality
from bench.tables import HOUSE, READMES, put, table
from detectors.judge import judge
from detectors.measures import calibration_error
from detectors.rings.hypotheses import HYPOTHESES
from detectors.rings.membership import FITS
from detectors.words import LOOK_ALIKES
from fixtures.habits import DIFFICULTIES, HABITS, KINDS
from graph.words import Lang, Text

CITIES = (
    Text("登记习惯", "customs of the register"),
    Text("虚假占比", "prevalence"),
    Text("平均精度 AP", "average precision"),
    Text("得分≥0.5 的精度", "precision at 0.5"),
    Text("按容量的精度", "precision at capacity"),
    Text("召回：密集", "recall: dense"),
    Text("部分", "partial"),
    Text("分散", "dispersed"),
    Text("团伙 F1", "ring F1"),
    Text("校准误差", "calibration error"),
    Text("误报：近似者", "flagged: look-alikes"),
    Text("其他诚信企业", "other honest firms"),
)
KIND = (Text("团伙类型", "kind of ring"), Text("召回", "recall"), Text("类型判对", "kind named right"))
TYPOLOGY = (Text("类型代码", "typology"), Text("召回", "recall"))
LOOK_ALIKE = (Text("诚信的近似者", "honest look-alike"), Text("误报率", "flagged"))
HABIT = {
    "fuzhou": Text("常规", "common"),
    "sparse_years": Text("多年稀疏，无设备", "sparse over years, no devices"),
    "thin": Text("仅企业、任职与持股", "firms, roles and holdings only"),
    "office_blocks": Text("各机关分段发号", "numbers in blocks per office"),
    "other_customs": Text("代理为主，模板文本多", "agents and template texts"),
    "holdout": Text("从未参与调优的习惯", "a habit never tuned to"),
    "reserve": Text("另一种从未参与调优的习惯", "another habit never tuned to"),
    "wild": Text("随机习惯，各不相同", "random habits, each another"),
}
# What the generator plants beside N1-N18: one investor's or agent's honest batch.
HONEST_BATCH = Text("诚信的批量设立", "an honest batch of one founder")
PLAIN = Text("其他诚信企业", "other honest firms")
_TITLES = {h.name: h.title for h in HYPOTHESES}
# The generator's name for each hypothesis; they differ for one.
TAKEN_FOR = [h.name.removesuffix("_chain") for h in HYPOTHESES]
RARE, LARGER = 0.002, 5  # prevalence below which cities are so many times larger
UNSEEN = 900  # random habits from this number on are kept for this table
KIND_TITLE = {kind: _TITLES.get(kind) or _TITLES[f"{kind}_chain"] for kind in KINDS}


def measured(of: City) -> Quality:
    """Judge a city and measure the judgement."""
    found = judge(of.register)
    ring = found.rings.groups.group
    sure = (found.rings.false[ring] >= FOUND) & (found.rings.belongs >= FITS)  # without the fringe
    members = pl.DataFrame(
        {
            "ring": ring[sure],
            "firm_id": of.ids.gather(found.rings.groups.firm[sure]),
            "taken_for": pl.Series(TAKEN_FOR, dtype=pl.String).gather(found.rings.best[ring[sure]]),
        }
    )
    return quality(pl.DataFrame({"firm_id": of.ids, "score": found.scores.score}), members, of.truth)


def mean(values: list[float]) -> float:
    """Mean of those that are known."""
    known = [v for v in values if not np.isnan(v)]
    return float(np.mean(known)) if known else float("nan")


def _merged(rows: list[dict[str, float]]) -> dict[str, float]:
    return {name: mean([r[name] for r in rows if name in r]) for name in sorted({n for r in rows for n in r})}


def two_digits(value: float) -> str:
    """A share as a table shows it; a dash where there is none."""
    return "–" if np.isnan(value) else f"{value:.2f}"


def _cells(runs: list[Quality]) -> list[str]:
    """One line of the table of cities, behind habit and prevalence: the mean over seeds."""
    recall = _merged([q.recall for q in runs])
    wrong = _merged([q.false_positives for q in runs])
    alike = sum(q.look_alikes[0] for q in runs) / max(sum(q.look_alikes[1] for q in runs), 1)
    known = [q.average_precision for q in runs if not np.isnan(q.average_precision)]
    spread = f"{mean(known):.2f} ({min(known):.2f}–{max(known):.2f})" if known else "–"
    scored, true = np.concatenate([q.scored for q in runs]), np.concatenate([q.true for q in runs])
    shares = [
        mean([q.precision_at_half for q in runs]),
        mean([q.precision_at_capacity for q in runs]),
        *(recall.get(d, float("nan")) for d in DIFFICULTIES),
        mean([q.ring_f1 for q in runs]),
        calibration_error(scored, true, np.ones(len(scored))),
    ]
    return [spread, *map(two_digits, shares), f"{alike:.2%}", f"{wrong.get('plain', 0.0):.3%}"]


def _class(name: str) -> Text:
    if name == "plain":
        return PLAIN
    title = LOOK_ALIKES.get(name, HONEST_BATCH)
    return Text(f"{name} {title.zh}", f"{name} {title.en}")


def tables(cities: dict[tuple[str, float], list[Quality]], lang: Lang) -> Iterator[tuple[str, str]]:
    """The names of the places in the READMEs, and what goes there."""

    def heads(words: tuple[Text, ...]) -> list[str]:
        return [word.in_(lang) for word in words]

    every = [q for runs in cities.values() for q in runs]
    recall = _merged([q.recall for q in every])
    wrong = _merged([q.false_positives for q in every])
    order = sorted(wrong, key=lambda name: (name == "plain", int(name[1:]) if name != "plain" else 0))
    rows = (
        [HABIT[habit].in_(lang), f"{share:.1%}", *_cells(runs)] for (habit, share), runs in cities.items()
    )
    yield "detection", table(heads(CITIES), rows)
    right = _merged([q.named for q in every])
    kinds = (
        [KIND_TITLE[kind].in_(lang), two_digits(recall[kind]), two_digits(right.get(kind, float("nan")))]
        for kind in KINDS
        if kind in recall
    )
    yield "detection-kinds", table(heads(KIND), kinds)
    codes = ([name, two_digits(share)] for name, share in recall.items() if name[0] == "T")
    yield "detection-typologies", table(heads(TYPOLOGY), codes)
    alike = ([_class(name).in_(lang), f"{wrong[name]:.2%}"] for name in order)
    yield "detection-look-alikes", table(heads(LOOK_ALIKE), alike)


def main() -> None:
    """Print the tables; with --write, put them into the READMEs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=20_000)
    parser.add_argument("--habits", default=",".join(HABITS))
    parser.add_argument("--seeds", default="11,12,13", help="below 11 was looked into while tuning")
    parser.add_argument("--wild", type=int, default=10, help="cities of random habits")
    parser.add_argument("--prevalences", default="0.001,0.005,0.02")
    parser.add_argument("--write", action="store_true", help="rewrite the tables in both READMEs")
    args = parser.parse_args()
    cities: dict[tuple[str, float], list[Quality]] = {}
    seeds = [int(seed) for seed in args.seeds.split(",")]
    asked = [habit for habit in args.habits.split(",") if habit] + ["wild"] * (args.wild > 0)
    for habit in asked:
        for prevalence in map(float, args.prevalences.split(",")):
            rare = prevalence < RARE
            firms = args.firms * (LARGER if rare else 1)
            plans = [Plan(habit, seed, prevalence, firms) for seed in seeds]
            if habit == "wild":
                plans = [Plan(f"wild-{UNSEEN + i}", 1, prevalence, firms) for i in range(args.wild)]
            if rare:
                plans = plans[: (len(plans) + 1) // 2]
            runs = list(over(measured, plans))
            cities[habit, prevalence] = runs
            print(habit, f"{prevalence:.1%}", *_cells(runs), flush=True)
    for name, text in tables(cities, "en"):
        print(f"\n{name}\n{text}")
    if args.write:
        for page, lang in READMES:
            for name, text in tables(cities, lang):
                put(HOUSE / page, name, text)


if __name__ == "__main__":
    main()
