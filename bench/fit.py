"""Learn the weights of rings and their members: `python -m bench.fit [--cities N] [--write]`.

Draws cities of random habits (fixtures.wild), most of them to learn from and the rest to say how well it
went. Who belongs is learned from planted rings that were disturbed - members left out, honest neighbours put
in; which groups are false from the candidates as a sweep finds them. Weights are drawn towards what the
terms mean as they stand, and bounded, so that more evidence never lowers a score. `--write` rewrites
`detectors/rings/weights.toml`.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from bench.cities import City, Plan, over
from bench.detection import TAKEN_FOR
from bench.losses import planted_in
from detectors.evidence import same_hand
from detectors.hubs import type_hubs
from detectors.rings import ring as rings
from detectors.rings.features import Feature, features
from detectors.rings.hypotheses import HYPOTHESES
from detectors.rings.lift import FORMS, HONEST, LIFTED, forms, lifts
from detectors.rings.likeness import TERMS
from detectors.rings.membership import Recruiter
from detectors.rings.naming import COLUMNS
from detectors.rings.weigh import weigh
from detectors.rings.weights import FILE
from graph.baselines import measure
from graph.slice import Groups

Floats = NDArray[np.float64]
FIRST = 200  # wild habits below are left to those who look into them
LARGE, LARGE_EVERY = 60_000, 6  # one city in so many is so much larger
PREVALENCES = (0.005, 0.01, 0.02)
DOUBTFUL = -6.0  # log-odds from which a candidate teaches something
DISTURBED = 2  # versions of each planted ring
USUAL = 20_000.0  # firms of a register, whose logarithm counts from here
# What a term is worth as it stands, how firmly that is meant, and the most it may become.
TOWARDS, FIRM, MOST = 0.6, 1000.0, 1.3
RING_FIRM, RING_MOST = 4.0, 0.8
OUTCOMES = (Feature.LOST, Feature.UNREPORTED)  # may weigh more than forms
OUTCOME_MOST = 1.5
NAME_LOOSE = 0.1  # of the regression that names kinds


@dataclass(frozen=True)
class Lesson:
    """Rows to learn from: terms `x`, truth `y` 0-1, `weight`."""

    x: Floats
    y: Floats
    weight: Floats


@dataclass(frozen=True)
class Lessons:
    """What one city teaches of members, of groups, and of the kinds of rings (`y` numbers HYPOTHESES)."""

    members: Lesson
    groups: Lesson
    kinds: Lesson


def _disturbed(planted: Groups, recruiter: Recruiter, truth: NDArray[np.int64], seed: int) -> Groups:
    """Versions of the planted rings as a search might find them; the subject stays the ring's number."""
    rng = np.random.default_rng(seed)
    ring, firm = recruiter.recruits(planted)
    stranger = truth[firm] != planted.subject[ring]
    around = np.bincount(ring[stranger], minlength=len(planted))
    subject: list[NDArray[np.int64]] = []
    member: list[NDArray[np.int32]] = []
    for version in range(DISTURBED):
        whole = rng.random(len(planted)) < 0.3
        kept = np.where(whole, 1.0, rng.uniform(0.4, 0.95, len(planted)))
        keep = rng.random(len(planted.firm)) < kept[planted.group]
        noise = rng.uniform(0.0, 0.35, len(planted)) * (rng.random(len(planted)) < 0.6)
        share = np.minimum(noise * planted.sizes / np.maximum(around, 1), 0.5)
        add = stranger & (rng.random(len(ring)) < share[ring])
        offset = version * len(planted)
        subject += [planted.group[keep] + offset, ring[add] + offset]
        member += [planted.firm[keep], firm[add]]
    return Groups.sets(
        planted.register, np.concatenate(subject).astype(np.int32), np.concatenate(member).astype(np.int32)
    ).sized(3, 10**6)


