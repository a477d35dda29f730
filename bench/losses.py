"""Where detection loses what it loses: `python -m bench.losses [--habits H] [--seeds S] [--prevalence P]`.

Follows each false firm through the stages - tied to another of its ring, together in a candidate, in a ring
that is chosen, in one that is sure, itself sure - and says at which it was lost, by habit, kind and
difficulty; and what honest firms are flagged for.
"""

import argparse
from collections.abc import Iterator

import numpy as np
import polars as pl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from sklearn.metrics import average_precision_score

from bench.cities import City, Plan, over
from bench.measures import FOUND
from bench.tables import table
from detectors.judge import Judgement, judge
from detectors.rings import ring as rings_module
from detectors.rings.hypotheses import HYPOTHESES
from detectors.rings.membership import Recruiter
from graph.slice import Groups

STAGES = ("not tied", "no candidate", "not chosen", "ring unsure", "member unsure", "found")
PURE = 0.5  # share of a group that is of one ring, from which it is that ring's


def planted_in(of: City) -> tuple[np.ndarray, pl.DataFrame]:
    """Ring number of each firm (-1 honest), and the truth in row order."""
    truth = pl.DataFrame({"firm_id": of.ids}).join(of.truth, on="firm_id", how="left", maintain_order="left")
    names = truth["ring_id"].unique().drop_nulls().sort()
    code = {name: i for i, name in enumerate(names.to_list())}
    return np.array([code.get(r, -1) for r in truth["ring_id"].to_list()]), truth


def _tied(found: Judgement, planted: np.ndarray) -> np.ndarray:
    """Fakes that stand in the largest component of their ring's edges."""
    a, b = found.pairs.a, found.pairs.b
    own = (planted[a] == planted[b]) & (planted[a] >= 0)
    n = len(planted)
    graph = coo_array((np.ones(int(own.sum())), (a[own], b[own])), shape=(n, n))
    part = connected_components(graph, directed=False)[1]
    out = np.zeros(n, bool)
    for ring in range(planted.max(initial=-1) + 1):
        members = np.flatnonzero(planted == ring)
        size = np.bincount(part[members])
        if size.max() > 1:
            out[members[part[members] == size.argmax()]] = True
    return out


def _pure(groups: Groups, planted: np.ndarray) -> np.ndarray:
    """Fakes in a group that is mostly their ring's, and holds a third of it."""
    out = np.zeros(len(planted), bool)
    total = np.bincount(planted[planted >= 0]) if (planted >= 0).any() else np.zeros(1, int)
    ring = planted[groups.firm]
    most, times = groups.commonest(ring.astype(np.int32))
    good = (most >= 0) & (times >= PURE * groups.sizes)
    good &= times * 3 >= np.maximum(total[np.maximum(most, 0)], 1)
    hit = good[groups.group] & (ring == most[groups.group])
    out[groups.firm[hit]] = True
    return out


def followed(of: City) -> pl.DataFrame:
    """One row a firm: fake, kind, difficulty, look_alike, score, stage (fakes), and the size, purity and
    log-odds of its ring."""
    found = judge(of.register)
    planted, truth = planted_in(of)
    recruiter = Recruiter(found.register, found.normal, found.pairs)
    first = rings_module.first_groups(found.register, found.normal, found.pairs)
    sureness = rings_module.Sureness(found.register, found.normal)
    pool = rings_module.pool(sureness, recruiter, first, rings_module.SEED)
    stage = np.full(len(planted), len(STAGES) - 1)
    rings, score = found.rings, found.scores.score
    ring = found.scores.ring
    purity = rings.groups.share(planted[rings.groups.firm] >= 0) if len(rings) else np.zeros(0)
    good = np.append(purity >= PURE, False)
    sure = np.append(rings.log_odds >= 0.0, False)
    stage[score < FOUND] = 4
    stage[(score < FOUND) & ~sure[ring]] = 3
    stage[(score < FOUND) & ~good[ring]] = 2
    stage[(score < FOUND) & ~good[ring] & ~_pure(pool, planted)] = 1
    stage[(score < FOUND) & ~good[ring] & ~_tied(found, planted) & (stage == 1)] = 0
    oracle = np.where(good[ring], 1.0, 0.0) * np.append(np.nan_to_num(purity), 0.0)[ring]
    return truth.with_columns(
        stage=pl.Series([STAGES[s] for s in stage]),
        score=score,
        oracle=oracle * found.scores.strength,
        ring=ring,
        size=np.append(rings.groups.sizes, 0)[ring],
        purity=np.append(purity, np.nan)[ring],
        log_odds=np.append(rings.log_odds, np.nan)[ring],
        taken=pl.Series([""]).new_from_index(0, len(score))
        if not len(rings)
        else pl.Series([*(_taken_for(found, i) for i in range(len(rings))), ""]).gather(
            np.where(ring >= 0, ring, len(rings))
        ),
    )


def _taken_for(found: Judgement, ring: int) -> str:
    """What a ring is taken for, and the best honest explanation."""
    return f"{HYPOTHESES[found.rings.best[ring]].name}/{HYPOTHESES[found.rings.honest[ring]].name}"


def _share(marked: pl.Series) -> float:
    return float(marked.to_numpy().mean()) if len(marked) else float("nan")


def _budget(frames: pl.DataFrame, by: list[str]) -> Iterator[list[str]]:
    fakes = frames.filter(pl.col("fake"))
    for key, part in sorted(fakes.group_by(by), key=lambda item: tuple(map(str, item[0]))):
        counts = dict(part["stage"].value_counts().iter_rows())
        yield [*map(str, key), str(len(part)), *(f"{counts.get(s, 0) / len(part):.0%}" for s in STAGES)]


def main() -> None:
    """Print the budgets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--habits", default="fuzhou,sparse_years,thin,office_blocks,other_customs")
    parser.add_argument("--seeds", default="1,2")
    parser.add_argument("--prevalence", type=float, default=0.01)
    parser.add_argument("--out", default="")
    args = parser.parse_args()
    plans = [Plan(h, int(s), args.prevalence) for h in args.habits.split(",") for s in args.seeds.split(",")]
    parts = []
    for plan, frame in zip(plans, over(followed, plans), strict=True):
        ap = average_precision_score(frame["fake"], frame["score"])
        best = average_precision_score(frame["fake"], frame["oracle"])
        flagged = frame.filter(pl.col("score") >= FOUND)
        print(
            f"{plan.habit:14} {plan.seed} AP {ap:.2f}, rings weighed by an oracle {best:.2f}, "
            f"precision {_share(flagged['fake']):.2f}",
            flush=True,
        )
        parts.append(frame.with_columns(habit=pl.lit(plan.habit), seed=plan.seed))
    frames = pl.concat(parts)
    if args.out:
        frames.write_parquet(args.out)
    for by in (["habit"], ["difficulty"], ["ring_kind"]):
        print(table([*by, "fakes", *STAGES], _budget(frames, by)))
    wrong = frames.filter(~pl.col("fake") & (pl.col("score") >= FOUND))
    in_ring = (pl.col("purity") >= PURE).fill_null(False).alias("in a planted ring")
    print(wrong.group_by("look_alike", in_ring).len().sort("len", descending=True))
    print(
        wrong.filter(pl.col("purity") < PURE)
        .group_by("taken", "look_alike")
        .len()
        .sort("len", descending=True)
        .head(30)
    )


if __name__ == "__main__":
    main()
