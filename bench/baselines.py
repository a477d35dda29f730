"""Other methods on the cities of `bench.detection`: `python -m bench.baselines [--firms N] [--seeds 11,12,13]
[--habits A,B] [--wild N] [--lessons N] [--write]`.

Each method of `bench.detection_baselines` scores every firm of the very same generated cities, and so does
our judgement. Methods with something to set were set on cities of other seeds; what is learned is learned
from the random habits that our weights were learned from. `--write` puts the table into both READMEs.
"""

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import astuple, dataclass
from functools import partial

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score

from bench.cities import City, Plan, over
from bench.detection import HABIT, UNSEEN, mean, two_digits
from bench.detection_baselines.address_rule import DAYS, FIRMS, at_one_address, within_days
from bench.detection_baselines.boosting import Lesson, boosted, learned, lesson
from bench.detection_baselines.communities import dense_communities
from bench.detection_baselines.graph_recipe import graph_recipe
from bench.detection_baselines.isolation import isolation_forest
from bench.fit import FIRST, PREVALENCES
from bench.losses import planted_in
from bench.measures import FOUND
from bench.tables import HOUSE, READMES, put, table
from detectors.judge import judge
from fixtures.habits import HABITS
from graph.slice import Bools, Floats, RegisterSlice
from graph.words import Lang, Text

PREVALENCE = 0.005
TOP = 0.01  # of all firms: the list of a method that has no cut of its own
OURS, TREES = "ringwatch", "boosting"


@dataclass(frozen=True)
class Method:
    """What a method is called, and the score from which it lists a firm; None lists the top share TOP."""

    title: Text
    listed: float | None


UNTAUGHT: Mapping[str, Callable[[RegisterSlice], Floats]] = {
    "communities": dense_communities,
    "isolation": isolation_forest,
    "recipe": graph_recipe,
    "address_90": within_days,
    "address": at_one_address,
}
METHODS = {
    OURS: Method(Text("ringwatch", "ringwatch"), FOUND),
    TREES: Method(
        Text(
            "梯度提升（平面特征，由其他城市学得）",
            "gradient boosting on flat features, taught by other cities",
        ),
        FOUND,
    ),
    "communities": Method(Text("Leiden 社区，按密度评分", "Leiden communities, scored by density"), None),
    "isolation": Method(Text("孤立森林（平面特征）", "isolation forest on flat features"), None),
    "recipe": Method(
        Text(
            "常见图方法：共用标识、连通分量、Jaccard、度、PageRank",
            "the graph recipe: shared identifiers, components, Jaccard, degree, PageRank",
        ),
        None,
    ),
    "address_90": Method(
        Text(f"同址 {FIRMS} 户，{DAYS} 天内", f"{FIRMS} firms at one address within {DAYS} days"), FIRMS
    ),
    "address": Method(Text(f"同址 {FIRMS} 户", f"{FIRMS} firms at one address"), FIRMS),
}
AP = Text("AP：", "AP: ")
HEADS = (
    Text("自身名单的精度", "its own list: precision"),
    Text("召回", "recall"),
    Text("按容量的精度", "at capacity: precision"),
    Text("误报：近似者", "look-alikes flagged"),
    Text("其他诚信企业", "other honest firms"),
    Text("误报中近似者的占比", "look-alikes among false alarms"),
)


@dataclass(frozen=True)
class Figures:
    """One method on one city. Precision and recall (share of the false firms) of the method's own list; and
    of as many firms as are false, from the top: precision, shares of the look-alikes and of the other honest
    firms that are among them, and the share of look-alikes among the honest ones there."""

    average_precision: float
    list_precision: float
    list_recall: float
    capacity_precision: float
    look_alikes: float
    others: float
    of_alarms: float


def top(score: Floats, capacity: int) -> Floats:
    """How surely each firm is among the `capacity` first, 0-1: of firms with one score each has its share."""
    capacity = min(capacity, len(score))
    if capacity == 0:
        return np.zeros(len(score))
    least = np.sort(score)[-capacity]
    above, tied = score > least, score == least
    return np.where(above, 1.0, np.where(tied, (capacity - above.sum()) / tied.sum(), 0.0))