def lessons(of: City) -> Lessons:
    """What one city teaches."""
    register, _ = type_hubs(of.register)
    normal = measure(register)
    pairs = same_hand(register, normal)
    recruiter = Recruiter(register, normal, pairs)
    truth, firms = planted_in(of)
    false = np.flatnonzero(truth >= 0)
    planted = Groups.sets(register, truth[false].astype(np.int32), false.astype(np.int32))
    found = _disturbed(planted, recruiter, truth, len(false))
    ring, firm = recruiter.recruits(found)
    terms = recruiter.likeness.terms(found, ring, firm)
    size = np.log(np.maximum(found.sizes[ring], 3.0))
    register_size = np.full(len(firm), np.log(len(truth) / USUAL))
    x = np.column_stack([terms, size, register_size, np.ones(len(firm))])
    y = truth[firm] == planted.subject[found.subject[ring] % len(planted)]
    members = Lesson(x, y.astype(np.float64), np.ones(len(y)))

    first = rings.first_groups(register, normal, pairs)
    pool = rings.pool(rings.Sureness(register, normal), recruiter, first, DOUBTFUL)
    seen = features(register, normal, pool)
    weighed = weigh(seen, pool.sizes)
    hypotheses = np.clip(weighed.nats.sum(axis=1) + weighed.start, -rings.LIMIT, rings.LIMIT)
    x = np.column_stack([lifts(seen)[:, list(LIFTED)], forms(pool), hypotheses, np.ones(len(pool))])
    most, times = pool.commonest(truth[pool.firm].astype(np.int32))
    purity = times / np.maximum(pool.sizes, 1)
    # Versions of one group - those of one ring, or that begin with one firm - count as three at most.
    versions_of = np.where(purity >= 0.3, most, len(truth) + pool.firm[pool.start[:-1]])
    _, which, versions = np.unique(versions_of, return_inverse=True, return_counts=True)
    weight = 3.0 / np.maximum(versions[which], 3)
    pure = purity >= 0.5
    kind_of = np.full(truth.max() + 1, -1)
    kind_of[truth[false]] = [TAKEN_FOR.index(kind) for kind in firms["ring_kind"].gather(false)]
    kinds = Lesson(x[pure][:, :-2], kind_of[most[pure]].astype(np.float64), weight[pure])
    return Lessons(members, Lesson(x, purity, weight), kinds)


def fitted(
    parts: Sequence[Lesson], towards: Floats, firm: Floats, bounds: list[tuple[float | None, float | None]]
) -> Floats:
    """Weights of a logistic regression drawn `towards` some, `firm` saying how strongly."""
    x = np.concatenate([part.x for part in parts])
    y = np.concatenate([part.y for part in parts])
    weight = np.concatenate([part.weight for part in parts])

    def cost(w: Floats) -> tuple[float, Floats]:
        z = x @ w
        off = w - towards
        p = 1.0 / (1.0 + np.exp(-np.clip(z, -500, 500)))
        loss = float(np.sum(weight * (np.logaddexp(0.0, z) - y * z)) + np.sum(firm * off**2))
        return loss, x.T @ (weight * (p - y)) + 2.0 * firm * off

    found = minimize(cost, towards, jac=True, bounds=bounds, method="L-BFGS-B", options={"maxiter": 500})
    return np.asarray(found.x, np.float64)


def fit_members(parts: Sequence[Lesson]) -> dict[str, float]:
    """Weights of `likeness.TERMS`."""
    n = len(TERMS)
    towards = np.r_[np.full(n, TOWARDS), 0.0, -0.5, -5.0]
    firm = np.r_[np.full(n + 2, FIRM), 0.0]
    bounds: list[tuple[float | None, float | None]] = [(0.0, MOST)] * n
    bounds += [(None, None)] * 3
    w = fitted(parts, towards, firm, bounds)
    return dict(zip([*TERMS, "of_size", "of_register", "rest"], w, strict=True)) | {"firms": USUAL}


