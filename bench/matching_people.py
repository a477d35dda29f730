"""People: pairs made by rules and open sets, all methods on each."""

import numpy as np
import polars as pl

from bench.matching_baselines.apart import ALGORITHMS, nomenklatura
from bench.matching_baselines.beside import BESIDE, Scorer
from bench.matching_measures import Scores
from bench.matching_pairs import HEADER, Measured, Method, measure
from bench.matching_table import Measure, Part
from bench.people_kinds import COLUMNS
from bench.people_open import PEOPLE, historical, senzing
from bench.people_pairs import generated
from graph.matching.comparison import Verdict
from graph.matching.people import compare_people
from graph.words import Text

EACH = 200  # pairs of each kind
BAR_AP, BAR_F1 = 0.99, 0.97
_GENDERS = {"男": "male", "女": "female", "M": "male", "F": "female"}
# Our columns as FollowTheMoney names them.
_PROPERTIES = {
    "name": "name", "birth_date": "birthDate", "gender": "gender", "id": "idNumber", "region": "birthPlace",
    "phone": "phone", "role": "position",
}  # fmt: skip


def side(pairs: pl.DataFrame, name: str) -> pl.DataFrame:
    """The mentions of one side."""
    return pairs.select(pl.col(f"{name}_{column}").alias(column) for column in COLUMNS)


def all_columns(scorer: Scorer) -> Method:
    """The mean similarity over the columns that both sides know."""

    def method(pairs: pl.DataFrame) -> Scores:
        left, right = side(pairs, "left"), side(pairs, "right")
        total, n = np.zeros(len(pairs)), np.zeros(len(pairs))
        for column in COLUMNS:
            known = (left[column].is_not_null() & right[column].is_not_null()).to_numpy()
            total += np.where(known, scorer(left[column], right[column]), 0.0)
            n += known
        return total / np.maximum(n, 1)

    return method


def names_only(scorer: Scorer) -> Method:
    """The similarity of the names."""
    return lambda pairs: scorer(pairs["left_name"], pairs["right_name"])


def by_nomenklatura(algorithm: str) -> Method:
    """People as FollowTheMoney entities."""

    def entities(frame: pl.DataFrame) -> pl.DataFrame:
        gender = frame["gender"].replace(_GENDERS)
        return frame.with_columns(gender).select(pl.col(c).alias(p) for c, p in _PROPERTIES.items())

    return lambda pairs: nomenklatura(
        entities(side(pairs, "left")), entities(side(pairs, "right")), "Person", algorithm
    )


def _others() -> dict[str, Method]:
    plain = {name: scorer for name, scorer in BESIDE.items() if "pinyin" not in name}
    return {
        **{f"{name}, names": names_only(scorer) for name, scorer in plain.items()},
        **{f"{name}, all columns": all_columns(scorer) for name, scorer in plain.items()},
        **{f"nomenklatura {a}": by_nomenklatura(a) for a in ALGORITHMS},
    }


def _measured(test: pl.DataFrame, dev: pl.DataFrame, others: dict[str, Method]) -> Measured:
    compared = compare_people(side(test, "left"), side(test, "right"))
    return measure(test, dev, compared, others)


def part() -> Part:
    """All sets; the bars are held to the pairs made by rules."""
    made, learned = generated(EACH, "held", seed=2), generated(EACH, "dev", seed=1)
    told = [pairs.filter(pl.col("same").is_not_null()) for pairs in (made, learned)]
    sets = {"made by rules": _measured(told[0], told[1], _others())}
    if PEOPLE.is_dir():
        # nomenklatura needs minutes for the open sets and is asked of a sample.
        test, dev = (historical(half).sample(6_000, seed=3) for half in ("held", "dev"))
        sets["historical figures"] = _measured(test, dev, _others())
        sets["truth set of Senzing"] = _measured(senzing(), dev, _others())
    alone = made.filter(pl.col("same").is_null())
    said = compare_people(side(alone, "left"), side(alone, "right"))["verdict"]
    same_by_name = int((said == Verdict.SAME).sum())
    by_rules = sets["made by rules"]
    return Part(
        "matching-people",
        ("pairs", *HEADER),
        [[of, *row] for of, found in sets.items() for row in found.rows],
        [
            Measure(
                Text("人员，平均精度", "people, average precision"),
                BAR_AP,
                by_rules.ours.average_precision,
                by_rules.of_others(lambda q: q.average_precision),
            ),
            Measure(
                Text("人员，F1", "people, F1"), BAR_F1, by_rules.ours.f1, by_rules.of_others(lambda q: q.f1)
            ),
            Measure(
                Text("仅凭姓名判为同一人（对）", "people called the same on a name alone, pairs"),
                0,
                same_by_name,
                {},
                least=False,
                places=0,
            ),
        ],
        f"{len(told[0]):,} pairs made by rules, {EACH} of each kind, drawn from names of one half of the "
        f"register (the others' thresholds from the other half), and {len(alone):,} that nobody can decide.",
    )