def figures(score: Floats, fake: Bools, alike: Bools, listed: float | None) -> Figures:
    """Figures of a score per firm; `alike` marks honest look-alikes, `listed` is as in Method."""
    own = top(score, round(TOP * len(score))) if listed is None else (score >= listed).astype(np.float64)
    first = top(score, int(fake.sum()))

    def share(weight: Floats, of: Bools) -> float:
        return float(weight[of].mean()) if of.any() else float("nan")

    def among(weight: Floats, of: Bools) -> float:
        return float(weight[of].sum() / weight.sum()) if weight.sum() > 0 else float("nan")

    return Figures(
        average_precision=float(average_precision_score(fake, score)) if fake.any() else float("nan"),
        list_precision=among(own, fake),
        list_recall=share(own, fake),
        capacity_precision=among(first, fake),
        look_alikes=share(first, alike),
        others=share(first, ~fake & ~alike),
        of_alarms=among(np.where(fake, 0.0, first), alike),
    )


def taught_by(of: City) -> Lesson:
    """What a city teaches the trees."""
    return lesson(of.register, planted_in(of)[0] >= 0)


def taught(lessons: Sequence[Lesson]) -> HistGradientBoostingClassifier:
    """The trees, grown in a process of their own: one that has used OpenMP cannot be forked any more."""
    with ProcessPoolExecutor(1) as pool:
        return pool.submit(learned, lessons).result()


def measured(trees: HistGradientBoostingClassifier, of: City) -> dict[str, Figures]:
    """Every method on one city."""
    planted, truth = planted_in(of)
    fake = planted >= 0
    alike = ~fake & (truth["look_alike"].fill_null("") != "").to_numpy()
    scores = {OURS: judge(of.register).scores.score, TREES: boosted(trees, of.register)}
    scores |= {name: method(of.register) for name, method in UNTAUGHT.items()}
    return {name: figures(scores[name], fake, alike, method.listed) for name, method in METHODS.items()}


def merged(runs: Iterable[Figures]) -> Figures:
    """Means of those that are known."""
    return Figures(*(mean(list(values)) for values in zip(*map(astuple, runs), strict=True)))


def comparison(cities: Mapping[str, list[dict[str, Figures]]], lang: Lang) -> str:
    """The table: a method a line; average precision per set of customs, the rest the mean of those."""
    heads = [Text("方法", "method").in_(lang)]
    heads += [AP.in_(lang) + HABIT[habit].in_(lang) for habit in cities]
    heads += [head.in_(lang) for head in HEADS]
    rows = []
    for name, method in METHODS.items():
        habits = [merged(run[name] for run in runs) for runs in cities.values()]
        over_all = merged(habits)
        row = [method.title.in_(lang), *(two_digits(habit.average_precision) for habit in habits)]
        row += map(two_digits, (over_all.list_precision, over_all.list_recall, over_all.capacity_precision))
        rows.append(
            [*row, f"{over_all.look_alikes:.2%}", f"{over_all.others:.3%}", f"{over_all.of_alarms:.0%}"]
        )
    return table(heads, rows)


def main() -> None:
    """Print the table; with --write, put it into the READMEs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=20_000)
    parser.add_argument("--habits", default=",".join(HABITS))
    parser.add_argument("--seeds", default="11,12,13", help="below 11 methods were set")
    parser.add_argument("--wild", type=int, default=10, help="cities of random habits")
    parser.add_argument("--lessons", type=int, default=36, help="cities that the trees learn from")
    parser.add_argument("--write", action="store_true", help="rewrite the table in both READMEs")
    args = parser.parse_args()
    lessons = [
        Plan(f"wild-{FIRST + i}", 1, PREVALENCES[i % len(PREVALENCES)], args.firms)
        for i in range(args.lessons)
    ]
    work = partial(measured, taught(list(over(taught_by, lessons))))
    plans = {
        habit: [Plan(habit, int(seed), PREVALENCE, args.firms) for seed in args.seeds.split(",")]
        for habit in args.habits.split(",")
        if habit
    }
    if args.wild:
        plans["wild"] = [Plan(f"wild-{UNSEEN + i}", 1, PREVALENCE, args.firms) for i in range(args.wild)]
    cities = {habit: list(over(work, of)) for habit, of in plans.items()}
    print(comparison(cities, "en"))
    if args.write:
        for page, lang in READMES:
            put(HOUSE / page, "detection-baselines", comparison(cities, lang))


if __name__ == "__main__":
    main()
