"""How likely it is that a stranger bears the same name, in this register."""

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.matching.people_rarity import given_names, prior_chances

# What is publicly known of names counts as so many people do: a small register must not call every name
# rare, and a surname that fills a village is seen soon.
SURNAME_WEIGHT = 100.0
GIVEN_WEIGHT = 10_000.0


def chances(names: pl.DataFrame, bearers: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Probability that a person of the register, met by chance, bears each name: float64 per row.

    `names` holds `name`, `surname` and `latin`, each name once; `bearers[i]` is how many persons seem to bear
    it. p(name) = p(surname) · p(given name), where the given name is counted among people of *other*
    surnames only, so that one person who appears many times does not make their own name look common.
    """
    total = float(bearers.sum())
    prior_surname, prior_given = prior_chances(names)
    counted = names.select(
        pl.col("surname").fill_null("").alias("surname"),
        given_names(names),
        pl.Series("n", bearers.astype(np.float64)),
    ).select(
        namesakes=pl.col("n").sum().over("surname"),
        elsewhere=pl.col("n").sum().over("given") - pl.col("n").sum().over("given", "surname"),
    )
    namesakes, elsewhere = (counted[c].to_numpy() for c in counted.columns)
    p_surname = (namesakes + prior_surname * SURNAME_WEIGHT) / (total + SURNAME_WEIGHT)
    p_given = (elsewhere + prior_given * GIVEN_WEIGHT) / (total - namesakes + GIVEN_WEIGHT)
    return np.asarray(p_surname * p_given, np.float64)