def fit_groups(parts: Sequence[Lesson]) -> dict[str, float]:
    """Weights of lifts, forms and hypotheses."""
    bounds: list[tuple[float | None, float | None]] = []
    for feature in LIFTED:
        most = OUTCOME_MOST if feature in OUTCOMES else RING_MOST
        bounds.append((-1.0, 0.0) if feature in HONEST else (0.0, most))
    bounds += [(None, None)] * len(FORMS) + [(0.0, 1.0), (None, None)]
    towards = np.r_[np.zeros(len(LIFTED) + len(FORMS)), 0.5, -1.0]
    firm = np.r_[np.full(len(LIFTED) + len(FORMS) + 1, RING_FIRM), 0.0]
    w = fitted(parts, towards, firm, bounds)
    names = [*(feature.name.lower() for feature in LIFTED), *FORMS, "hypotheses", "rest"]
    return dict(zip(names, w, strict=True))


def fit_names(parts: Sequence[Lesson]) -> dict[str, dict[str, float]]:
    """Weights of lifts and forms for each kind of ring."""
    x, y, weight = (np.concatenate([getattr(p, name) for p in parts]) for name in ("x", "y", "weight"))
    found = LogisticRegression(C=NAME_LOOSE, max_iter=2000).fit(x, y, sample_weight=weight)
    rows = np.column_stack([found.coef_, found.intercept_])
    return {
        HYPOTHESES[int(kind)].name: {c: float(w) for c, w in zip(COLUMNS, row, strict=True) if abs(w) >= 0.05}
        for kind, row in zip(found.classes_, rows, strict=True)
    }


def judged(weights: dict[str, float], parts: Sequence[Lesson]) -> str:
    """How well weights (in the order of the terms) tell what they were not learned from."""
    x, y = np.concatenate([p.x for p in parts]), np.concatenate([p.y for p in parts])
    w = np.array(list(weights.values())[: x.shape[1]])
    p = 1.0 / (1.0 + np.exp(-(x @ w)))
    true = y >= 0.5
    sure = p >= 0.5
    return (
        f"average precision {average_precision_score(true, p):.3f}, "
        f"precision at 0.5 {true[sure].mean():.3f}, recall {sure[true].mean():.3f}"
    )


def written(members: dict[str, float], groups: dict[str, float], names: dict[str, dict[str, float]]) -> str:
    """The weights as they lie in the file."""
    lines = ["# Learned from generated cities of random habits: python -m bench.fit --write", ""]
    for name, told, weights in (
        (
            "membership",
            "Who belongs to a ring: weights of the terms of likeness.py, in nats per nat",
            members,
        ),
        ("rings", "Which groups are false: weights of the lifts and forms of lift.py", groups),
    ):
        lines += [f"# {told}.", f"[{name}]", *(f"{key} = {value:.3f}" for key, value in weights.items()), ""]
    lines.append("# Which kind of ring a ring is: weights of the lifts and forms of lift.py.")
    for kind, weights in names.items():
        lines += [f"[names.{kind}]", *(f"{key} = {value:.2f}" for key, value in weights.items()), ""]
    return "\n".join(lines).rstrip() + "\n"


def main() -> None:
    """Learn, say how well it went, and with --write rewrite the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cities", type=int, default=60)
    parser.add_argument("--held-out", type=int, default=12)
    parser.add_argument("--write", action="store_true", help=f"rewrite {Path(FILE).name}")
    args = parser.parse_args()
    plans = [
        Plan(f"wild-{FIRST + i}", 3, PREVALENCES[i % 3], LARGE if i % LARGE_EVERY == 0 else int(USUAL))
        for i in range(args.cities + args.held_out)
    ]
    taught = list(over(lessons, plans))
    learn, test = taught[: args.cities], taught[args.cities :]
    members, groups = (
        fit_members([t.members for t in learn]),
        fit_groups([t.groups for t in learn]),
    )
    print("members:", judged(members, [t.members for t in test]))
    print("groups:", judged(groups, [t.groups for t in test]))
    text = written(members, groups, fit_names([t.kinds for t in learn]))
    print(text)
    if args.write:
        Path(FILE).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
