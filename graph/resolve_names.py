"""How likely it is that a stranger bears the same name."""

import numpy as np
import numpy.typing as npt
import polars as pl

# Pseudo-counts keep a small register from calling every name rare: before anything is counted, one
# person in 50 has the surname, one in 10,000 a given name of two characters and one in 300 a single one.
SURNAME_PRIOR = 50.0
GIVEN_WEIGHT = 10_000.0
GIVEN_PRIOR = 1 / 10_000
SINGLE_GIVEN_PRIOR = 1 / 300


def chances(names: pl.DataFrame, bearers: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Probability that a person of the register, met by chance, bears each name: float64 per row.

    `names` holds `name` and `surname`, each name once; `bearers[i]` is how many persons seem to bear
    it. p(name) = p(surname) · p(given name), where the given name is counted among people of *other*
    surnames only, so that one person who appears many times does not make their own name look common.
    """
    total = float(bearers.sum())
    surname = pl.col("surname").fill_null("")
    counted = names.select(
        surname.alias("surname"),
        # The surname stands first in Chinese and last in Latin names.
        pl.when(pl.col("name").str.starts_with(surname))
        .then(pl.col("name").str.strip_prefix(surname))
        .otherwise(pl.col("name").str.strip_suffix(surname))
        .str.strip_chars()
        .alias("given"),
        pl.Series("n", bearers.astype(np.float64)),
    ).with_columns(
        pl.col("n").sum().over("surname").alias("namesakes"),
        (pl.col("n").sum().over("given") - pl.col("n").sum().over("given", "surname")).alias("elsewhere"),
    )
    prior = pl.when(pl.col("given").str.len_chars() <= 1).then(SINGLE_GIVEN_PRIOR).otherwise(GIVEN_PRIOR)
    p_surname = (pl.col("namesakes") + 1) / (total + SURNAME_PRIOR)
    p_given = (pl.col("elsewhere") + prior * GIVEN_WEIGHT) / (total - pl.col("namesakes") + GIVEN_WEIGHT)
    return counted.select((p_surname * p_given).alias("p"))["p"].to_numpy()
